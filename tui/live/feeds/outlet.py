"""What tells the sources of a board on to somewhere else; the board never waits for it."""

from collections.abc import Callable, Iterator
from typing import NamedTuple, Protocol

from tui.live.feeds.origin import Origin


class OutletWord(NamedTuple):
    """How it is with one source there, or with the place itself.

    Attributes:
        source: Which source; "" for the place.
        state: In one word or two.
        why: Words for people; "" where nothing is to be said.
    """

    source: str
    state: str
    why: str


class Outlet(Origin, Protocol):
    """Runs beside the feeds and like one of them, and writes nothing to the board.

    Attributes:
        on_word: Called with each word that is another one.
    """

    on_word: list[Callable[[OutletWord], None]]

    def told(self) -> Iterator[OutletWord]:
        """How it is with everything."""
        ...

    @property
    def words(self) -> tuple[str, ...]:
        """Whether all that is seen here is told there, for a line at the foot: the longest words first."""
        ...

    @property
    def well(self) -> bool:
        """Whether it is."""
        ...
