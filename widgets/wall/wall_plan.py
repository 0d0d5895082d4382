"""Where each card and each heading is on the wall: groups below one another, each in the same grid."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple

from textual.geometry import Region

from tui.live.store.card import CallKey
from tui.views.arrangement.group import CallGroup
from widgets.wall.grid import Grid

HEADING = 1
"""Lines of a heading."""
Slot = int
"""What stands somewhere: the number of a card, from 0, or `~n` for the heading of group `n`."""


class Row(NamedTuple):
    """What one line of the wall shows: a heading, or a line of some cards beside each other."""

    slots: Sequence[Slot]
    inside: int


class WallPlan:
    """Groups in a grid. Asking costs the same however many cards there are; making one, as much as there are groups."""

    def __init__(self, grid: Grid, groups: Sequence[CallGroup]) -> None:
        """Put the groups below one another.

        Args:
            grid: For the cards of each.
            groups: In order.
        """
        self.grid = grid
        self.groups = groups
        counts = [group.shown for group in groups]
        lines = [_lines(grid, group) for group in groups]
        self._firsts = [0, *accumulate(counts)]
        self._tops = [0, *accumulate(lines)]
        # Where a cursor can stand: on a card, or on the heading of a group whose cards are not seen.
        self._stops = [0, *accumulate(count or 1 for count in counts)]
        self.cards = self._firsts[-1]
        self.stops = self._stops[-1]
        self.height = max(0, self._tops[-1] - (grid.gap_y if groups and counts[-1] else 0))

    def card(self, slot: Slot) -> CallKey:
        """The key of a card."""
        group = self._number_of(slot)
        return self.groups[group].calls[slot - self._firsts[group]]

    def slot_of_card(self, key: CallKey) -> Slot | None:
        """Where a card is; None where it is not seen."""
        return self._slot_of_card.get(key)

    def group_of(self, slot: Slot) -> CallGroup:
        """The group that something belongs to."""
        return self.groups[self._number_of(slot)]

    def heading_of(self, key: tuple[int, str]) -> Slot | None:
        """The heading of a group; None where there is no such group."""
        return next((~number for number, group in enumerate(self.groups) if group.key == key), None)

    def region_with_heading(self, slot: Slot) -> Region:
        """Where something is; of the first cards of a group, with the heading above them."""
        region = self.region(slot)
        top = self._tops[self._number_of(slot)]
        return region.union(Region(region.x, top, region.width, HEADING)) if region.y - top <= HEADING else region

    def region(self, slot: Slot) -> Region:
        """Where something is on the whole wall."""
        if slot < 0:
            return Region(self.grid.margin, self._tops[~slot], self.width, HEADING)
        group = self._number_of(slot)
        return self.grid.region(slot - self._firsts[group]).translate((0, self._top_of_cards(group)))

    def row(self, y: int) -> Row:
        """What a line of the whole wall shows; no slots where it is blank."""
        group = bisect_right(self._tops, y) - 1
        if not 0 <= y < self._tops[-1]:
            return Row((), 0)
        if self.groups[group].heading is not None and y == self._tops[group]:
            return Row((~group,), 0)
        number, inside = divmod(y - self._top_of_cards(group), self.grid.pitch)
        if inside >= self.grid.card_height:
            return Row((), 0)
        first = self._firsts[group] + number * self.grid.columns
        return Row(range(first, min(first + self.grid.columns, self._firsts[group + 1])), inside)

    def slot_at(self, x: int, y: int) -> Slot | None:
        """What is at a cell of the whole wall; None between cards."""
        return next((slot for slot in self.row(y).slots if self.region(slot).contains(x, y)), None)

    def seen(self, top: int, height: int) -> range:
        """Numbers of the cards that show at least in part on some lines."""
        return range(self._card_below(top), max(self._card_below(top), self._card_above(top + height)))

    def slots(self, top: int, height: int) -> Iterator[Slot]:
        """Everything that shows at least in part on some lines."""
        yield from self.seen(top, height)
        last = bisect_right(self._tops, top + height - 1)
        for group in range(max(0, bisect_right(self._tops, top) - 1), min(last, len(self.groups))):
            if self.groups[group].heading is not None:
                yield ~group

    def stop_of(self, slot: Slot) -> int:
        """The number of a place for the cursor; the heading of a group whose cards are seen stands for the first."""
        if slot < 0:
            return self._stops[~slot]
        group = self._number_of(slot)
        return self._stops[group] + slot - self._firsts[group]

    def slot_of(self, stop: int) -> Slot:
        """What a place for the cursor is on."""
        group = bisect_right(self._stops, stop) - 1
        return self._firsts[group] + stop - self._stops[group] if self.groups[group].shown else ~group

    def below(self, stop: int, step: int) -> int:
        """Go one row down, or up.

        Args:
            stop: A place for the cursor.
            step: 1 or -1.

        Returns:
            Another place; the same one at the last row.
        """
        group = bisect_right(self._stops, stop) - 1
        inside = stop - self._stops[group]
        column = inside % self.grid.columns
        other = inside + step * self.grid.columns
        rows_left = inside // self.grid.columns < (self._length(group) - 1) // self.grid.columns
        if (step < 0 <= other) or (step > 0 and rows_left):
            return self._stops[group] + min(other, self._length(group) - 1)
        if not 0 <= group + step < len(self.groups):
            return stop
        length = self._length(group + step)
        row = 0 if step > 0 else (length - 1) // self.grid.columns
        return self._stops[group + step] + min(row * self.grid.columns + column, length - 1)

    @property
    def width(self) -> int:
        """Cells of a heading: those of all columns."""
        grid = self.grid
        return grid.columns * (grid.card_width + grid.gap_x) - grid.gap_x

    def _length(self, group: int) -> int:
        return self._stops[group + 1] - self._stops[group]

    @cached_property
    def _slot_of_card(self) -> dict[CallKey, Slot]:
        # Only a cursor asks: a wall that nobody touches never makes it.
        shown = (key for group in self.groups if not group.collapsed for key in group.calls)
        return {key: slot for slot, key in enumerate(shown)}

    def _number_of(self, slot: Slot) -> int:
        return ~slot if slot < 0 else bisect_right(self._firsts, slot) - 1

    def _top_of_cards(self, group: int) -> int:
        return self._tops[group] + (HEADING if self.groups[group].heading is not None else 0)

    def _card_below(self, y: int) -> int:
        """The first card that does not end above a line."""
        group = min(max(0, bisect_right(self._tops, y) - 1), len(self.groups) - 1)
        if group < 0:
            return 0
        row = max(0, y - self._top_of_cards(group)) // self.grid.pitch
        return min(self._firsts[group] + row * self.grid.columns, self._firsts[group + 1])

    def _card_above(self, y: int) -> int:
        """The first card that does not begin above a line."""
        group = bisect_right(self._tops, y - 1) - 1
        if group < 0 or group >= len(self.groups):
            return self.cards if group >= 0 else 0
        rows = -(-max(0, y - self._top_of_cards(group)) // self.grid.pitch)
        return min(self._firsts[group] + rows * self.grid.columns, self._firsts[group + 1])


def stacked_height(grid: Grid, groups: Sequence[CallGroup]) -> int:
    """Lines that groups take in a grid."""
    lines = sum(_lines(grid, group) for group in groups)
    return max(0, lines - (grid.gap_y if groups and groups[-1].shown else 0))


def _lines(grid: Grid, group: CallGroup) -> int:
    cards = grid.height(group.shown) + grid.gap_y if group.shown else 0
    return cards + (HEADING if group.heading is not None else 0)
