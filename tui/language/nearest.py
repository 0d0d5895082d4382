"""The word that was probably meant by one that is none."""

from collections.abc import Iterable

_LIKE = 0.6


def nearest(word: str, known: Iterable[str], like: float = _LIKE) -> str:
    """Find the word that was probably meant.

    Args:
        word: As somebody wrote it.
        known: All words that there are.
        like: How like it has to be, from 0 to 1.

    Returns:
        The most alike; "" where none is.
    """
    # Most runs have nothing to correct, and start sooner without it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(word, list(known), n=1, cutoff=like)), "")
