"""Cutting groups into pages, and how large their cards are: pure geometry."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from tui.views.arrangement.group import CallGroup
from widgets.wall.big_grid import big_grid
from widgets.wall.fitting_grid import need_of
from widgets.wall.grid import BIG, Grid, grid_of
from widgets.wall.wall_plan import HEADING, stacked_height


def page_grid(groups: Sequence[CallGroup], width: int, height: int, most: int, present: Grid | None) -> Grid:
    """Choose the cards of all pages: as large as a page that is as full as possible leaves room for.

    Args:
        groups: Everything, in order.
        width: Cells of a page.
        height: Lines of a page.
        most: Cards of a page.
        present: The grid now, kept unless another fits better.

    Returns:
        A grid of big cards.
    """
    for count in range(most, 0, -1):
        page = _first(groups, count)
        cards = sum(group.shown for group in page)
        need = need_of(cards, partial(stacked_height, groups=page))
        # A full page never has more cards.
        grid = big_grid(width, height, need.lines, present, need.more if cards < most else None)
        if grid is not None:
            return grid
    return grid_of(BIG, width)


def paginate(groups: Sequence[CallGroup], grid: Grid, height: int, most: int) -> list[list[CallGroup]]:
    """Cut everything into pages; a group that goes on to the next page has its heading there again.

    Args:
        groups: Everything, in order.
        grid: For the cards.
        height: Lines of a page.
        most: Cards of a page.

    Returns:
        Groups of each page; each page has something, though there may be no room for it.
    """
    pages = [_Page(grid, height, most)]
    for group in groups:
        rest: CallGroup | None = group
        while rest is not None:
            if not pages[-1].has_room_for(rest):
                pages.append(_Page(grid, height, most))
            rest = pages[-1].take(rest)
    return [page.groups for page in pages if page.groups]


class _Page:
    def __init__(self, grid: Grid, lines: int, cards: int) -> None:
        self.groups: list[CallGroup] = []
        self._grid = grid
        self._lines = lines
        self._cards = cards

    def has_room_for(self, group: CallGroup) -> bool:
        """Whether its heading and something of it can be seen; an empty page takes anything."""
        return not self.groups or (self._lines >= HEADING if group.collapsed else self._room(group) > 0)

    def take(self, group: CallGroup) -> CallGroup | None:
        """Take what there is room for, and give back the rest."""
        kept = group if group.collapsed else replace(group, calls=group.calls[: max(1, self._room(group))])
        self.groups.append(kept)
        self._cards -= kept.shown
        self._lines -= _heading(group) + -(-kept.shown // self._grid.columns) * self._grid.pitch
        left = () if group.collapsed else group.calls[kept.shown :]
        return replace(group, calls=left) if left else None

    def _room(self, group: CallGroup) -> int:
        rows = (self._lines - _heading(group) + self._grid.gap_y) // self._grid.pitch
        return max(0, min(rows * self._grid.columns, self._cards))


def _first(groups: Sequence[CallGroup], count: int) -> list[CallGroup]:
    """The groups that the first so many cards belong to, and these cards of them."""
    kept: list[CallGroup] = []
    for group in groups:
        if count <= 0:
            break
        kept.append(group if group.collapsed else replace(group, calls=group.calls[:count]))
        count -= kept[-1].shown
    return kept


def _heading(group: CallGroup) -> int:
    return HEADING if group.heading is not None else 0
