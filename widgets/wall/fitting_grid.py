"""Which grid suits so many calls: the one in which each has the most room while all are seen."""

from collections.abc import Callable
from typing import NamedTuple

from widgets.cards.density import Density
from widgets.wall.big_grid import Lines, big_grid
from widgets.wall.grid import BIG, CARDS, ROWS, Grid, grid_of

_SCALE = 1.15
"""A looser grid is taken again only when this many times the calls would fit, or the wall would flicker between two."""

_HEAD = 2
"""Lines that the head of the wall takes from big cards for its own large numbers, once there are big cards."""


class Need(NamedTuple):
    """Lines that calls take in a grid: those that there are, and somewhat more of them."""

    lines: Lines
    more: Lines


def need_of(count: int, stacked: Callable[[Grid], int] | None = None) -> Need:
    """What calls need.

    Args:
        count: How many there are.
        stacked: Lines that they take in a grid, where they are not all in one; `count` is not asked for then.

    Returns:
        Their need.
    """
    if stacked is not None:
        return Need(stacked, lambda grid: int(stacked(grid) * _SCALE))
    return Need(lambda grid: grid.height(count), lambda grid: grid.height(int(count * _SCALE) + 1))


def fitting_grid(
    width: int, height: int, count: int, present: Grid | None, stacked: Callable[[Grid], int] | None = None
) -> Grid:
    """The grid in which each call has the most room while all are seen.

    Args:
        width: Cells of the wall.
        height: Lines of the wall.
        count: How many calls there are.
        present: The grid now, kept unless a looser one fits well.
        stacked: Lines that the calls take in a grid, where they are not all in one; `count` is not asked for then.

    Returns:
        A grid; rows if nothing fits.
    """
    need = need_of(count, stacked)
    keeps = present is None or present.density is Density.BIG
    big = big_grid(width, height, need.lines, present, need.more)
    if big is not None and (keeps or big_grid(width, height - _HEAD, need.more) is not None):
        return big
    return _cards(width, height, need, keeps, present)


def first_grid(width: int, height: int, count: int, stacked: Callable[[Grid], int] | None = None) -> Grid:
    """The grid of a wall that had none: big cards where they fit well, since they take lines of the head, else others.

    Arguments and answer as for `fitting_grid`.
    """
    need = need_of(count, stacked)
    if big_grid(width, height - _HEAD, need.more) is not None:
        return fitting_grid(width, height, count, None, stacked)
    return _cards(width, height, need, keeps=True)


def _cards(width: int, height: int, need: Need, keeps: bool, present: Grid | None = None) -> Grid:
    for grid in (grid_of(shape, width) for shape in CARDS if width >= shape.least_width):
        keeps |= grid == present
        if (need.lines if keeps else need.more)(grid) <= height:
            return grid
    return grid_of(ROWS, width)


def large_grid(
    width: int, height: int, count: int, present: Grid | None, stacked: Callable[[Grid], int] | None = None
) -> Grid:
    """The grid of big cards: they fill the room where all are seen, and are as high as they must be elsewhere.

    Arguments as for `fitting_grid`.
    """
    need = need_of(count, stacked)
    return big_grid(width, height, need.lines, present, need.more) or grid_of(BIG, width)
