"""One publisher as a wall knows it: whether it is heard, in which session, and how far its clock is from ours."""

import math
from typing import NamedTuple

from tui.floor.beats import PublisherBeat
from tui.floor.offsets import ClockOffset
from tui.live.store.link import LinkState

LATE_S = 3.0
"""A beat that was on its way for longer tells of what was, not of what is."""
SPARE_S = 0.5
"""So much sooner than it is promised a publisher is missed: to notice it, and to draw it, takes time too."""
GONE_S = 60.0
"""So long a login that its publisher did not put again is still shown."""


class Failure(NamedTuple):
    """Why a login is not live here.

    Attributes:
        state: How it is called.
        why: Words for people.
        at_s: Until when it was sure; None where nobody can say.
    """

    state: LinkState
    why: str
    at_s: float | None


class KnownPublisher:
    """One publisher.

    Attributes:
        name: Its name.
        beat: Its last one; None before the first that could be read.
        offset: Its clock.
        heard_at_s: When its last fresh beat was sent.
        behind_s: How long that was on its way.
    """

    def __init__(self, name: str) -> None:
        """Know its name alone."""
        self.name = name
        self.beat: PublisherBeat | None = None
        self.offset = ClockOffset()
        self.heard_at_s: float | None = None
        self.behind_s = 0.0
        self._fault = ""
        self._heard_session = ""
        self._waits_until_s = -math.inf
        self._complete_since_s: float | None = None
        self._last_s: dict[str, float] = {}

    @property
    def session(self) -> str:
        """That of its last beat; "" before the first."""
        return self.beat.session if self.beat is not None else ""

    def next_due_s(self, now_s: float) -> float:
        """When to look at its logins again: a beat is missed then, or what was not put again is taken away.

        Args:
            now_s: Now.

        Returns:
            Infinity for never, as long as nothing comes.
        """
        over_s = math.inf if self._complete_since_s is None else self._complete_since_s + GONE_S
        return min((at_s for at_s in (self._beat_due_s, over_s) if at_s > now_s), default=math.inf)

    @property
    def complete(self) -> bool:
        """Whether it has put all its logins since it connected, and that was heard."""
        return self._complete_since_s is not None

    @property
    def _beat_due_s(self) -> float:
        if self.beat is None or self.heard_at_s is None:
            return self._waits_until_s
        return self.heard_at_s + self.beat.patience_s - SPARE_S

    def begin(self, now_s: float) -> None:
        """Wait for a beat: the last ones may be of any time.

        Args:
            now_s: Since when we could hear one.
        """
        self.heard_at_s = None
        self._complete_since_s = None
        self._waits_until_s = now_s + (self.beat.patience_s if self.beat is not None else 0.0)

    def refuse(self, why: str) -> None:
        """Take its last beat for one that cannot be read.

        Args:
            why: Words for people.
        """
        self._fault = why

    def remember(self, beat: PublisherBeat, guessed_offset_s: float) -> None:
        """Take a beat that was there before we looked: it says nothing of now.

        Args:
            beat: The beat.
            guessed_offset_s: Its clock from ours, so that the beat came at the latest when it did.
        """
        self._fault = ""
        self.beat = beat
        self.offset.guess(guessed_offset_s)
        if beat.session != self._heard_session:
            self._note(beat, guessed_offset_s)

    def hear(self, beat: PublisherBeat, arrived_s: float, late_s: float = 0.0) -> None:
        """Take a beat that has just come.

        Args:
            beat: The beat.
            arrived_s: When.
            late_s: How long it was on its way from the server at least.
        """
        self._fault = ""
        anew = beat.session != self._heard_session
        # Nothing else tells how late the first one is.
        first_late_s = 0.0 if self.offset.heard else late_s
        self.behind_s = first_late_s + self.offset.hear(beat.now_s, arrived_s - first_late_s, anew=anew)
        # It tells of when it was sent: what was long on its way is missed as soon as any other.
        self.beat, self.heard_at_s, self._heard_session = beat, arrived_s - self.behind_s, beat.session
        self._note(beat, self.heard_at_s - beat.now_s)
        if anew or not beat.complete:
            self._complete_since_s = None
        if beat.complete and self._complete_since_s is None:
            self._complete_since_s = arrived_s

    def failure(self, session: str, now_s: float) -> Failure | None:
        """Say why values of a session are not live.

        Args:
            session: Of the values.
            now_s: Now.

        Returns:
            None where they are.
        """
        at_s = self._last_s.get(session)
        if self._fault:
            return Failure(LinkState.STALE, self._fault, at_s)
        if self.beat is None or now_s >= self._beat_due_s:
            return Failure(LinkState.STALE, f"nothing heard of {self.name}", at_s)
        if self.heard_at_s is None:
            return Failure(LinkState.RECOVERING, f"waiting for {self.name}", at_s)
        if self.behind_s > LATE_S:
            return Failure(LinkState.STALE, f"{self.name} is more than {LATE_S:g} s behind", at_s)
        if session != self.beat.session:
            if self._complete_since_s is not None:
                return Failure(LinkState.STALE, f"not published by {self.name} any more", at_s)
            return Failure(LinkState.RECOVERING, f"not put again by {self.name} yet", at_s)
        return None

    def is_of(self, session: str) -> bool:
        """Whether its last beat was of this session."""
        return self.beat is not None and self.beat.session == session

    def speaks(self, session: str, now_s: float) -> bool:
        """Whether its beats are those of this session, and come."""
        return self.failure(session, now_s) is None

    def is_missed(self, now_s: float) -> bool:
        """Whether a beat should have come by now."""
        return not self._fault and self.beat is not None and now_s >= self._beat_due_s

    def has_left(self, session: str, now_s: float) -> bool:
        """Whether values of a session will not be put again: it is missed, or has put all it has in another one."""
        if self.beat is None or now_s >= self._beat_due_s:
            return True
        return self.complete and session != self.beat.session

    def is_over(self, session: str, now_s: float) -> bool:
        """Whether values of a session have not been put again for so long that they are taken away."""
        if self.beat is None or self._complete_since_s is None or session == self.beat.session:
            return False
        return now_s >= self._complete_since_s + GONE_S and now_s < self._beat_due_s

    def last_heard_s(self, session: str) -> float | None:
        """When the last beat of a session was sent; None where it was never heard."""
        return self._last_s.get(session)

    def _note(self, beat: PublisherBeat, offset_s: float) -> None:
        # Of two sessions: this one, and the one before, whose values may stand yet.
        before = {session: at_s for session, at_s in self._last_s.items() if session != beat.session}
        self._last_s = dict([*before.items()][-1:]) | {beat.session: beat.now_s + offset_s}
