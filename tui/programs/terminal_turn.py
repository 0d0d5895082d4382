"""Lets a program ask at the terminal: makes its process group the foreground one for a while, as a shell does."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def has_terminal() -> bool:
    """Whether this process has a controlling terminal."""
    terminal = _terminal()
    if terminal is not None:
        os.close(terminal)
    return terminal is not None


@contextmanager
def lend_terminal(group: int | None) -> Iterator[None]:
    """Give the terminal to a process group for a while.

    Args:
        group: Its number; None gives nothing.
    """
    terminal = _terminal() if group is not None else None
    if terminal is None or group is None:
        yield
        return
    try:
        # It may have ended already; or it has asked too early, and was stopped for that.
        with suppress(OSError):
            os.tcsetpgrp(terminal, group)
            os.killpg(group, signal.SIGCONT)
        yield
    finally:
        _take_back(terminal)
        os.close(terminal)


def _terminal() -> int | None:
    try:
        return os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None


def _take_back(terminal: int) -> None:
    # A background group that does this is stopped by SIGTTOU, unless it blocks it.
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTTOU})
    try:
        with suppress(OSError):
            os.tcsetpgrp(terminal, os.getpgrp())
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
