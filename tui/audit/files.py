"""The files of the audit log: appended under a lock, since a desk and a script may write at once; never overwritten."""

import fcntl
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.audit.chain import BEGINNING, Entry, NotAnEntryError, entry_of, line_of, sealed
from tui.audit.head import Head, read_head, write_head
from tui.machine.file_locks import lock
from tui.machine.pipes import open_file

NAME = "audit.jsonl"
FILE_BYTES = 10_000_000
"""A file that is longer is put aside under the number of its last entry, and a new one goes on with its hash."""
_LOCK = "audit.lock"
_TAIL = 64 * 1024
"""Bytes at the end of a file in which its last entry is looked for; none is nearly as long."""


class AuditFiles:
    """A folder with `audit.jsonl`, older files beside it, and `audit.head`, which tells what was written last."""

    def __init__(self, folder: Path, file_bytes: int = FILE_BYTES) -> None:
        """Name a folder; nothing is made yet.

        Args:
            folder: Where the files stand.
            file_bytes: When a file is put aside.
        """
        self.folder = folder
        self._file_bytes = file_bytes

    def append(self, entries: Sequence[Mapping[str, object]]) -> None:
        """Write entries behind all others; either all of them are on the disk afterwards, or none.

        Args:
            entries: JSON values.

        Raises:
            OSError: They cannot be written.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._locked():
            head, last = read_head(self.folder), self._last()
            self._put_aside(last)
            before, previous = _end(head, last)
            number, lines = before, b""
            for fields in entries:
                number += 1
                entry = sealed(fields, number, previous)
                lines, previous = lines + line_of(entry), entry["hash"]
            with _appended(self.folder / NAME, lines):
                write_head(self.folder, Head(number, previous, head.since if head else before + 1))

    def paths(self) -> list[Path]:
        """All files, oldest first; those that were put aside are called by the number of their last entry."""
        older = sorted(self.folder.glob("audit.*[0-9].jsonl"))
        newest = self.folder / NAME
        return [*older, newest] if newest.exists() else older

    def lines(self) -> Iterator[tuple[Path, int, bytes]]:
        """Every line that is not empty, oldest first.

        Yields:
            File, number of the line in it from 1, and the line.

        Raises:
            OSError: A file cannot be read.
        """
        for path in self.paths():
            with open_file(path) as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield path, number, line

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """Let nobody write meanwhile, as far as that can be had."""
        try:
            handle = os.open(self.folder / _LOCK, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
        except OSError:
            # Nothing was ever written, or it is a copy.
            yield
            return
        try:
            with suppress(OSError):
                lock(handle, fcntl.LOCK_SH)
            yield
        finally:
            os.close(handle)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        handle = os.open(self.folder / _LOCK, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
        try:
            lock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def _last(self) -> Entry | None:
        for path in reversed(self.paths()):
            with open_file(path) as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL))
                lines = file.read().splitlines()
            for line in reversed(lines):
                try:
                    return entry_of(line)
                except NotAnEntryError:
                    # What was cut off by a crash, or damaged, breaks the chain where it is seen: in `verify`.
                    continue
        return None

    def _put_aside(self, last: Entry | None) -> None:
        newest = self.folder / NAME
        if last is None or not newest.exists() or newest.stat().st_size < self._file_bytes:
            return
        aside = self.folder / f"audit.{last['number']:012}.jsonl"
        if not aside.exists():
            newest.rename(aside)


def _end(head: Head | None, last: Entry | None) -> tuple[int, str]:
    """What the next entry follows: where the end was cut off, the one that is missing, so that the gap stays."""
    if head is not None and head.number >= (last["number"] if last else 0):
        return head.number, head.hash
    return (last["number"], last["hash"]) if last else (0, BEGINNING)


@contextmanager
def _appended(path: Path, lines: bytes) -> Iterator[None]:
    """Append to a file, and take it back where that fails, or what is done then."""
    handle = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        size = os.lseek(handle, 0, os.SEEK_END)
        if size and os.pread(handle, 1, size - 1) != b"\n":
            # A line that a crash cut off must not take the next one with it.
            lines = b"\n" + lines
        try:
            written = 0
            while written < len(lines):
                written += os.write(handle, lines[written:])
            os.fsync(handle)
            yield
        except OSError:
            os.ftruncate(handle, size)
            raise
    finally:
        os.close(handle)
