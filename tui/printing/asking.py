"""Questions to the person at the terminal."""

import getpass
import signal
import sys
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

from tui.printing.output import write
from tui.printing.unseen import unseen

_SIGNALLED = 128


def ask(words: str) -> str:
    """Ask for a line.

    Args:
        words: The question.

    Returns:
        What was typed, without its end.

    Raises:
        EOFError: The person has gone away.
        OutputError: The question cannot be shown.
    """
    write(words)
    try:
        typed = sys.stdin.buffer.readline().decode(sys.stdin.encoding, "replace")
    except OSError as error:
        # A terminal that is gone.
        raise EOFError from error
    if not typed:
        raise EOFError
    return typed.rstrip("\n")


def ask_secret(words: str) -> str:
    """Ask for what must not be seen while it is typed.

    Args:
        words: The question.

    Returns:
        What was typed; "" also where the person has gone away, where it could be seen, or where it is no text.
    """
    is_main = threading.current_thread() is threading.main_thread()
    with _echo_comes_back() if is_main else nullcontext(), unseen(words) if is_main else nullcontext():
        try:
            with warnings.catch_warnings():
                # Python would warn, and let everybody see it.
                warnings.simplefilter("error", getpass.GetPassWarning)
                return getpass.getpass(words)
        except (EOFError, OSError, UnicodeDecodeError, getpass.GetPassWarning):
            return ""


@contextmanager
def _echo_comes_back() -> Iterator[None]:
    """Let a signal end the program in order: killed here, it would leave a terminal that shows nothing typed."""
    before = {}
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) is signal.SIG_DFL:
            before[number] = signal.signal(number, _end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end(number: int, frame: FrameType | None) -> None:
    del frame
    raise SystemExit(_SIGNALLED + number)
