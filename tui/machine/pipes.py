"""Named pipes (`mkfifo`, `<(...)`) in the place of a file: whether anybody writes to one."""

import errno
import os
import stat
import time
from pathlib import Path
from typing import BinaryIO

WRITER_S = 5.0
"""How long a pipe that nobody writes to is waited for."""
_LOOK_S = 0.05
_PIECE = 1 << 16


class NobodyWritesError(Exception):
    """Nobody writes to a pipe; the words say what it is and how long it was waited for."""


def is_pipe(path: Path) -> bool:
    """Whether a name is that of a pipe.

    Args:
        path: What to look at; it may lack.
    """
    try:
        return stat.S_ISFIFO(path.stat().st_mode)
    except OSError:
        return False


def open_file(path: Path) -> BinaryIO:
    """Open for reading what has to be a file, and never wait for whoever might write to a pipe.

    Args:
        path: Which.

    Raises:
        OSError: It is a pipe, or cannot be opened; `strerror` says so.
    """
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY)
    if stat.S_ISFIFO(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.ESPIPE, "a pipe, where a file has to be", str(path))
    return open(handle, "rb")


def open_to_write(path: Path, *, behind: bool = False) -> BinaryIO:
    """Open for writing; a pipe has to have its reader already.

    Args:
        path: Which.
        behind: Whether what is written goes behind what is there; else the file is emptied.

    Raises:
        OSError: Nobody reads the pipe, or it cannot be opened; `strerror` says so.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOCTTY
    flags |= os.O_APPEND if behind else os.O_TRUNC
    try:
        handle = os.open(path, flags, 0o666)
    except OSError as error:
        if error.errno == errno.ENXIO and is_pipe(path):
            raise OSError(errno.ENXIO, "a pipe that nobody reads", str(path)) from None
        raise
    os.set_blocking(handle, True)
    return open(handle, "wb")


def first_bytes(handle: int) -> bytes:
    """Wait until somebody writes to a pipe that was opened without blocking, `WRITER_S` at the most.

    Args:
        handle: Descriptor of its reading end. To open it with blocking would wait for a writer for ever.

    Returns:
        What was written first: b"" where a writer is there and has written nothing yet.

    Raises:
        NobodyWritesError: There is no writer.
    """
    until_s = time.monotonic() + WRITER_S
    while True:
        try:
            piece = os.read(handle, _PIECE)
        except BlockingIOError:
            return b""
        if piece:
            return piece
        if time.monotonic() > until_s:
            raise NobodyWritesError(f"a pipe that nobody writes to within {WRITER_S:g} s")
        time.sleep(_LOOK_S)
