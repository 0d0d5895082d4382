"""Which columns a row has at a width: the least important is the first to go, and all rows of a wall agree."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from tui.views.words.durations import WIDTH

_EDGE = 3
_ROOMY = 90
_BASE = {"state": 7, "time": WIDTH}
# In order of importance: each step widens one column, and the first that does not fit ends it.
_STEPS = (
    ("who", 8),
    ("who", 14),
    ("flags", 3),
    ("own", 5),
    ("flags", 10),
    ("direction", 1),
    ("flags", 20),
    ("state", 10),
    ("where", 10),
    ("time", 10),
    ("source", 12),
    ("where", 16),
    ("direction", 10),
    ("who", 18),
    ("source", 16),
    ("flags", 32),
    ("own", 8),
    ("direction", 12),
)


@lru_cache(maxsize=256)
def row_plan(width: int, *, sources: bool) -> Mapping[str, int]:
    """Plan the columns of a row.

    Args:
        width: Cells of the row.
        sources: Whether the source's name is worth a column.

    Returns:
        Width of each column that there is: state, who, where, own, direction, source, time, flags, which take what
        is left.
    """
    gap = gap_of(width)
    plan = dict(_BASE)
    for column, cells in _STEPS:
        if column == "source" and not sources:
            continue
        wider = {**plan, column: cells}
        if _total(wider, gap) > width:
            break
        plan = wider
    if "flags" in plan:
        plan["flags"] += width - _total(plan, gap)
    return MappingProxyType(plan)


def gap_of(width: int) -> int:
    """Cells between two columns of a row of a width."""
    return 2 if width >= _ROOMY else 1


def _total(plan: Mapping[str, int], gap: int) -> int:
    return _EDGE + sum(plan.values()) + gap * (len(plan) - 1)
