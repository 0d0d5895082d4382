"""Writes files that nobody else may read."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from errno import EWOULDBLOCK
from pathlib import Path

from tui.machine.file_locks import lock

_WAIT_S = 10.0
"""How long another process that writes in the same folder is waited for."""


def write_private(path: Path, text: str) -> None:
    """Write a file with mode 0600, in place of another; at any moment it is either the old one or the new one.

    What a writer that was killed has left behind is removed first.

    Args:
        path: The file; its folder is made where it is missing, with mode 0700.
        text: What is in it.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = _fresh(path)
    with _alone_in(path.parent, wait_s=_WAIT_S):
        fresh.unlink(missing_ok=True)
        try:
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def remove_half_written(path: Path) -> None:
    """Remove what a writer of this file that was killed has left behind; one that still writes is left alone.

    Args:
        path: The file.
    """
    fresh = _fresh(path)
    if not os.path.lexists(fresh):
        return
    with suppress(OSError), _alone_in(path.parent, wait_s=0.0):
        fresh.unlink(missing_ok=True)


def _fresh(path: Path) -> Path:
    return path.with_name(f".{path.name}.new")


@contextmanager
def _alone_in(folder: Path, *, wait_s: float) -> Iterator[None]:
    """Wait until no other process writes there; the lock of one that was killed is gone with it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            lock(handle, fcntl.LOCK_EX, wait_s)
        except OSError as error:
            # Some network file systems lock no folders: of two that write at once one may fail there.
            if error.errno == EWOULDBLOCK:
                raise
        yield
    finally:
        os.close(handle)
