"""All publishers of a floor: what their beats say, which of them is missed, and when to look again."""

import heapq
import math
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from tui.floor.beats import decode_beat
from tui.floor.errors import FloorUnreachableError, FloorVersionError
from tui.floor.known_publisher import LATE_S, Failure, KnownPublisher
from tui.floor.offsets import ClockOffset
from tui.floor.session import StoredMessage
from tui.live.clock import Clock
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import LinkState

_ALL_LATE_S = 5.0
"""Where beats come, and for so long none in time, it is we who are behind."""
_MOST_LATE_S = LATE_S - 0.5


class _Standing(NamedTuple):
    """What of a publisher decides how its logins stand."""

    session: str
    complete: bool
    failure: Failure | None


class Heard(NamedTuple):
    """What a beat brought.

    Attributes:
        known: The publisher.
        stands: Whether its logins may stand otherwise than before.
        revives: Whether all that changed is that nothing is wrong with its session any more.
        moved: Whether its clock is elsewhere from ours than was thought.
    """

    known: KnownPublisher
    stands: bool
    revives: bool
    moved: bool


class KnownPublishers:
    """The publishers.

    Attributes:
        by_name: All that were ever heard of.
    """

    def __init__(self, clock: Clock, journal: Journal) -> None:
        """Know of none yet.

        Args:
            clock: Of the board.
            journal: Where is noted which of them is missed.
        """
        self._known: dict[str, KnownPublisher] = {}
        self.by_name: Mapping[str, KnownPublisher] = MappingProxyType(self._known)
        self._clock = clock
        self._journal = journal
        self._due: list[tuple[float, str]] = []
        self._planned: dict[str, float] = {}
        self._looked: dict[str, float] = {}
        self._failing: dict[str, float] = {}
        self._on_time_s = 0.0
        self._server = ClockOffset()
        self._server_is_new = True

    @property
    def silent(self) -> Sequence[tuple[str, float]]:
        """Those that are missed, each with since when, the one for the longest time first."""
        return sorted(self._failing.items(), key=lambda one: one[1])

    @property
    def next_due_s(self) -> float | None:
        """When to look at some again, clock of the board; None for never, as long as nothing comes."""
        return self._due[0][0] if self._due else None

    def begin(self) -> None:
        """Wait for a beat of each: the last ones may be of any time."""
        self._on_time_s = self._clock.now_s()
        self._server_is_new = True
        for known in self._known.values():
            known.begin(self._on_time_s)
            self._plan(known)

    def take(self, name: str, message: StoredMessage, stored_s: float) -> Heard:
        """Take a beat.

        Args:
            name: Whose.
            message: What it said.
            stored_s: When it came at the latest, clock of the board.

        Returns:
            Whose it is, and what of its logins is otherwise than before.

        Raises:
            FloorUnreachableError: All beats come late: a new snapshot is cheaper than a backlog.
        """
        known = self._known.get(name)
        if known is None:
            known = self._known[name] = KnownPublisher(name)
            known.begin(self._clock.now_s())
        before, by_s = self._standing(known), known.offset.taken_s
        self._read(known, message, stored_s)
        self._plan(known)
        after = self._standing(known)
        stands = before != after or after.failure is not None
        if stands:
            # What an earlier look found is no longer so.
            self._looked.pop(name, None)
        revives = before.session in ("", after.session) and before.failure is not None and after.failure is None
        return Heard(known, stands, revives, moved=by_s != known.offset.taken_s)

    def due(self) -> Iterator[KnownPublisher]:
        """Say whose time has come, each of them once."""
        now_s = self._clock.now_s()
        while self._due and self._due[0][0] <= now_s:
            due_s, name = heapq.heappop(self._due)
            if self._planned.get(name) == due_s:
                del self._planned[name]
                known = self._known[name]
                # Beats that came meanwhile have nearly always put it off: thousands of logins need not be looked at.
                is_due = known.next_due_s(self._looked.get(name, -math.inf)) <= now_s
                self._plan(known)
                if is_due:
                    self._looked[name] = now_s
                    yield known

    def note(self, known: KnownPublisher, *, has_logins: bool) -> None:
        """Write down that a publisher is missed, or is heard again.

        Args:
            known: The publisher.
            has_logins: Whether anything on the board is its own: who has none is missed by nobody.
        """
        failure = self._standing(known).failure
        if failure is not None and failure.state is LinkState.STALE and has_logins:
            if known.name not in self._failing:
                self._failing[known.name] = self._clock.now_s() if failure.at_s is None else failure.at_s
                self._journal.note("", EntryKind.LINK, failure.why)
        elif self._failing.pop(known.name, None) is not None and failure is None:
            self._journal.note("", EntryKind.LINK, f"{known.name} is heard again")

    def _read(self, known: KnownPublisher, message: StoredMessage, stored_s: float) -> None:
        try:
            beat = decode_beat(message.data)
        except FloorVersionError as error:
            known.refuse(f"{known.name} {error}")
        except ValueError:
            known.refuse(f"the beat of {known.name} cannot be read")
        else:
            if message.fresh:
                known.hear(beat, message.heard_s, self._late_s(message))
                self._judge(known)
            else:
                known.remember(beat, stored_s - beat.now_s)
                known.begin(self._clock.now_s())

    def _late_s(self, message: StoredMessage) -> float:
        """How long a beat was on its way from the server, beyond what the quickest one was, whoever sent that."""
        anew, self._server_is_new = self._server_is_new, False
        # More than that may be a clock of the server that was set, for which no publisher is to be late for ever.
        return min(self._server.hear(message.stored_s, message.heard_s, anew=anew), _MOST_LATE_S)

    def _judge(self, known: KnownPublisher) -> None:
        now_s = self._clock.now_s()
        if known.behind_s <= LATE_S:
            self._on_time_s = now_s
        elif now_s - self._on_time_s > _ALL_LATE_S:
            raise FloorUnreachableError(f"more than {LATE_S:g} s behind")

    def _standing(self, known: KnownPublisher) -> _Standing:
        return _Standing(known.session, known.complete, known.failure(known.session, self._clock.now_s()))

    def _plan(self, known: KnownPublisher) -> None:
        due_s = known.next_due_s(self._clock.now_s())
        # One look is planned for each; where it was planned for later, that one is passed over when its time comes.
        if due_s < self._planned.get(known.name, math.inf):
            self._planned[known.name] = due_s
            heapq.heappush(self._due, (due_s, known.name))
