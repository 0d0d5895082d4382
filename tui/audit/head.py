"""What was written last, beside the log: by it a cut-off end and files that are gone are seen."""

import os
from dataclasses import dataclass
from pathlib import Path

from tui.audit.chain import NotAnEntryError, entry_of, line_of, sealed

HEAD = "audit.head"
_WIDTH = 256
"""Bytes of the file, which never change: what is written over it needs no room on a full disk."""


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain.

    Attributes:
        number: Of the entry that was written last.
        hash: Of the same.
        since: Of the entry with which this file began: 1, unless it was lost.
    """

    number: int
    hash: str
    since: int


def read_head(folder: Path) -> Head | None:
    """Read it.

    Args:
        folder: Of the log.

    Returns:
        None where there is none, or none that can be read.
    """
    try:
        handle = os.open(folder / HEAD, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return None
    try:
        # With a hash of its own: one that was written by half must not be taken for another one.
        found = entry_of(os.read(handle, _WIDTH))
        return Head(found["number"], str(found["previous"]), int(found["since"]))
    except (OSError, NotAnEntryError, KeyError, TypeError, ValueError):
        return None
    finally:
        os.close(handle)


def write_head(folder: Path, head: Head) -> None:
    """Write it, in place of the one before.

    Args:
        folder: Of the log, whose lock is held.
        head: What was written last.

    Raises:
        OSError: It cannot be written; then the one before is there, as far as the disk lets it.
    """
    handle = os.open(folder / HEAD, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        before = os.pread(handle, _WIDTH, 0)
        line = line_of(sealed({"since": head.since}, head.number, head.hash))
        try:
            _put(handle, line.rjust(_WIDTH))
        except OSError:
            if before:
                _put(handle, before)
            raise
    finally:
        os.close(handle)


def _put(handle: int, text: bytes) -> None:
    written = 0
    while written < len(text):
        written += os.pwrite(handle, text[written:], written)
    os.fsync(handle)
