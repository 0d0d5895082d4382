"""What is going to happen to each call, in virtual seconds; a newer plan for a call replaces the older one."""

from __future__ import annotations

import heapq
import random

from tui.demo.centre.model import DeviceCall


class Agenda:
    """A queue of planned actions, each for one call."""

    def __init__(self) -> None:
        """Nothing is planned."""
        self._entries: list[tuple[float, int, int, DeviceCall, str]] = []
        self._made = 0

    def plan(self, leg: DeviceCall, at_s: float, action: str) -> None:
        """Plan the next action for a call, instead of the one planned so far."""
        leg.plan += 1
        self._made += 1
        heapq.heappush(self._entries, (at_s, self._made, leg.plan, leg, action))

    def due(self, now_s: float) -> tuple[DeviceCall, str] | None:
        """Take the first action whose time has come, if there is one."""
        while self._entries and self._entries[0][0] <= now_s:
            _, _, plan, leg, action = heapq.heappop(self._entries)
            if leg.live and leg.plan == plan:
                return leg, action
        return None


class Pool:
    """The live calls, for choosing one at random in constant time."""

    def __init__(self) -> None:
        """An empty pool."""
        self._legs: list[DeviceCall] = []
        self._places: dict[DeviceCall, int] = {}

    def __len__(self) -> int:
        """How many there are."""
        return len(self._legs)

    def __contains__(self, leg: DeviceCall) -> bool:
        """Whether the call is there."""
        return leg in self._places

    def add(self, leg: DeviceCall) -> None:
        """Put a call in."""
        self._places[leg] = len(self._legs)
        self._legs.append(leg)

    def discard(self, leg: DeviceCall) -> None:
        """Take a call out, if it is there."""
        place = self._places.pop(leg, None)
        if place is None:
            return
        last = self._legs.pop()
        if last is not leg:
            self._legs[place] = last
            self._places[last] = place

    def choose(self, rng: random.Random) -> DeviceCall:
        """Any call.

        Raises:
            IndexError: There is none.
        """
        return rng.choice(self._legs)
