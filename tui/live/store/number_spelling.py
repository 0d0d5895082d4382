"""The same number, or the same words in its place, in the spellings of switches and gateways; nothing is dialled so."""

import re
from functools import lru_cache

_BETWEEN = re.compile(r"[\s._/()\-]+")
_FILLING = frozenset({"number", "caller", "id", "call"})
_SCHEMES = ("sips:", "sip:", "tel:")


@lru_cache(maxsize=2_000)
def plain_number(number: str) -> str:
    """A number to compare with others.

    Args:
        number: As it came, a SIP or telephone address too.

    Returns:
        It without what stands around and between its digits, and without `+`. Codes of country and access stay: what is
        only alike at its end may be somebody else's.
    """
    if number.isdecimal():
        # As nearly always.
        return number
    return _BETWEEN.sub("", _inner(number)).removeprefix("+")


@lru_cache(maxsize=2_000)
def plain_words(number: str) -> str:
    """What is said in the place of a number, such as "anonymous" (RFC 3323 makes a SIP address of it).

    Args:
        number: As it came.

    Returns:
        The words in lower case, without those that only say what it is about ("caller", "number").
    """
    words = _BETWEEN.sub(" ", _inner(number)).split()
    return " ".join(word for word in words if word not in _FILLING)


def _inner(number: str) -> str:
    """What stands in the frame of an address: `"Name" <sip:what@host>;parameters`."""
    _, bracket, rest = number.partition("<")
    inner = (rest.partition(">")[0] if bracket else number).strip().lower()
    for scheme in _SCHEMES:
        inner = inner.removeprefix(scheme)
    return inner.partition("@")[0].partition(";")[0]
