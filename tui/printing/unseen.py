"""What is typed stays unseen although the program is stopped meanwhile: a shell lets the terminal show it again."""

import locale
import os
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

_ECHO = 3
"""Where `tcgetattr` has the flags that say so."""


@contextmanager
def unseen(words: str) -> Iterator[None]:
    """Let a shell have its terminal in order after `ctrl+z`, and hide again what is typed after `fg`.

    For the main thread, while the terminal is asked for a secret.

    Args:
        words: The question, which is shown again after `fg`.
    """
    terminal = _open()
    before = None if terminal is None else _settings(terminal)
    if terminal is None or before is None:
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        _set(terminal, before)
        os.kill(os.getpid(), signal.SIGSTOP)

    def go_on(number: int, frame: FrameType | None) -> None:
        del number, frame
        if (hidden := _settings(terminal)) is not None:
            hidden[_ECHO] &= ~termios.ECHO
            _set(terminal, hidden)
        with suppress(OSError):
            os.write(terminal, words.encode(locale.getpreferredencoding(False), "replace"))

    handlers = {number: signal.signal(number, how) for number, how in ((signal.SIGTSTP, stop), (signal.SIGCONT, go_on))}
    try:
        yield
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        os.close(terminal)


def _open() -> int | None:
    with suppress(OSError):
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY | os.O_CLOEXEC)
    return None


def _settings(terminal: int) -> list[Any] | None:
    """How it is set; None where it is gone."""
    with suppress(termios.error):
        return termios.tcgetattr(terminal)
    return None


def _set(terminal: int, how: list[Any]) -> None:
    with suppress(termios.error):
        termios.tcsetattr(terminal, termios.TCSADRAIN, how)
