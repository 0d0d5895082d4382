"""`callboard log`: where the log is, and its end."""

import argparse
from collections import deque
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from tui.config.strict import ConfigError
from tui.machine.folders import NO_HOME
from tui.machine.logfile import LEVELS, OLDER, log_path
from tui.machine.pipes import open_file
from tui.printing.output import complain, write
from tui.source.text import clean

_LONGEST = 1_000


def path(options: argparse.Namespace) -> int:
    """Print where the log is; see `callboard log path --help`."""
    del options
    write(f"{_path()}\n")
    return 0


def show(options: argparse.Namespace) -> int:
    """Print the end of the log; see `callboard log show --help`."""
    file = _path()
    last = deque(_lines(file), maxlen=options.lines)
    kept = [*_fit(last, options.level)] if options.level else [*last]
    write("".join(f"{clean(line, _LONGEST)}\n" for line in kept))
    if options.lines and not kept:
        among = f" that is {options.level} or worse" if options.level and last else ""
        complain(f"nothing was logged{among}: {file}")
    return 0


def _path() -> Path:
    if (path := log_path()) is None:
        raise ConfigError(f"there is no log: {NO_HOME}, or XDG_STATE_HOME")
    return path


def _lines(file: Path) -> Iterator[str]:
    """Lines of all files, oldest first."""
    for number in range(OLDER, -1, -1):
        one = file.with_name(f"{file.name}.{number}") if number else file
        try:
            with TextIOWrapper(open_file(one), encoding="utf-8", errors="replace") as opened:
                for line in opened:
                    yield line.rstrip("\n")
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            raise ConfigError(f"{one}: {error.strerror}") from None


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
