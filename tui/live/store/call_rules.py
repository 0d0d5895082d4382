"""The rules by which snapshots and messages change the calls of one source (DECISIONS.md 3 and 4)."""

from abc import ABC, abstractmethod
from dataclasses import replace

from tui.live.store.card import (
    BORN,
    MAX_YOUNGER_S,
    RELEASED,
    BoardCall,
    CallKey,
    Sight,
    end,
    first_sight,
    says_the_same,
    see_again,
)
from tui.source.models import Call

_MOST_BURIED = 20_000
"""So many ended calls are remembered; of more, those whose end was seen last."""


class CallRules(ABC):
    """Puts one copy after the other upon what is known of the calls of one source, and remembers what contradicts."""

    def __init__(self, source: str, calls: dict[CallKey, BoardCall]) -> None:
        """Start with no call.

        Args:
            source: Name of the source; the first part of every key.
            calls: What is known of its calls, beside those of others.
        """
        self._source = source
        self._calls = calls
        self._buried: dict[CallKey, float] = {}
        self._doubts: list[str] = []

    def _take_leg(self, known: BoardCall, call: Call, sight: Sight, missed_since_s: float | None) -> None:
        """Take a copy that is late, or that begins a new leg whose predecessor's end was missed."""
        new = first_sight(known.key, call, sight)
        if call.state in BORN and _is_later(new.start_s, known.start_s, MAX_YOUNGER_S):
            self._put(new)
        else:
            self._see(known, call, sight, missed_since_s)

    def _revive(self, key: CallKey, call: Call, sight: Sight) -> None:
        known = self._calls.get(key)
        self._buried.pop(key, None)
        if known is None or known.ended_how == RELEASED:
            self._put(first_sight(key, call, sight))
        else:
            self._take_leg(replace(known, ended_at_s=None, ended_how=""), call, sight, known.ended_at_s)

    def _is_over(self, key: CallKey) -> bool:
        known = self._calls.get(key)
        return known.ended if known is not None else key in self._buried

    def _see(self, known: BoardCall, call: Call, sight: Sight, missed_since_s: float | None) -> None:
        if self._calls.get(known.key) is known and says_the_same(known, call, sight):
            return
        seen = see_again(known, call, sight, missed_since_s)
        if _is_later(seen.start_s, known.start_s):
            self._doubts.append(f"{call.id} is younger than it was shown")
        elif seen.recounted_s is not None and known.recounted_s is None:
            self._doubts.append(f"{call.id} is counted from {call.duration} s again, and its earlier start stands")
        before = self._calls.get(known.key)
        if before is not None and seen.call.same_but_older(before.call) and seen == replace(before, call=seen.call):
            return
        self._put(seen)

    def _end(
        self, key: CallKey, how: str, seen_s: float, *, last: Call | None = None, ended_at_s: float | None = None
    ) -> None:
        known = self._calls.get(key)
        if known is None or (known.ended and known.ended_how == RELEASED):
            # The first word of a call may be its last (API.md 9, quirk 7): there is nothing to end.
            self._bury(key, seen_s)
            return
        if ended_at_s is None:
            ended_at_s = seen_s if known.ended_at_s is None else known.ended_at_s
        self._put(end(known, last, how, seen_s, ended_at_s))

    def _bury(self, key: CallKey, seen_s: float) -> None:
        # In the order in which their ends were seen.
        self._buried.pop(key, None)
        self._buried[key] = seen_s
        if len(self._buried) > _MOST_BURIED:
            del self._buried[next(iter(self._buried))]

    @abstractmethod
    def _put(self, call: BoardCall) -> None:
        """Let a copy, which nobody else has yet, stand among the calls."""


def _is_later(start_s: float | None, than_s: float | None, by_s: float = 0.0) -> bool:
    return start_s is not None and than_s is not None and start_s > than_s + by_s
