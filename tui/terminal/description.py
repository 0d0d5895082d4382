"""A way to the terminal that is ours alone: what is set on it is not set for the shell that shares standard output."""

import os
from collections.abc import Iterator
from contextlib import suppress

KEYS = 0
"""The descriptor that a screen reads."""
PICTURE = 1
"""The descriptor that a screen is drawn on, wherever stderr goes."""
PAGE_DRIVER = "tui.patches.page_driver:PageDriver"
"""What draws a screen for `serve`, as `TEXTUAL_DRIVER` names it."""
_FLAGS = os.O_WRONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC
_CONTROLLING = "/dev/tty"


def open_terminal(number: int) -> int:
    """Open the terminal of a descriptor once more, so that writing to it does not wait.

    Args:
        number: A descriptor of a terminal.

    Returns:
        A new descriptor. Where the terminal cannot be opened again, as after `su`, it is a copy, which may wait.
    """
    for path in _paths(number):
        with suppress(OSError):
            return os.open(path, _FLAGS)
    return os.dup(number)


def _paths(number: int) -> Iterator[str]:
    with suppress(OSError):
        name = os.ttyname(number)
        # In a container the same name may be another terminal.
        if os.stat(name).st_rdev == os.fstat(number).st_rdev:
            yield name
    with suppress(OSError):
        # Only the terminal that controls this process tells it that.
        os.tcgetpgrp(number)
        yield _CONTROLLING
