"""A program that prints a secret."""

import os
import subprocess
from collections.abc import Sequence

from tui.config import ConfigError

LONGEST_S = 30.0
"""How long a program may take: a person may have to unlock something first."""
MOST = 4096
"""Characters of a secret; more is no secret, but some other output."""


def secret_from_program(
    words: Sequence[str], name: str, longest_s: float = LONGEST_S, *, on_terminal: bool = True
) -> str:
    """Run a program, without a shell and without secrets of ours, and take what it prints.

    Its error output is dropped: it may hold anything, a secret too.

    Args:
        words: The program and its arguments.
        name: What it is called in the configuration.
        longest_s: How long it may take, seconds.
        on_terminal: Whether it may ask at the terminal; not while a screen is there.

    Returns:
        Its output without the last end of line.

    Raises:
        ConfigError: It cannot be started, fails, takes too long, or prints nothing of use; without its arguments.
    """
    program = f"{name}: {words[0]}"
    try:
        done = subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=longest_s,
            check=False,
            env={variable: value for variable, value in os.environ.items() if not variable.startswith("CALLBOARD_")},
            start_new_session=not on_terminal,
        )
    except subprocess.TimeoutExpired:
        # Not raised from it: it holds the words, and what was printed.
        raise ConfigError(f"{program} took longer than {longest_s:g} s and was ended") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its words cannot be used"
        raise ConfigError(f"{program} cannot be started: {why}") from None
    if done.returncode:
        raise ConfigError(f"{program} ended with {done.returncode}: run it yourself to see why")
    return one_secret(done.stdout, program)


def one_secret(printed: bytes, place: str) -> str:
    """Take a secret as it was printed or written.

    Args:
        printed: UTF-8, perhaps with an end of line behind it.
        place: Where it comes from, for people.

    Returns:
        The secret.

    Raises:
        ConfigError: It is empty, too long, of several lines, or no text.
    """
    try:
        text = printed.decode("utf-8").removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError:
        raise ConfigError(f"{place}: what it gives is not UTF-8") from None
    if not text:
        raise ConfigError(f"{place}: gives nothing")
    if len(text) > MOST or "\n" in text:
        raise ConfigError(f"{place}: gives more than one line")
    return text
