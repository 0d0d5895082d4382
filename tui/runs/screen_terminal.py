"""A screen wants a terminal: keys come from standard input, the picture goes to standard output, words to stderr."""

import os
from collections.abc import Mapping
from pathlib import Path

from tui.config import ConfigError
from tui.machine.pipes import open_to_write
from tui.terminal.description import KEYS, PAGE_DRIVER, PICTURE

INSTEAD = "`callboard watch` prints lines without one, `callboard serve` shows a screen in web pages"
_NO_SCREEN = ("dumb", "unknown")
_DRAWN_ELSEWHERE = "TEXTUAL_DRIVER"
_COLOURS = ("auto", "standard", "256", "truecolor", "windows")


def require_terminal(environ: Mapping[str, str] = os.environ) -> None:
    """Go on only where a screen can be shown, and be left again.

    There is no way round by `/dev/tty`: who sends the output of a screen to a file does not mean the terminal, and a
    screen whose keys come from nowhere cannot be left.

    Args:
        environ: The environment; a driver that it names, as `serve` does, draws elsewhere.

    Raises:
        ConfigError: What is missing, and what does without it.
    """
    if why := _spoilt(environ):
        raise ConfigError(why)
    if environ.get(_DRAWN_ELSEWHERE):
        return
    for number, name in ((KEYS, "standard input"), (PICTURE, "standard output")):
        if not os.isatty(number):
            raise ConfigError(f"a screen wants a terminal, and {name} is none: {INSTEAD}")
    term = environ.get("TERM", "")
    if term in _NO_SCREEN:
        raise ConfigError(
            f"a screen wants a terminal that can move its cursor, and TERM={term} says that this one cannot: "
            f"set TERM to what it is, such as xterm-256color; {INSTEAD}"
        )


def _spoilt(environ: Mapping[str, str]) -> str:
    """Which variable of Textual's would end a screen before it begins, and why; "" for none."""
    colours = environ.get("TEXTUAL_COLOR_SYSTEM", "auto")
    if colours not in _COLOURS:
        return f"TEXTUAL_COLOR_SYSTEM={colours}: there is no such kind of colours: {', '.join(_COLOURS)}"
    driver = environ.get(_DRAWN_ELSEWHERE, "")
    if driver and driver != PAGE_DRIVER:
        return f"{_DRAWN_ELSEWHERE}={driver}: screens are drawn by drivers of our own: unset it"
    log = environ.get("TEXTUAL_LOG", "")
    try:
        if log:
            open_to_write(Path(log), behind=True).close()
    except OSError as error:
        return f"TEXTUAL_LOG={log}: {error.strerror}"
    return ""
