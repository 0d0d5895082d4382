"""Cutting groups into pages: pure geometry."""

from collections.abc import Sequence
from dataclasses import replace

from widgets.grid import Grid
from widgets.group import Group
from widgets.wall_plan import HEADING


def paginate(groups: Sequence[Group], grid: Grid, height: int, most: int) -> list[list[Group]]:
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
        rest: Group | None = group
        while rest is not None:
            if not pages[-1].has_room_for(rest):
                pages.append(_Page(grid, height, most))
            rest = pages[-1].take(rest)
    return [page.groups for page in pages if page.groups]


class _Page:
    def __init__(self, grid: Grid, lines: int, cards: int) -> None:
        self.groups: list[Group] = []
        self._grid = grid
        self._lines = lines
        self._cards = cards

    def has_room_for(self, group: Group) -> bool:
        """Whether its heading and something of it can be seen; an empty page takes anything."""
        return not self.groups or (self._lines >= HEADING if group.collapsed else self._room(group) > 0)

    def take(self, group: Group) -> Group | None:
        """Take what there is room for, and give back the rest."""
        kept = group if group.collapsed else replace(group, calls=group.calls[: max(1, self._room(group))])
        self.groups.append(kept)
        self._cards -= kept.shown
        self._lines -= _heading(group) + -(-kept.shown // self._grid.columns) * self._grid.pitch
        left = () if group.collapsed else group.calls[kept.shown :]
        return replace(group, calls=left) if left else None

    def _room(self, group: Group) -> int:
        rows = (self._lines - _heading(group) + self._grid.gap_y) // self._grid.pitch
        return max(0, min(rows * self._grid.columns, self._cards))


def _heading(group: Group) -> int:
    return HEADING if group.heading is not None else 0
