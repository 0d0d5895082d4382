"""`callboard log`: where the log is, and its end."""

import argparse
import sys
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from tui.gws.text import clean
from tui.logfile import LEVELS, OLDER, log_path

_LONGEST = 1_000


def path(options: argparse.Namespace) -> int:
    """Print where the log is; see `callboard log path --help`."""
    del options
    sys.stdout.write(f"{log_path()}\n")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the end of the log; see `callboard log show --help`."""
    last = deque(_lines(log_path()), maxlen=options.lines)
    kept = _fit(last, options.level) if options.level else iter(last)
    for line in kept:
        sys.stdout.write(f"{clean(line, _LONGEST)}\n")
    return 0


def _lines(file: Path) -> Iterator[str]:
    """Lines of all files, oldest first."""
    for number in range(OLDER, -1, -1):
        one = file.with_name(f"{file.name}.{number}") if number else file
        try:
            with one.open(encoding="utf-8", errors="replace") as opened:
                for line in opened:
                    yield line.rstrip("\n")
        except FileNotFoundError:
            continue


def _fit(lines: "deque[str]", level: str) -> Iterator[str]:
    """Records of a level or worse, each with the lines that follow it."""
    wanted = {name.upper() for name in LEVELS[: LEVELS.index(level) + 1]} | {"CRITICAL"}
    fits = False
    for line in lines:
        words = line.split(" ", 3)
        if len(words) > 2 and words[2] in {"CRITICAL", *(name.upper() for name in LEVELS)}:
            fits = words[2] in wanted
        if fits:
            yield line
