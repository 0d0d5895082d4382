"""Finding something by words that are typed: all of them have to be in its text."""

from collections.abc import Sequence

from tui.source.text import folded

DIALLED = frozenset("0123456789()+-./")
"""Characters of a number as people type it."""


def words_of(query: str) -> tuple[str, ...]:
    """Split what was typed.

    Args:
        query: As typed.

    Returns:
        Words in one case; all have to be found.
    """
    return tuple(folded(query).split())


def finds(words: Sequence[str], text: str) -> bool:
    """Whether a call is found.

    Args:
        words: From `words_of`.
        text: From `found_by`.

    Returns:
        True where every word is in the text; a piece of a number also matches digits alone.
    """
    return all(word in text or _finds_number(word, text) for word in words)


def _finds_number(word: str, text: str) -> bool:
    digits = "".join(character for character in word if character.isdigit())
    return len(digits) > 1 and DIALLED.issuperset(word) and digits in text
