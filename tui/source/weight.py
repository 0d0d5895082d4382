"""How much memory the texts and attached data of a call take, of which one call may have more than a thousand more."""

from collections.abc import Iterable
from typing import Any

from tui.source.models import Call

_THING = 56
"""Bytes of an entry or an object beside what is in it."""


def weight_of(call: Call, known: Call | None = None) -> int:
    """Weigh a call; for every call that comes, so it looks at types and asks no objects.

    Args:
        call: The call.
        known: A copy whose equal parts it shares; these weigh nothing then.

    Returns:
        Bytes, about.
    """
    if known is None:
        return _sum(call.__dict__.values())
    before = known.__dict__
    return _sum(value for name, value in call.__dict__.items() if value is not before[name])


def weight_of_data(*data: object) -> int:
    """Weigh attached data, as `weight_of` does."""
    return _sum(data)


def _sum(values: Iterable[Any]) -> int:
    total = 0
    for value in values:
        kind = type(value)
        if kind is str:
            total += value.__sizeof__()
        elif value is None or kind in _SMALL:
            continue
        elif kind is dict:
            total += _THING * len(value) + _sum(value) + _sum(value.values())
        elif kind is tuple or kind is list or kind is frozenset:
            total += _THING * len(value) + _sum(value)
        elif hasattr(value, "__dict__"):
            total += _sum(value.__dict__.values())
        else:
            # Such as what is kept beside a text exactly as it came.
            total += _sum(getattr(value, name) for name in getattr(value, "__slots__", ()))
    return total


_SMALL = frozenset((bool, int, float))
