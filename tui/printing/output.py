"""Standard output and standard error, written at once, without buffers that could fail at the end of the program.

Not through `sys.stdout.write`: its buffer would be written once more while the interpreter ends, with a traceback, and
a thread that waits for a reader would hold its lock.
"""

import errno
import os
import select
import stat
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Not imported otherwise: `callboard --version` would take twice as long.
    from typing import TextIO

_HARMLESS = frozenset({"replace", "backslashreplace", "xmlcharrefreplace", "namereplace", "ignore"})
_PIECE = 512
"""Bytes that a pipe with room takes without waiting, by POSIX."""
_PATIENCE_S = 0.5
"""How long standard error may be full before what is said there is given up."""


class OutputError(Exception):
    """Standard output could not be written; the words say why."""


class ReaderGoneError(OutputError):
    """Whoever read standard output has seen enough: no fault, and nothing to be said."""


def write(text: str) -> None:
    """Write text to standard output, and wait until it is taken.

    Args:
        text: Lines with their ends; characters that the locale cannot say are replaced.

    Raises:
        OutputError: It could not be written.
    """
    descriptor = _descriptor(sys.stdout)
    if descriptor is None:
        sys.stdout.write(text)
        return
    try:
        _write_all(descriptor, _encoded(text, sys.stdout))
    except BrokenPipeError:
        raise ReaderGoneError("the reader is gone") from None
    except OSError as error:
        why = "standard output is closed" if error.errno == errno.EBADF else error.strerror or error
        raise OutputError(f"output could not be written: {why}") from None


def reader_is_gone() -> bool:
    """Whether standard output is a pipe that nobody reads any more, as only the next write would find out otherwise."""
    descriptor = _descriptor(sys.stdout)
    try:
        if descriptor is None or not stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            return False
    except OSError:
        return False
    looking = select.poll()
    looking.register(descriptor, 0)
    return any(events & (select.POLLERR | select.POLLHUP) for _, events in looking.poll(0))


def complain(words: str) -> None:
    """Say something on standard error, in the name of the program; see `write_error`.

    Args:
        words: One sentence without its end of line.
    """
    write_error(f"callboard: {words}\n")


def write_error(text: str) -> None:
    """Write to standard error what anybody takes there: it never fails, and waits half a second at the most.

    Args:
        text: Lines with their ends.
    """
    descriptor = _descriptor(sys.stderr)
    try:
        if descriptor is None:
            sys.stderr.write(text)
            return
        data = _encoded(text, sys.stderr)
        for begin in range(0, len(data), _PIECE):
            if not _has_room(descriptor, _PATIENCE_S):
                return
            os.write(descriptor, data[begin : begin + _PIECE])
    except OSError:
        # Nobody is left who could be told.
        return


def _descriptor(stream: "TextIO") -> int | None:
    """Of a stream that has one: those that only keep what is written have none."""
    try:
        return stream.fileno()
    except (AttributeError, OSError, ValueError):
        return None


def _write_all(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        try:
            left = left[os.write(descriptor, left) :]
        except BlockingIOError:
            # Another program that has the same terminal or pipe has set it so.
            _has_room(descriptor, None)


def _has_room(descriptor: int, seconds: float | None) -> bool:
    waiting = select.poll()
    waiting.register(descriptor, select.POLLOUT)
    return bool(waiting.poll(None if seconds is None else seconds * 1000))


def _encoded(text: str, stream: "TextIO") -> bytes:
    errors = stream.errors if stream.errors in _HARMLESS else "replace"
    return text.encode(stream.encoding, errors)
