"""Big cards that fill the room: as many columns as give the largest digits, and as high as there are lines."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from widgets.cards.big_layout import layout_of
from widgets.wall.grid import BIG, Grid, grid_of

Lines = Callable[[Grid], int]
"""Lines that the calls take in a grid."""
_NARROW = 36
"""Cells of a big card at least, where two of the usual width do not stand beside each other."""

_SHAPE = 6
"""Cells of width for each line of a well shaped card: words beside the digits, no desert between them."""


def big_grid(
    width: int, height: int, lines: Lines, present: Grid | None = None, more: Lines | None = None
) -> Grid | None:
    """The grid of big cards with the largest digits in which all calls are seen.

    Args:
        width: Cells of the wall.
        height: Lines of the wall.
        lines: Lines that the calls take in a grid.
        present: The grid now: kept while the calls fit, or the cards would change their size with every call.
        more: Lines that somewhat more calls would take: larger digits than now are taken only where these fit too.

    Returns:
        A grid; None where the calls do not fit.
    """
    best = max(_fitting(width, height, lines), key=_worth, default=None)
    if best is None or present is None or not _is_for(present, width, height) or lines(present) > height:
        return best
    looser = max(_fitting(width, height, more or lines), key=_worth, default=present)
    return best if _is_much_looser(looser, present) else present


def _fitting(width: int, height: int, lines: Lines) -> Iterator[Grid]:
    least = BIG.least_width if grid_of(BIG, width).columns > 1 else _NARROW
    columns = 1
    while (low := grid_of(BIG, width, columns)).card_width >= least:
        columns += 1
        rows = lines(replace(low, card_height=low.card_height + 1)) - lines(low)
        grown = min(height, low.card_height + (height - lines(low)) // max(1, rows))
        if grown >= low.card_height and layout_of(low.card_width, grown) is not None:
            yield replace(low, card_height=grown, room=height)


def _worth(grid: Grid) -> tuple[int, int, float]:
    """Large digits, then large cards, then well shaped ones."""
    wanted = _SHAPE * grid.card_height
    return _scale(grid), -_places(grid), min(grid.card_width, wanted) / max(grid.card_width, wanted)


def _is_much_looser(grid: Grid, present: Grid) -> bool:
    return _scale(grid) > _scale(present) or _places(grid) * 4 <= _places(present) * 3


def _is_for(grid: Grid, width: int, height: int) -> bool:
    return grid == replace(grid_of(BIG, width, grid.columns), card_height=grid.card_height, room=height)


def _scale(grid: Grid) -> int:
    layout = layout_of(grid.card_width, grid.card_height)
    return layout.scale if layout is not None else 0


def _places(grid: Grid) -> int:
    return grid.columns * ((grid.room + grid.gap_y) // grid.pitch)
