"""The cursor of the wall: on a card or on a heading, and how it stays where a person put it."""

from collections.abc import Mapping, Sequence

from tui.live.store.card import CallKey
from widgets.wall.wall_plan import Slot, WallPlan

Legs = Mapping[CallKey, Sequence[CallKey]]


class Cursor:
    """Stays on its call.

    Attributes:
        slot: What it is on; None where it is not shown.
    """

    def __init__(self) -> None:
        """Nowhere."""
        self.slot: Slot | None = None
        self._kept: CallKey | None = None
        self._heading: tuple[int, str] | None = None

    @property
    def call(self) -> CallKey | None:
        """The card it is on; None on a heading, behind which a call may wait that nobody sees."""
        return self._kept if self.slot is not None and self.slot >= 0 else None

    def stop(self, plan: WallPlan) -> int | None:
        """The number of its place; None where it is not shown."""
        return plan.stop_of(self.slot) if self.slot is not None else None

    def leave(self) -> None:
        """Be shown no more."""
        self.slot = self._kept = self._heading = None

    def go_to(self, plan: WallPlan, slot: Slot) -> None:
        """Go to a card or a heading."""
        self.slot = slot
        self._kept = plan.card(slot) if slot >= 0 else None
        self._heading = plan.group_of(slot).key if slot < 0 else None

    def follow(self, plan: WallPlan, legs: Legs, stop: int | None) -> None:
        """Stay on the same call where everything stands elsewhere.

        Args:
            plan: Where everything stands now.
            legs: The calls that share a card, by its key.
            stop: The number of its place before.
        """
        found = self._find(plan, legs)
        if found is not None:
            self.slot = found
        elif stop is None or not plan.stops:
            self.leave()
        else:
            self.go_to(plan, plan.slot_of(min(stop, plan.stops - 1)))

    def _find(self, plan: WallPlan, legs: Legs) -> Slot | None:
        if self._kept is not None:
            card = self._card(legs, self._kept)
            slot = plan.slot_of_card(card)
            if slot is not None:
                self._kept, self._heading = card, None
                return slot
            hiding = (number for number, group in enumerate(plan.groups) if group.collapsed and card in group.calls)
            number = next(hiding, None)
            if number is not None:
                self._heading = plan.groups[number].key
                return ~number
            self._kept = None
        return self._find_heading(plan)

    def _find_heading(self, plan: WallPlan) -> Slot | None:
        slot = plan.heading_of(self._heading) if self._heading is not None else None
        if slot is None or plan.group_of(slot).collapsed:
            return slot
        # It was expanded: the cursor goes on to the first of its cards.
        first = plan.slot_of(plan.stop_of(slot))
        self.go_to(plan, first)
        return first

    def _card(self, legs: Legs, key: CallKey) -> CallKey:
        """The card that shows a call."""
        if key in legs:
            return key
        return next((card for card, calls in legs.items() if key in calls), key)
