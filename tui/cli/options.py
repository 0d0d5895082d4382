"""Options that several commands share."""

import argparse
import math
import sys
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from tui.source.raw import Digits

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""What a command is added to."""

LOG_LEVELS = ("error", "warning", "info", "debug")

_LAST_PORT = 65_535
_LONGEST = 256
"""Characters of a first line of standard input that are read."""


def add_connection(command: argparse.ArgumentParser) -> None:
    """Which server and login, from options or a file.

    Args:
        command: The command that gets them.
    """
    command.add_argument("--url", help="address of the server (CALLBOARD_URL)")
    command.add_argument("--user", help="login name (CALLBOARD_USER)")
    add_config(command)


def add_config(command: argparse.ArgumentParser) -> None:
    """Which configuration.

    Args:
        command: The command that gets it.
    """
    command.add_argument("--config", metavar="FILE", help="TOML file (CALLBOARD_CONFIG)")
    command.add_argument(
        "--profile", metavar="NAME", help="[profiles.NAME] of that file, over its other keys (CALLBOARD_PROFILE)"
    )
    command.add_argument("--log-level", choices=LOG_LEVELS, help="how much goes to the log file (warning)")


def add_floor(command: argparse.ArgumentParser) -> None:
    """Which floor.

    Args:
        command: The command that gets it.
    """
    command.add_argument("--floor", metavar="URL", help="address of the NATS server of a floor (CALLBOARD_FLOOR_URL)")


def add_supervise(command: argparse.ArgumentParser) -> None:
    """The keys of a supervisor.

    Args:
        command: The command that gets them.
    """
    command.add_argument("--supervise", action="store_true", help="bind the keys that listen in, coach and barge in")


def add_look(command: argparse.ArgumentParser) -> None:
    """How a wall looks.

    Args:
        command: The command that gets them.
    """
    add_titles(command)
    command.add_argument("--density", choices=("auto", "big", "card", "row"), help="size of the cards")
    command.add_argument("--order", choices=("attention", "state", "agent", "duration"), help="which calls come first")
    command.add_argument(
        "--group", choices=("none", "agent", "team", "site", "state", "queue"), help="how calls are grouped"
    )
    command.add_argument(
        "--conversations", action="store_true", default=None, help="show the legs of a conversation as one card"
    )


def add_wall_mode(command: argparse.ArgumentParser) -> None:
    """A wall that nobody stands at.

    Args:
        command: The command that gets them.
    """
    command.add_argument("--page-s", type=float, metavar="S", help="big cards in pages that turn every S seconds")
    command.add_argument("--time-zone", metavar="ZONE", help="zone of the clock, such as Europe/Berlin")
    command.add_argument(
        "--kiosk", action="store_true", default=None, help="lock the wall: only the unlock key (ctrl+k) works"
    )


def add_record(command: argparse.ArgumentParser) -> None:
    """Keeping what happens.

    Args:
        command: The command that gets it.
    """
    command.add_argument(
        "--record", type=recording_file, metavar="FILE", help="record what happens, for callboard replay"
    )


def add_titles(command: argparse.ArgumentParser) -> None:
    """How any screen looks.

    Args:
        command: The command that gets them.
    """
    command.add_argument("--title", help="words beside the name of the program")
    command.add_argument("--theme", choices=("dark", "light", "colour-blind"), help="colours")


def add_life(command: argparse.ArgumentParser) -> None:
    """What goes on in the simulated contact centre.

    Args:
        command: The command that gets them.
    """
    command.add_argument("--calls", type=count, metavar="N", help="keep about N calls alive (0 to 2 for each agent)")
    command.add_argument("--rate", type=float, metavar="EVENTS_PER_S", help="changes per second")
    command.add_argument("--seed", type=int, default=1, metavar="S", help="same seed, same run (1)")


def port(word: str) -> int:
    """Read the number of a port; 0 is a free one, and an `ArgumentTypeError` tells of what is none."""
    return bounded(word, 0, _LAST_PORT, f"is a number up to {_LAST_PORT}")


def positive(word: str) -> int:
    """Read a number of what there is one of at least, likewise."""
    return bounded(word, 1, math.inf, "must be at least 1")


def count(word: str) -> int:
    """Read a number that is not negative, likewise."""
    return bounded(word, 0, math.inf, "must not be negative")


def bounded(word: str, least: int, most: float, words: str) -> int:
    """Read a number that is neither too small nor too large.

    Args:
        word: What was said.
        least: The smallest that it may be.
        most: The largest.
        words: What is said of any other.

    Raises:
        ArgumentTypeError: It is another.
        ValueError: It is no number.
    """
    number = int(word)
    if not least <= number <= most:
        raise argparse.ArgumentTypeError(words)
    return number


def digits(word: str) -> "Digits":
    """Read DTMF digits, which show themselves to nobody.

    Args:
        word: What was said; `-` is standard input, since others on this machine can read what was said.
    """
    from tui.source.raw import Digits

    return Digits(sys.stdin.readline(_LONGEST).strip() if word == "-" else word)


def file_name(word: str) -> str:
    """Read the name of a file.

    Args:
        word: What was said.

    Raises:
        ArgumentTypeError: It names none.
    """
    if not word:
        raise argparse.ArgumentTypeError("needs the name of a file")
    return word


def recording_file(word: str) -> str:
    """Read the name of a file to be written.

    Args:
        word: What was said.

    Raises:
        ArgumentTypeError: It names none.
    """
    if file_name(word) == "-":
        raise argparse.ArgumentTypeError("a recording is not printed: name a file (one called - is ./-)")
    return word


def pair(word: str) -> tuple[str, str]:
    """Read `KEY=VALUE`.

    Args:
        word: What was said.

    Raises:
        ArgumentTypeError: It is none.
    """
    key, equals, value = word.partition("=")
    if not key or not equals:
        raise argparse.ArgumentTypeError("write it like KEY=VALUE")
    return key, value
