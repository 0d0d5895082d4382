"""The guided tour of the demo: what is shown when, for how long, and what is made to happen for it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop of the tour.

    Attributes:
        title: Its name.
        words: What to see and to try.
        seconds: How long it is shown if nobody goes on.
        act: What is made to happen when it is reached; "" is nothing.
    """

    title: str
    words: str
    seconds: float
    act: str = ""


STOPS: Sequence[Stop] = (
    Stop(
        "the calls",
        "Each card, or line, is a live call: its state and how long it has been going on, who is on it, and at which "
        "number. A word, a mark and a colour say the same.",
        15.0,
    ),
    Stop("moving", "The arrows move the cursor from call to call; Home and End go to the first and to the last.", 10.0),
    Stop(
        "a call", "Enter opens the call under the cursor with everything the server says of it; esc comes back.", 13.0
    ),
    Stop("a filter", "/ shows only calls with some words: try /talking and Enter. esc shows all of them again.", 14.0),
    Stop(
        "the order",
        "s orders by who needs somebody first, by state, by agent or by duration; + and - show more or less of a call.",
        13.0,
        "ring",
    ),
    Stop(
        "an alarm",
        "A caller rings at 5001, and nobody answers: after 20 s the card changes colour, comes first, and is told at "
        "the top. a acknowledges it.",
        16.0,
    ),
    Stop(
        "the link is lost",
        "It has just been cut. What is not sure any more is shown as stale: the cards are pale, the durations stand "
        "still, and the head of the wall says so.",
        13.0,
        "cut",
    ),
    Stop(
        "and comes back",
        "The server answers again: the wall asks for what it missed, and is live, by itself. R does so at once.",
        12.0,
        "mend",
    ),
    Stop(
        "the desk",
        "An agent has a desk instead, where every operation is a key away: callboard demo --desk. ? shows all keys of "
        "the wall, q leaves it.",
        14.0,
    ),
)
"""Two minutes altogether."""


class Tour:
    """Goes from stop to stop, by itself or when told to."""

    def __init__(self, acts: Mapping[str, Callable[[], object]], stops: Sequence[Stop] = STOPS) -> None:
        """Begin at the first stop.

        Args:
            acts: What is made to happen, by the names that the stops use; `mend` undoes whatever was done.
            stops: The stops.
        """
        self._acts = acts
        self._stops = stops
        self._number = 0
        self._passed_s = 0.0

    @property
    def stop(self) -> Stop | None:
        """Where it is; None when it is over."""
        return self._stops[self._number] if self._number < len(self._stops) else None

    @property
    def place(self) -> str:
        """Where it is, for people, such as `3 of 9`."""
        return f"{self._number + 1} of {len(self._stops)}"

    @property
    def share(self) -> float:
        """How much of the time of this stop is gone, 0 to 1."""
        return min(1.0, self._passed_s / self.stop.seconds) if self.stop is not None else 1.0

    def pass_time(self, seconds: float) -> None:
        """Let time pass, in which somebody looks at it."""
        if self.stop is None:
            return
        self._passed_s += seconds
        if self._passed_s >= self.stop.seconds:
            self.go_on()

    def go_on(self) -> None:
        """Go to the next stop."""
        if self.stop is None:
            return
        self._number, self._passed_s = self._number + 1, 0.0
        self._act(self.stop.act if self.stop is not None else "mend")

    def end(self) -> None:
        """Leave it; what it broke is mended."""
        self._number = len(self._stops)
        self._act("mend")

    def _act(self, name: str) -> None:
        if name in self._acts:
            self._acts[name]()
