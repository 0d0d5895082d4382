"""Entries whose name says that they are DTMF digits: withheld whoever sent them, before anybody here knew of it."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from tui.live.digits.withholding import digits_in

_DEPTH = 8
_OBJECTS = (dict, MappingProxyType)
_LISTS = (list, tuple)
# By name and not as `Mapping`: to ask an abstract class takes most of the time that ten thousand calls need here.
_CONTAINERS = (*_OBJECTS, *_LISTS)
_PLAIN = frozenset({str, int, float, bool, type(None)})
"""What nearly all values are, none of which holds others."""


def named(data: Mapping[str, object] | None) -> dict[str, bool]:
    """Find what an interactive voice response or a soft phone attaches of the digits that somebody pressed.

    T-Library calls them `CollectedDigits`, `LastCollectedDigit` and `DTMFDigits`; applications keep these names.

    Args:
        data: Attached data or extensions.

    Returns:
        The entries that are withheld, and that their keys are not; see `Withholding`.
    """
    if not data:
        return {}
    found = _named_of(tuple(data))
    if not _PLAIN.issuperset(map(type, data.values())):
        found += tuple(key for key, value in data.items() if isinstance(value, _CONTAINERS) and names_any(value))
    return {key: False for key in found if digits_in(data[key])} if found else {}


def names_any(value: object, depth: int = _DEPTH) -> bool:
    """Whether anywhere in a JSON value there is such a name.

    Args:
        value: Any JSON value.
        depth: Containers still looked into; what is deeper counts as named.
    """
    if not depth:
        return True
    if isinstance(value, _OBJECTS):
        return any(map(_names_digits, map(str, value))) or _any_of(value.values(), depth - 1)
    return isinstance(value, _LISTS) and _any_of(value, depth - 1)


def _any_of(values: Iterable[object], depth: int) -> bool:
    return any(names_any(value, depth) for value in values if isinstance(value, _CONTAINERS))


@lru_cache(maxsize=1_000)
def _named_of(keys: tuple[str, ...]) -> tuple[str, ...]:
    # Calls of one contact centre have the same few sets of keys.
    return tuple(key for key in keys if _names_digits(key))


@lru_cache(maxsize=1_000)
def _names_digits(key: str) -> bool:
    plain = "".join(filter(str.isalnum, key)).casefold()
    return "dtmf" in plain or ("digit" in plain and "collected" in plain)
