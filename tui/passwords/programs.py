"""A program that prints a secret."""

import signal
from collections.abc import Sequence

from tui.config import ConfigError
from tui.programs import UserProgram

LONGEST_S = 30.0
"""How long a program may take: a person may have to unlock something first."""
MOST = 4096
"""Characters of a secret; more is no secret, but some other output."""
_BYTES_OF_MOST = 4 * MOST


def secret_from_program(
    words: Sequence[str], name: str, longest_s: float = LONGEST_S, *, on_terminal: bool = True
) -> str:
    """Run a program, without a shell and without secrets of ours, and take what it prints.

    Its error output is dropped: it may hold anything, a secret too. It is ended, with all that it started, when its
    time is over or when it prints more than a secret.

    Args:
        words: The program and its arguments.
        name: What it is called in the configuration.
        longest_s: How long it may take, seconds.
        on_terminal: Whether it may ask at the terminal, where there is one; not while a screen is there.

    Returns:
        Its output without the last end of line.

    Raises:
        ConfigError: It cannot be started, fails, takes too long, or prints nothing of use; without its arguments.
        KeyboardInterrupt: It was interrupted at the terminal.
    """
    place = f"{name}: {words[0]}"
    program = UserProgram(
        words, limit_s=longest_s, most_output=_BYTES_OF_MOST, ends_at_most=True, on_terminal=on_terminal
    )
    try:
        ended = program.run()
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "its words cannot be used"
        raise ConfigError(f"{place} cannot be started: {why}") from None
    if ended.too_much:
        raise ConfigError(f"{place} prints more than {MOST} characters, which is no secret, and was ended")
    if ended.too_long:
        raise ConfigError(f"{place} took longer than {longest_s:g} s and was ended")
    if ended.code == -signal.SIGINT:
        raise KeyboardInterrupt
    if ended.code:
        raise ConfigError(f"{place} ended with {ended.code}: run it yourself to see why")
    return one_secret(ended.output, place)


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
