"""A group of calls as the wall shows it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui.live.store.card import CallKey
from tui.views.attention.tally import Tally


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above the calls of a group.

    Attributes:
        name: What they have in common.
        beside: What else there is to say about that; "" for nothing.
        tally: Gives the numbers as they are now; the same object until one of them changes.
        noun: What a card stands for.
    """

    name: str
    beside: str
    tally: Callable[[], Tally]
    noun: str = "call"


@dataclass(frozen=True, slots=True)
class CallGroup:
    """Calls that stand together.

    Attributes:
        key: Tells it from the others of the wall.
        calls: The keys of its cards, in order.
        heading: What stands above them; None where nothing does.
        collapsed: Whether only the heading is seen.
    """

    key: tuple[int, str]
    calls: Sequence[CallKey]
    heading: Heading | None = None
    collapsed: bool = False

    @property
    def shown(self) -> int:
        """How many of its cards are seen when the wall is scrolled there."""
        return 0 if self.collapsed else len(self.calls)
