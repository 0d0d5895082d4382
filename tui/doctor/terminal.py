"""The last step: what the terminal can do, on which a screen would be shown."""

import os
import sys
import time
from collections.abc import Iterator, Mapping

from rich.console import Console

from tui.doctor.asking import TerminalReplies, ask
from tui.doctor.step import DoctorStep, Finding, Verdict, warn
from tui.source.text import clean
from widgets.drawing.terminal_words import Notify, fitting_notify

LEAST = (80, 24)
_NONE = "none here: the output goes elsewhere"


def look_at_terminal(environ: Mapping[str, str] = os.environ) -> DoctorStep:
    """Say what the terminal can do, wherever the output goes.

    Args:
        environ: The environment.

    Returns:
        The step `terminal`.
    """
    begun_s = time.monotonic()
    try:
        terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return DoctorStep("terminal", Finding(_NONE, Verdict.SKIPPED))
    try:
        found = _look(terminal, environ)
    except OSError as error:
        found = Finding(f"{_NONE} ({clean(error.strerror or '')})", Verdict.SKIPPED)
    finally:
        os.close(terminal)
    return DoctorStep("terminal", found, time.monotonic() - begun_s)


def judge(size: tuple[int, int], answers: TerminalReplies, environ: Mapping[str, str]) -> Finding:
    """Put the words together.

    Args:
        size: Columns and rows.
        answers: What the terminal said of itself.
        environ: The environment.

    Returns:
        What it can do, with what to do about the rest.
    """
    words = ", ".join(_facts(size, answers, environ))
    advice = " ".join(_wishes(size, answers, environ))
    return warn(words, advice) if advice else Finding(words)


def _look(terminal: int, environ: Mapping[str, str]) -> Finding:
    size = os.get_terminal_size(terminal)
    if os.tcgetpgrp(terminal) != os.getpgrp():
        return Finding(f"{size.columns}x{size.lines}, not asked: in the background", Verdict.SKIPPED)
    return judge((size.columns, size.lines), ask(terminal), environ)


def _facts(size: tuple[int, int], answers: TerminalReplies, environ: Mapping[str, str]) -> Iterator[str]:
    yield f"TERM {clean(environ.get('TERM', '') or 'not set', 40)}"
    yield f"{size[0]}x{size[1]}"
    yield f"colours: {_colours(environ)}"
    yield f"unicode: {_yes(answers.unicode)}"
    yield f"bracketed paste: {_yes(answers.paste)}"
    yield f"whole frames: {_yes(answers.synchronized)}"
    how = fitting_notify(environ)
    yield "bell only, no notifications" if how is Notify.OFF else f"bell, notifications by OSC {how.value}"
    yield from (f"inside {name}" for name, key in (("tmux", "TMUX"), ("screen", "STY")) if environ.get(key))
    if environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"):
        yield "over ssh"


def _wishes(size: tuple[int, int], answers: TerminalReplies, environ: Mapping[str, str]) -> Iterator[str]:
    if size[0] < LEAST[0] or size[1] < LEAST[1]:
        yield f"Make it {LEAST[0]}x{LEAST[1]} at least."
    if answers.unicode is False or "utf" not in (sys.stdout.encoding or "").lower():
        yield "Let terminal and locale use UTF-8, such as LANG=C.UTF-8."
    if answers.heard and answers.paste is False:
        yield "Pasted text will look like keys: do not paste onto a desk here."
    if environ.get("TERM", "") in ("", "dumb"):
        yield "Set TERM to what the terminal is, such as xterm-256color."


def _colours(environ: Mapping[str, str]) -> str:
    # The library that draws decides by the same rules.
    system = Console(force_terminal=True, _environ=environ).color_system or "none"
    return f"{system}, left out by NO_COLOR" if "NO_COLOR" in environ else system


def _yes(said: bool | None) -> str:
    return "not told" if said is None else "yes" if said else "no"
