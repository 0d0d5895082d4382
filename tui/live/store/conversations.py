"""Which calls are legs of one conversation: seen by several sources, or consultations of one another."""

from collections.abc import Iterable, Mapping

from tui.live.store.bare import BareCall
from tui.live.store.card import CallKey

_Knot = tuple[str, str]
"""What ties calls together: `("", UUID)`, or the key of the call itself where it has none."""


class Conversations:
    """Follows the calls of a board; a change costs as much as the conversations that it touches have legs.

    Calls with the same `callUuid` are copies of one call (API.md 5.1, 8.3); a consultation hangs on the call that
    its `parentCallUri` names, as long as that is on the board. Nothing else makes two calls one conversation.
    """

    def __init__(self, calls: Mapping[CallKey, BareCall]) -> None:
        """Know no call yet.

        Args:
            calls: The calls of the board.
        """
        self._calls = calls
        self._knots: dict[CallKey, _Knot] = {}
        self._parents: dict[CallKey, CallKey] = {}
        self._tied: dict[_Knot, set[CallKey]] = {}
        self._consults: dict[_Knot, set[CallKey]] = {}

    def take(self, keys: Iterable[CallKey]) -> list[set[CallKey]]:
        """Look at some calls again.

        Args:
            keys: Calls that came, changed or went.

        Returns:
            The legs of every conversation that they were or are part of, each conversation once; a call that has gone
            is alone.
        """
        waiting = set(keys)
        moved: dict[CallKey, tuple[_Knot | None, CallKey | None]] = {}
        for key in waiting:
            tie = self._ties(key)
            if tie != (self._knots.get(key), self._parents.get(key)):
                moved[key] = tie
        known = [key for key in moved if key in self._knots]
        for key in known:
            waiting |= self.legs(key)
        for key in known:
            self._untie(key)
        for key, tie in moved.items():
            self._tie(key, *tie)
        found = []
        while waiting:
            legs = self.legs(key := waiting.pop()) or {key}
            waiting -= legs
            found.append(legs)
        return found

    def legs(self, key: CallKey) -> set[CallKey]:
        """All legs of the conversation of a call.

        Args:
            key: The call.

        Returns:
            Their keys, the call's own among them; nothing for a call that is not known.
        """
        knot = self._knots.get(key)
        if knot is None:
            return set()
        copies = self._tied[knot]
        # This way round: a set that is asked looks at all that the other one has.
        if self._parents.keys().isdisjoint(copies) and self._consults.keys().isdisjoint(copies):
            return set(copies)
        found: set[CallKey] = set()
        waiting = {key}
        while waiting:
            leg = waiting.pop()
            if leg not in found:
                found |= (copies := self._tied[self._knots[leg]])
                waiting |= {other for copy in copies for other in self._across(copy) if other not in found}
        return found

    def _across(self, key: CallKey) -> Iterable[CallKey]:
        """The call that this one consults for, and those that consult for it, as far as they are on the board."""
        parent = self._parents.get(key)
        near = (*([parent] if parent is not None else []), *self._consults.get(key, ()))
        return (other for other in near if other in self._knots)

    def _ties(self, key: CallKey) -> tuple[_Knot | None, CallKey | None]:
        known = self._calls.get(key)
        if known is None:
            return None, None
        call = known.call
        uuid, parent_id = call.call_uuid, call.parent_id
        return ("", uuid) if uuid else key, CallKey(key.source, parent_id) if parent_id else None

    def _tie(self, key: CallKey, knot: _Knot | None, parent: CallKey | None) -> None:
        if knot is not None:
            self._knots[key] = knot
            self._tied.setdefault(knot, set()).add(key)
        if parent is not None:
            self._parents[key] = parent
            self._consults.setdefault(parent, set()).add(key)

    def _untie(self, key: CallKey) -> None:
        knot, parent = self._knots.pop(key, None), self._parents.pop(key, None)
        if knot is not None:
            _discard(self._tied, knot, key)
        if parent is not None:
            _discard(self._consults, parent, key)


def _discard(sets: dict[_Knot, set[CallKey]], name: _Knot, key: CallKey) -> None:
    """Take a key out of a set, and the set away where it was the last one."""
    sets[name].discard(key)
    if not sets[name]:
        del sets[name]
