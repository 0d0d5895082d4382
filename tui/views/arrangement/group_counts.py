"""Numbers about the calls of one group, kept by looking only at those that changed."""

from types import MappingProxyType
from typing import NamedTuple

from tui.live.store.card import CallKey
from tui.views.attention.tally import Tally


class Counted(NamedTuple):
    """What is counted of a card: of its call, or of the leg that stands for its conversation.

    Attributes:
        state: By the wire's word; "" where it could not be read.
        ended: Whether it is over.
        sure: Whether all of it is.
        alarmed: Whether it needs somebody.
        start_s: When it began, board's clock; never where nobody knows it.
    """

    state: str
    ended: bool
    sure: bool
    alarmed: bool
    start_s: float


class GroupCounts:
    """Counts the cards of one group."""

    def __init__(self) -> None:
        """Count nothing yet."""
        self._counted: dict[CallKey, Counted] = {}
        self._states: dict[str, int] = {}
        self._ended = self._unsure = self._alarmed = 0
        self._longest: CallKey | None = None
        self._tally: Tally | None = None

    @property
    def alarmed(self) -> int:
        """How many need somebody."""
        return self._alarmed

    def put(self, key: CallKey, counted: Counted) -> None:
        """Count a card, or count it again."""
        if key in self._counted:
            self.drop(key)
        self._counted[key] = counted
        self._add(counted, 1)
        first = self._counted.get(self._longest) if self._longest is not None else None
        if first is not None and _age_rank(counted) < _age_rank(first):
            self._longest = key

    def drop(self, key: CallKey) -> None:
        """Forget a card."""
        counted = self._counted.pop(key, None)
        if counted is not None:
            self._add(counted, -1)
            if key == self._longest:
                self._longest = None

    def tally(self) -> Tally:
        """The numbers now; the same object until one of them changes."""
        if self._tally is None:
            going = len(self._counted) - self._ended
            self._tally = Tally(
                calls=going,
                states=MappingProxyType({state: n for state, n in self._states.items() if n and state}),
                unreadable=self._states.get("", 0),
                unsure=self._unsure,
                alarmed=self._alarmed,
                longest=self._find_longest() if going else None,
                ended=self._ended,
            )
        return self._tally

    def _add(self, counted: Counted, step: int) -> None:
        self._tally = None
        if counted.ended:
            self._ended += step
            return
        states, state = self._states, counted.state
        states[state] = states.get(state, 0) + step
        if not states[state]:
            del states[state]
        self._unsure += step * (not counted.sure)
        self._alarmed += step * counted.alarmed

    def _find_longest(self) -> CallKey:
        if self._longest is None:
            self._longest = min(self._counted, key=lambda key: _age_rank(self._counted[key]))
        return self._longest


def _age_rank(counted: Counted) -> tuple[bool, float]:
    return counted.ended, counted.start_s
