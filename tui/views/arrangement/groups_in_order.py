"""Calls in groups, each group in order and counted, kept by looking only at those that changed."""

from bisect import bisect_left
from itertools import chain
from typing import NamedTuple

from tui.live.store.card import CallKey
from tui.views.arrangement.group_counts import Counted, GroupCounts
from tui.views.arrangement.grouping import GroupKey
from tui.views.arrangement.ordering import SortKey

_LONG = 2_000
"""Cards that are brought in order at once; more of them are in parts, since that takes milliseconds."""
_FEW = 16
"""One card in so many, or fewer, are moved one by one; to sort all takes no longer for more."""


class CardPlace(NamedTuple):
    """Where a card stands: in which group, where in it, and how it is counted there; None where nobody counts."""

    group: GroupKey
    sort: SortKey
    counted: Counted | None = None


class OrderedGroup:
    """The cards of one group.

    Attributes:
        keys: In order; another list whenever it differs.
        counts: Numbers about them.
        alarmed: Whether some of them needed somebody when everything was in order last.
    """

    def __init__(self) -> None:
        """An empty one."""
        self.keys: list[CallKey] = []
        self.counts = GroupCounts()
        self.alarmed = False
        self._sorts: dict[CallKey, SortKey] = {}
        self._order: list[SortKey] = []
        """Where each of `keys` stands, beside it."""
        self._stood: dict[CallKey, SortKey] = {}
        """Where some of `keys` stand that belong elsewhere, or are here no more."""
        self._came: dict[CallKey, None] = {}
        self._parts: list[list[CallKey]] = []

    def put(self, key: CallKey, sort: SortKey) -> None:
        """Let a card belong to a place; it moves with the next `sort`.

        Args:
            key: Which card, new or not.
            sort: Its place.
        """
        old = self._sorts.get(key)
        if old is None and key not in self._stood:
            self._came[key] = None
        elif old is not None and key not in self._came:
            self._stood.setdefault(key, old)
        self._sorts[key] = sort
        if len(self._came) >= _LONG:
            # To sort all of them at the end would be a long step.
            self._parts.append(sorted(self._came, key=self._sorts.__getitem__))
            self._came = {}

    def drop(self, key: CallKey) -> None:
        """Take a card away with the next `sort`.

        Args:
            key: One that is here.
        """
        old = self._sorts.pop(key)
        if key in self._came:
            del self._came[key]
        else:
            self._stood.setdefault(key, old)

    def sort(self) -> bool:
        """Bring the keys in order; whether they differ from those before."""
        keys = self.keys
        few = (len(self._stood) + len(self._came)) * _FEW <= len(keys)
        if few and not self._parts:
            self._move()
        else:
            self._sort_all()
        self._came, self._stood, self._parts = {}, {}, []
        # Most changes leave a call in its place: its start becomes known a little better with each.
        if self.keys == keys:
            self.keys = keys
            return False
        return True

    def _sort_all(self) -> None:
        kept = [*self.keys, *chain.from_iterable(self._parts)]
        if self._stood:
            kept = [key for key in dict.fromkeys(kept) if key in self._sorts and key not in self._came]
        # All but a few are in order already, or in parts that are, which is what makes sorting them cheap.
        self.keys = sorted([*kept, *self._came], key=self._sorts.__getitem__)
        self._order = [self._sorts[key] for key in self.keys]

    def _move(self) -> None:
        """Bring in order what is not, and leave alone the rest: of ten thousand calls a few change at a time."""
        self.keys, order = list(self.keys), self._order
        for key, stood in self._stood.items():
            at, sort = bisect_left(order, stood), self._sorts.get(key)
            if sort is not None and _fits(order, at, sort):
                order[at] = sort
                continue
            del self.keys[at], order[at]
            if sort is not None:
                self._insert(key, sort)
        for key in self._came:
            self._insert(key, self._sorts[key])

    def _insert(self, key: CallKey, sort: SortKey) -> None:
        at = bisect_left(self._order, sort)
        self.keys.insert(at, key)
        self._order.insert(at, sort)


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

    def place(self, key: CallKey) -> CardPlace | None:
        """Where a card was put last; None where there is none."""
        return self._places.get(key)

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
        if old is None or old.sort != place.sort:
            shelf.put(key, place.sort)
            self._dirty.add(place.group)

    def _take_away(self, key: CallKey, old: CardPlace) -> None:
        shelf = self.shelves[old.group]
        del self._places[key]
        shelf.counts.drop(key)
        shelf.drop(key)
        self._dirty.add(old.group)


def _fits(order: list[SortKey], at: int, sort: SortKey) -> bool:
    """Whether another place is between the neighbours of that at a position."""
    return (at == 0 or order[at - 1] < sort) and (at + 1 == len(order) or sort < order[at + 1])
