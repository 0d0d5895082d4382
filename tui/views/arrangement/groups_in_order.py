"""Calls in groups, each group in order and counted, kept by looking only at those that changed."""

from itertools import chain
from typing import NamedTuple

from tui.live.store.card import CallKey
from tui.views.arrangement.group_counts import Counted, GroupCounts
from tui.views.arrangement.grouping import GroupKey
from tui.views.arrangement.ordering import SortKey

_LONG = 2_000
"""Cards that are brought in order at once; more of them are in parts, since that takes milliseconds."""


class CardPlace(NamedTuple):
    """Where a card stands: in which group, where in it, and how it is counted there; None where nobody counts."""

    group: GroupKey
    sort: SortKey
    counted: Counted | None = None


class OrderedGroup:
    """The cards of one group.

    Attributes:
        keys: In order; another list whenever it differs.
        sorts: Where each of them belongs.
        counts: Numbers about them.
        came: Those that are not among the keys yet.
        left: Whether some of the keys are here no more.
        alarmed: Whether some of them needed somebody when everything was in order last.
    """

    def __init__(self) -> None:
        """An empty one."""
        self.keys: list[CallKey] = []
        self.sorts: dict[CallKey, SortKey] = {}
        self.counts = GroupCounts()
        self.came: dict[CallKey, None] = {}
        self.left = False
        self.alarmed = False
        self._parts: list[list[CallKey]] = []

    def sort(self) -> bool:
        """Bring the keys in order; whether they differ from those before."""
        kept = [*self.keys, *chain.from_iterable(self._parts)]
        if self.left:
            kept = [key for key in dict.fromkeys(kept) if key in self.sorts and key not in self.came]
        # All but a few are in order already, or in parts that are, which is what makes sorting them cheap.
        keys = sorted([*kept, *self.came], key=self.sorts.__getitem__)
        # Most changes leave a call in its place: its start becomes known a little better with each.
        moved = keys != self.keys
        if moved:
            self.keys = keys
        self.came, self._parts, self.left = {}, [], False
        return moved

    def sort_part(self) -> None:
        """Bring those that came last in order among themselves: to sort all of them at the end would be a long step."""
        self._parts.append(sorted(self.came, key=self.sorts.__getitem__))
        self.came = {}


class GroupedCalls:
    """Holds a shelf for each group that has cards.

    Attributes:
        shelves: By group.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        self.shelves: dict[GroupKey, OrderedGroup] = {}
        self._places: dict[CallKey, CardPlace] = {}
        self._dirty: set[GroupKey] = set()

    def __len__(self) -> int:
        """How many cards there are."""
        return len(self._places)

    def put(self, key: CallKey, place: CardPlace | None) -> None:
        """Put a card where it belongs, or take it away; nothing moves before `settle`.

        Args:
            key: Which card.
            place: Where it belongs; None takes it away.
        """
        old = self._places.get(key)
        if old is not None and place == old:
            return
        if old is not None and (place is None or place.group != old.group):
            self._take_away(key, old)
            old = None
        if place is not None:
            self._put(key, old, place)

    def settle(self) -> bool:
        """Bring everything in order again.

        Returns:
            Whether other cards are there than before, or in another order, or whether other groups need somebody.
        """
        moved = False
        for group in self._dirty:
            shelf = self.shelves[group]
            moved |= shelf.sort()
            if not shelf.keys:
                del self.shelves[group]
        self._dirty.clear()
        for shelf in self.shelves.values():
            alarmed = shelf.counts.alarmed > 0
            moved |= alarmed != shelf.alarmed
            shelf.alarmed = alarmed
        return moved

    def _put(self, key: CallKey, old: CardPlace | None, place: CardPlace) -> None:
        shelf = self.shelves.get(place.group)
        if shelf is None:
            shelf = self.shelves[place.group] = OrderedGroup()
        if place.counted is not None:
            shelf.counts.put(key, place.counted)
        self._places[key] = place
        if old is None:
            shelf.came[key] = None
        if old is None or old.sort != place.sort:
            shelf.sorts[key] = place.sort
            self._dirty.add(place.group)
            if len(shelf.came) >= _LONG:
                shelf.sort_part()

    def _take_away(self, key: CallKey, old: CardPlace) -> None:
        shelf = self.shelves[old.group]
        del self._places[key], shelf.sorts[key]
        shelf.counts.drop(key)
        shelf.came.pop(key, None)
        shelf.left = True
        self._dirty.add(old.group)
