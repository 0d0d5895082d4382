"""How long the polls of one source are held: what the server advises, and what was learned of it and of the way."""

import math

DEFAULT_HOLD_S = 30.0
"""Where the server advises nothing, and what is asked for where it advises too long."""
LONGEST_HOLD_S = 35.0
"""Beyond this advice a shorter hold is asked for, so that silence shows within 40 s (DECISIONS.md 4)."""

_LONGEST_BELIEVED_S = 300.0
_SHORTEST_CUT_S = 1.5
"""What ends sooner was not ended for its length."""
_SAME = 0.15
"""Two cuts that differ by no more than this part of their length, and a moment, have the same cause."""
_MOMENT_S = 0.3
_OVERDUE = 2
"""So many polls without an answer in its time, and none that had one: the server does not keep to its own advice."""
_LEAST_S = 10.0
"""A shorter advice is not doubted: where polls are short, one that is lost must show soon."""
_ECHO_S = 0.001
_BELOW = 0.8
"""So much of the time after which polls are cut is asked for."""


class PollHold:
    """Outlives the sessions of a source, since a proxy or a server does not change with them.

    Polls that something on the way ends before their time are asked to be shorter after the second such end. A server
    that ignores a shorter wish is believed after one vain wish, and one that holds polls for longer than it advises
    itself after two that were given up; silence is then noticed by asking it something else.
    """

    def __init__(self) -> None:
        """Nothing is learned yet."""
        self._advised_s = DEFAULT_HOLD_S
        self._ceiling_s = math.inf
        self._last_cut_s = 0.0
        self._ignored = False
        self._overdue = 0

    @property
    def wish_s(self) -> float | None:
        """What to ask the server for, seconds; None where its own advice is right."""
        if self._ceiling_s < self._advised_s:
            return self._ceiling_s
        return DEFAULT_HOLD_S if self._advised_s > LONGEST_HOLD_S and not self._ignored else None

    @property
    def expected_s(self) -> float:
        """How long the next poll may be held, seconds."""
        wish_s = self.wish_s
        return min(self._advised_s if wish_s is None else wish_s, _LONGEST_BELIEVED_S)

    @property
    def own_s(self) -> float:
        """How long the server holds a poll if it ignores what is asked for, seconds."""
        if self._overlong:
            return _LONGEST_BELIEVED_S
        return min(self._advised_s, _LONGEST_BELIEVED_S)

    @property
    def sure(self) -> bool:
        """Whether a poll that is not answered in time is lost: nothing was asked for that may have been ignored."""
        return self.wish_s is None and self._advised_s <= LONGEST_HOLD_S and not self._overlong

    @property
    def _overlong(self) -> bool:
        return self._overdue >= _OVERDUE

    @property
    def ignored(self) -> bool:
        """Whether the server does not listen to a shorter wish."""
        return self._ignored

    def advise(self, advised_s: float) -> None:
        """Take what the server advises, seconds; its echo of our own wish is no advice."""
        if self.wish_s is None or abs(advised_s - self.wish_s) > _ECHO_S:
            self._advised_s = advised_s

    def vain(self) -> None:
        """A poll goes on beyond what was asked for, and the server is alive: it does as it likes."""
        self._ignored, self._ceiling_s = True, math.inf

    def answered(self, held_s: float) -> None:
        """A poll was answered after so long."""
        if held_s > self._last_cut_s * (1.0 + _SAME):
            self._last_cut_s = 0.0
        if _BELOW * self._advised_s <= held_s <= self._advised_s * (1.0 + _SAME):
            self._overdue = 0

    def overdue(self) -> None:
        """A poll was given up that should have been answered by now."""
        if self._advised_s >= _LEAST_S:
            self._overdue += 1

    def cut(self, held_s: float) -> None:
        """Something ended a poll after so long, without an answer of the server."""
        if held_s < _SHORTEST_CUT_S:
            return
        wish_s, last_s = self.wish_s, self._last_cut_s
        self._last_cut_s = held_s
        if abs(held_s - last_s) > _SAME * held_s + _MOMENT_S:
            return
        ignored = wish_s is not None and held_s > wish_s * (1.0 + _SAME) + _MOMENT_S
        # Where a shorter hold is not to be had, there is still none at all.
        self._ceiling_s = 0.0 if ignored else _BELOW * min(held_s, last_s)
        self._last_cut_s = 0.0
