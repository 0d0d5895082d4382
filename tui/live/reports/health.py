"""Whether a run follows its sources, in numbers: for whoever watches over it, and may not see logins or calls."""

from collections.abc import Callable
from dataclasses import dataclass

from tui.live.store.board import Board, Changes


@dataclass(frozen=True, slots=True)
class Health:
    """How a run is.

    Attributes:
        sources: How many sources there are.
        live: How many of them are live.
        reasons: What is wrong, in words without names; empty while all is well.
    """

    sources: int
    live: int
    reasons: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.reasons

    @property
    def words(self) -> str:
        """Everything in one line."""
        return "; ".join((f"{self.live} of {self.sources} sources live", *self.reasons))

    def wire(self) -> dict[str, object]:
        """As JSON values."""
        return {"ok": self.ok, "sources": self.sources, "live": self.live, "reasons": list(self.reasons)}


class HealthWatch:
    """Remembers since when each source is not live, whatever states it goes through meanwhile."""

    def __init__(self, board: Board, stale_s: Callable[[], float]) -> None:
        """Watch a board from now on.

        Args:
            board: Whose sources.
            stale_s: How long a source may be stale at the most, seconds; asked each time, since it can be changed.
        """
        self._board = board
        self._stale_s = stale_s
        self._since_s: dict[str, float] = {}
        self._note(Changes(links=tuple(board.sources)))
        self.stop = board.watch(self._note)

    def look(self) -> Health:
        """Say how it is now."""
        limit_s = self._stale_s()
        ages_s = [self._board.clock.now_s() - since_s for since_s in self._since_s.values()]
        bad = [age_s for age_s in ages_s if age_s > limit_s]
        number = len(self._board.sources)
        reasons = (f"{len(bad)} not live for more than {limit_s:g} s, the longest for {max(bad):.0f} s",) if bad else ()
        return Health(number, number - len(ages_s), reasons)

    def _note(self, changes: Changes) -> None:
        now_s = self._board.clock.now_s() if changes.links else 0.0
        for name in changes.links:
            source = self._board.sources.get(name)
            if source is None or source.link.live:
                self._since_s.pop(name, None)
            else:
                self._since_s.setdefault(name, now_s)
