"""Asks the terminal itself what it can do, instead of guessing from its name."""

import os
import re
import select
import termios
import time
import tty
from dataclasses import dataclass

_WAIT_S = 0.6
_LONGEST_ANSWER = 4096
# In this order: the modes of bracketed paste and of synchronized output, three marks and where the cursor is after
# them, and what every terminal answers, so that nobody waits for those that do not know the others.
_QUESTION = b"\x1b[?2004$p\x1b[?2026$p" + "\r\u25cf\u2500\u2588".encode() + b"\x1b[6n\r\x1b[K\x1b[c"
_MODE = re.compile(rb"\x1b\[\?(2004|2026);([0-4])\$y")
_COLUMN = re.compile(rb"\x1b\[\d+;(\d+)R")
_END = re.compile(rb"\x1b\[\?[\d;]*c")


@dataclass(frozen=True, slots=True)
class TerminalReplies:
    """What the terminal said; None where it did not.

    Attributes:
        heard: Whether it answered at all.
        paste: Whether it marks pasted text.
        synchronized: Whether it draws a frame at once.
        unicode: Whether our marks take one cell each.
    """

    heard: bool
    paste: bool | None = None
    synchronized: bool | None = None
    unicode: bool | None = None


def ask(terminal: int) -> TerminalReplies:
    """Ask, and leave the terminal as it was.

    Args:
        terminal: A file descriptor of a terminal that is ours to read from.

    Returns:
        What came within 0.6 s.
    """
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal, termios.TCSANOW)
        os.write(terminal, _QUESTION)
        return read_answers(_listen(terminal))
    finally:
        termios.tcsetattr(terminal, termios.TCSAFLUSH, before)


def read_answers(said: bytes) -> TerminalReplies:
    """Read what a terminal said.

    Args:
        said: Its bytes.

    Returns:
        What they mean.
    """
    modes = {int(mode): value != b"0" for mode, value in _MODE.findall(said)}
    column = _COLUMN.search(said)
    return TerminalReplies(
        heard=_END.search(said) is not None,
        paste=modes.get(2004),
        synchronized=modes.get(2026),
        unicode=int(column[1]) == 4 if column else None,
    )


def _listen(terminal: int) -> bytes:
    said, until_s = b"", time.monotonic() + _WAIT_S
    while not _END.search(said) and len(said) < _LONGEST_ANSWER:
        ready, _, _ = select.select([terminal], [], [], max(0.0, until_s - time.monotonic()))
        if not ready:
            break
        said += os.read(terminal, 256)
    return said
