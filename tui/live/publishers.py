"""Who tells a board of its logins, where others than ourselves are logged in: for whoever shows that."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from tui.live.store.link import Link


@dataclass(frozen=True, slots=True)
class Publisher:
    """One publisher, as of now. Times are of the board's clock.

    Attributes:
        name: What it is called.
        kind: What it is, in words.
        program: Version of its program; "" where it is not known.
        why: What is wrong with it; "" while its logins can be live.
        since_s: Since when something is wrong; None while nothing is, or it was never heard.
        heard_at_s: When its last beat came; None before the first one.
        beat_s: Seconds between two.
        behind_s: How long its last beat was on its way; None before the first one.
        says: How many logins it says it publishes.
        complete: Whether it has told of all of them since it connected.
        logins: How many of its logins are on the board.
        live: How many of those are live.
        sites: Where those are.
    """

    name: str
    kind: str = ""
    program: str = ""
    why: str = ""
    since_s: float | None = None
    heard_at_s: float | None = None
    beat_s: float = 0.0
    behind_s: float | None = None
    says: int = 0
    complete: bool = False
    logins: int = 0
    live: int = 0
    sites: tuple[str, ...] = ()


class Relay(Protocol):
    """The place where publishers put what they know, and one of us reads it."""

    @property
    def name(self) -> str:
        """What it is called."""
        ...

    @property
    def link(self) -> Link:
        """How sure it is that all of it is read."""
        ...

    @property
    def silent(self) -> Sequence[tuple[str, float]]:
        """The publishers that are missed, each with since when, the one for the longest time first."""
        ...

    @property
    def count(self) -> int:
        """How many publishers have logins on the board."""
        ...

    @property
    def sites(self) -> int:
        """At how many sites their logins are."""
        ...

    def publishers(self) -> Sequence[Publisher]:
        """All that are heard, or have logins on the board, by name; made anew, with all that is counted."""
        ...
