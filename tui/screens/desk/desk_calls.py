"""The calls of a desk in order, and which of them is selected."""

from collections.abc import Iterable
from math import inf
from typing import NamedTuple

from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.source.models import CallState, CallType


class Placed(NamedTuple):
    """A call and how deep it is drawn: 1 for a consultation below the call that it belongs to."""

    key: CallKey
    depth: int


class DeskCalls:
    """Orders the calls of a board: ringing ones first, then the oldest, what has ended last.

    Consultations stand behind their call.
    """

    def __init__(self, board: Board) -> None:
        """Start without calls.

        Args:
            board: Where they are.
        """
        self.selected: CallKey | None = None
        self._board = board
        self._order: list[Placed] = []
        self._consulted_about: dict[CallKey, CallKey] = {}

    @property
    def placed(self) -> list[Placed]:
        """The calls in order; without those that left the board since the last look at it."""
        return [one for one in self._order if one.key in self._board.calls]

    @property
    def call(self) -> BoardCall | None:
        """The selected call."""
        return None if self.selected is None else self._board.calls.get(self.selected)

    @property
    def ringing(self) -> list[BoardCall]:
        """Calls that ring here, the longest first; of what is not sure nothing is claimed."""
        calls = (self._board.calls[placed.key] for placed in self.placed)
        return [call for call in calls if _rings(call) and self._board.sources[call.key.source].link.live]

    def take(self, added: Iterable[CallKey] = ()) -> None:
        """Look at the board again.

        Args:
            added: Calls that were not there before: one that is the agent's own doing is selected.
        """
        place = next((number for number, one in enumerate(self._order) if one.key == self.selected), 0)
        self._order = arranged(self._board)
        self._remember_parents()
        own = [key for key in added if key in self._board.calls and self._is_own_doing(self._board.calls[key])]
        if own:
            self.selected = own[-1]
        elif self.call is None:
            self.selected = self._follower(place)
        elif self.call.ended:
            self.selected = self._after(self.call) or self.selected

    def select(self, key: CallKey) -> None:
        """Select a call; one that is not here is ignored.

        Args:
            key: Which.
        """
        if key in self._board.calls:
            self.selected = key

    def move(self, step: int) -> None:
        """Select the next call, or the one before; behind the last comes the first.

        Args:
            step: How far.
        """
        keys = [one.key for one in self.placed]
        if keys:
            place = keys.index(self.selected) if self.selected in keys else -1 if step > 0 else 0
            self.selected = keys[(place + step) % len(keys)]

    def legs(self, call: BoardCall) -> list[BoardCall]:
        """The consultations of a call that go on.

        Args:
            call: The call.

        Returns:
            The oldest first.
        """
        calls = (self._board.calls[placed.key] for placed in self.placed)
        return [leg for leg in calls if not leg.ended and _parent(leg) == call.key]

    def tied(self, call: BoardCall) -> list[BoardCall]:
        """The other half of a consultation.

        Args:
            call: A call, or its consultation.

        Returns:
            What goes on of its consultations, or the call that it belongs to.
        """
        parent = self._board.calls.get(_parent(call) or call.key)
        parents = [parent] if parent and parent.key != call.key and not parent.ended else []
        return [*self.legs(call), *parents]

    def others(self, call: BoardCall) -> list[BoardCall]:
        """The other calls of the same source that have been answered and go on.

        Args:
            call: The call.

        Returns:
            In order.
        """
        states = (CallState.ESTABLISHED, CallState.HELD)
        calls = (self._board.calls[placed.key] for placed in self.placed)
        return [
            other
            for other in calls
            if other.key != call.key and other.key.source == call.key.source and other.call.state in states
        ]

    def _is_own_doing(self, call: BoardCall) -> bool:
        """Whether it is dialled, or was: a busy machine may see it first when it has been answered."""
        if call.call.state == CallState.DIALING:
            return True
        began_here = _parent(call) == self.selected or call.call.call_type == CallType.OUTBOUND
        return self.selected is not None and began_here and call.call.state == CallState.ESTABLISHED

    def _remember_parents(self) -> None:
        """Keep what each call was consulted about: once it is a conference its last message names that no more."""
        known = {key: parent for key, call in self._board.calls.items() if (parent := _parent(call))}
        kept = {key: parent for key, parent in self._consulted_about.items() if key in self._board.calls}
        self._consulted_about = {**kept, **known}

    def _follower(self, place: int) -> CallKey | None:
        return self._order[min(place, len(self._order) - 1)].key if self._order else None

    def _after(self, ended: BoardCall) -> CallKey | None:
        """The call to go on with: what was consulted about, what is spoken with, what rings, any."""
        parent = self._consulted_about.get(ended.key)
        if parent is not None and parent in self._board.calls and not self._board.calls[parent].ended:
            return parent
        live = [call for placed in self.placed if not (call := self._board.calls[placed.key]).ended]
        wanted = (CallState.ESTABLISHED, CallState.RINGING, CallState.DIALING, CallState.HELD)
        live.sort(
            key=lambda call: wanted.index(CallState(call.call.state)) if call.call.state in wanted else len(wanted)
        )
        return live[0].key if live else None


def arranged(board: Board) -> list[Placed]:
    """Put the calls of a board in order.

    Args:
        board: Where they are.

    Returns:
        Each call once: ringing ones first, then the oldest, then what has ended; consultations behind the call that
        they belong to.
    """
    legs: dict[CallKey, list[CallKey]] = {}
    roots: list[CallKey] = []
    for key in sorted(board.calls, key=lambda key: _rank(board.calls[key])):
        parent = _parent(board.calls[key])
        if parent is not None and parent in board.calls and parent != key and _parent(board.calls[parent]) is None:
            legs.setdefault(parent, []).append(key)
        else:
            roots.append(key)
    # A call that has ended stays above its consultation, which may go on.
    roots.sort(key=lambda key: all(board.calls[one].ended for one in (key, *legs.get(key, ()))))
    return [placed for key in roots for placed in (Placed(key, 0), *(Placed(leg, 1) for leg in legs.get(key, ())))]


def _parent(call: BoardCall) -> CallKey | None:
    parent_id = call.call.parent_id
    return CallKey(call.key.source, parent_id) if parent_id else None


def _rings(call: BoardCall) -> bool:
    return call.call.state == CallState.RINGING and not call.ended


def _rank(call: BoardCall) -> tuple[bool, bool, float, CallKey]:
    return call.ended, not _rings(call), inf if call.start_s is None else call.start_s, call.key
