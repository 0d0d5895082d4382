"""Opens what is to be replayed: a file, or what comes out of a pipe; and says of anything else what it is."""

import io
import os
import stat
import tempfile
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path
from typing import BinaryIO

from tui.machine.pipes import NobodyWritesError, first_bytes
from tui.recording.files import MAGIC, RecordingError, what_else

LARGEST_BYTES = 4_000_000_000
"""Of what comes out of a pipe, which has to be kept while it is replayed."""
_BEGIN = 4096
_PIECE = 1 << 20
_MARKS = (BOM_UTF8, BOM_UTF16_LE, BOM_UTF16_BE)


def open_recording(path: Path) -> BinaryIO:
    """Open a recording so that it can be gone back in.

    Args:
        path: A file, or a pipe, which is read to its end and kept in a temporary file.

    Returns:
        The packed bytes, at their beginning.

    Raises:
        RecordingError: It cannot be read, or is certainly no recording.
    """
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode) or stat.S_ISBLK(mode):
            raise RecordingError(f"{path} is {what_else(path)}")
        # Opening a pipe with blocking would wait for its writer for ever.
        handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
        file = open(handle, "rb")  # noqa: SIM115 - closed by who closes the recording
        try:
            begin = _begin_of_pipe(handle, path) if stat.S_ISFIFO(os.fstat(handle).st_mode) else b""
            os.set_blocking(handle, True)
            return _begun(file, path, begin)
        except BaseException:
            file.close()
            raise
    except FileNotFoundError:
        raise RecordingError(f"{path}: no such file") from None
    except OSError as error:
        raise RecordingError(f"{path}: {error.strerror or error}") from error


def _begin_of_pipe(handle: int, path: Path) -> bytes:
    try:
        return first_bytes(handle)
    except NobodyWritesError as error:
        raise RecordingError(f"{path} is {error}") from None


def _begun(file: io.BufferedReader, path: Path, begin: bytes) -> BinaryIO:
    if file.isatty():
        raise RecordingError(f"{path} is a terminal: let a recording come from a pipe or a file")
    begin += file.read(max(0, _BEGIN - len(begin)))
    if begin and not begin.startswith(MAGIC):
        raise RecordingError(f"{path} {_what_it_is(begin)}")
    if file.seekable():
        file.seek(0)
        return file
    kept = tempfile.TemporaryFile()  # noqa: SIM115 - closed by who closes the recording
    while begin:
        kept.write(begin)
        if kept.tell() > LARGEST_BYTES:
            raise RecordingError(f"{path} is longer than {LARGEST_BYTES // 1_000_000_000} GB")
        begin = file.read(_PIECE)
    file.close()
    kept.seek(0)
    return kept


def _what_it_is(begin: bytes) -> str:
    rest = next((begin.removeprefix(mark) for mark in _MARKS if begin.startswith(mark)), begin)
    if rest.startswith(MAGIC):
        return "was changed as if it were text: a byte order mark stands before the recording"
    if b'"callboard":"recording"' in rest.replace(b"\0", b"").replace(b" ", b""):
        return "is the text of a recording: pack it again with gzip"
    return "is not a recording of callboard"
