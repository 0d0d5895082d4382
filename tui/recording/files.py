"""The files of a recording: private, compressed, whole up to their last second, and never more than so many."""

import fcntl
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tui.machine.file_locks import lock

GZIP = 31
"""`wbits` of zlib for a gzip stream, so that `zcat` reads a recording as well."""
_LEVEL = 6
MAGIC = b"\x1f\x8b"
"""How such a stream begins."""


class RecordingError(Exception):
    """A recording cannot be written or read; the words say why."""


class Files:
    """Writes one file after the other: `name` is the one that is written, `name.1` the one before, and so on."""

    def __init__(self, path: Path, keep: int) -> None:
        """Move what is there out of the way, and begin.

        Args:
            path: Where to.
            keep: How many files there may be, the one that is written among them.

        Raises:
            RecordingError: Something else than a recording is there, another callboard writes it, or nothing can be
                written.
        """
        self.path = path
        self.size = 0
        self._keep = keep
        self._file = -1
        with _alone_in(path.absolute().parent):
            self._take_place()

    def _take_place(self) -> None:
        path, keep = self.path, self._keep
        if is_being_written(path):
            raise RecordingError(f"{path} is being written by another callboard: a recording needs a file of its own")
        for there in (self._numbered(number) for number in range(keep)):
            if what := what_else(there):
                raise RecordingError(f"{there} is {what}: a recording needs a file of its own")
            if there.exists() and not is_recording(there):
                raise RecordingError(f"{there} is no recording: it is not overwritten")
        try:
            self.begin()
        except OSError as error:
            raise RecordingError(f"{path} cannot be written: {error.strerror or error}") from error

    def begin(self) -> None:
        """Begin a new file.

        Raises:
            OSError: It cannot be made.
        """
        self._end_file()
        self._shift()
        # Exclusive: nobody else's file is ever written, whatever a link points to.
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        # Gone with whoever holds it, however that ends; some network file systems have no locks.
        with suppress(OSError):
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        self._zip = zlib.compressobj(_LEVEL, zlib.DEFLATED, GZIP)
        self.size = 0

    def write(self, text: str) -> None:
        """Write some lines so that they can be read whatever happens next.

        Args:
            text: Lines with their ends.

        Raises:
            OSError: The disk is full, or worse.
        """
        self._put(self._zip.compress(text.encode("ascii")) + self._zip.flush(zlib.Z_SYNC_FLUSH))

    def sync(self) -> None:
        """Let what was written outlive the machine."""
        os.fsync(self._file)

    def close(self) -> None:
        """End the file properly, as far as that is possible."""
        self._end_file()

    def _put(self, data: bytes) -> None:
        left = memoryview(data)
        while left:
            written = os.write(self._file, left)
            self.size += written
            left = left[written:]

    def _end_file(self) -> None:
        if self._file < 0:
            return
        try:
            self._put(self._zip.flush(zlib.Z_FINISH))
        except OSError:
            # What was flushed before is there all the same.
            pass
        finally:
            os.close(self._file)
            self._file = -1

    def _shift(self) -> None:
        if not self.path.exists():
            return
        if self._keep == 1:
            self.path.unlink()
        for number in range(self._keep - 1, 0, -1):
            newer = self._numbered(number - 1)
            if newer.exists():
                newer.replace(self._numbered(number))

    def _numbered(self, number: int) -> Path:
        return self.path.with_name(f"{self.path.name}.{number}") if number else self.path


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Let one after the other look what is there and begin; where the folder cannot be locked, all at once."""
    handle = -1
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
        lock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def what_else(path: Path) -> str:
    """What stands there that is no file, in words; "" where it is one, or nothing.

    Args:
        path: Where to look.
    """
    is_link = path.is_symlink()
    try:
        mode = path.stat().st_mode
    except OSError:
        return "a link that leads nowhere" if is_link else ""
    if is_link and path.absolute().parts[1] in ("dev", "proc"):
        # Such as /dev/stdout: a file, but another program's, and the link would be moved away.
        return "an open file of a program"
    kinds = {stat.S_IFDIR: "a folder", stat.S_IFIFO: "a pipe", stat.S_IFSOCK: "a socket"}
    kinds |= dict.fromkeys((stat.S_IFCHR, stat.S_IFBLK), "a device")
    return kinds.get(stat.S_IFMT(mode), "")


def is_being_written(path: Path) -> bool:
    """Whether another run writes a recording there.

    Args:
        path: The file.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(handle)
    return False


def is_recording(path: Path) -> bool:
    """Whether a file looks like a recording, or is empty.

    Args:
        path: The file.
    """
    if not path.is_file():
        return False
    try:
        with path.open("rb") as file:
            begin = file.read(4096)
    except OSError:
        return False
    if not begin:
        return True
    try:
        text = zlib.decompressobj(GZIP).decompress(begin, 4096) if begin.startswith(MAGIC) else b""
    except zlib.error:
        return False
    return b'"callboard":"recording"' in text
