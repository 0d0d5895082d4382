"""Numbers about all calls of a board, or of a group."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from tui.live.store.card import CallKey


@dataclass(frozen=True, slots=True)
class Tally:
    """How many calls there are.

    Attributes:
        calls: All of them that go on.
        states: How many in each state, by the wire's word.
        unreadable: How many could not be read.
        unsure: How many belong to sources that are not live.
        alarmed: How many are beyond their threshold.
        longest: The call that began first.
        ended: How many are over and still shown; none of the other numbers counts them.
    """

    calls: int = 0
    states: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    unreadable: int = 0
    unsure: int = 0
    alarmed: int = 0
    longest: CallKey | None = None
    ended: int = 0
