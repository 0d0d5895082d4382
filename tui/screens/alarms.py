"""Which alarms there are, which are new, and which somebody has acknowledged; knows nothing of how they are told."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

from tui.live.board import Board, Source
from tui.live.card import BoardCall, CallKey
from tui.screens.census import Census
from widgets.call_words import who_of
from widgets.durations import duration
from widgets.moment import now_s, sure_s
from widgets.thresholds import Thresholds

STALE = "stale"


@dataclass(frozen=True, slots=True)
class Alarm:
    """One alarm, with nothing in it that must not be shown.

    Attributes:
        key: The call; its id is "" for an alarm about the source itself.
        what: What took too long: a wait of `widgets.thresholds`, or `stale`.
        since_s: Since when that goes on, board's clock.
        at_s: When it became an alarm.
        who: The other party, or why the source is stale.
    """

    key: CallKey
    what: str
    since_s: float
    at_s: float
    who: str

    def words(self, now_s: float) -> str:
        """Say it in one line.

        Args:
            now_s: Now, board's clock.

        Returns:
            Such as `held 4:10 · •••• 0104 · Billing`.
        """
        head = f"{self.what} {duration(max(0.0, now_s - self.since_s))}"
        return " · ".join(word for word in (head, self.who, self.key.source) if word)


class _Known(NamedTuple):
    """The alarms of one copy of a call, and from when until when these are all."""

    revision: int
    from_s: float
    until_s: float
    alarms: tuple[Alarm, ...]


class Alarms:
    """Follows the alarms of a board. An acknowledged one is calm until it gets worse or ends."""

    def __init__(self, board: Board, census: Census, thresholds: Thresholds, stale_s: float | None) -> None:
        """See nothing yet.

        Args:
            board: What may be shown.
            census: Which calls are alarmed; which of them are calm is told to it.
            thresholds: The limits.
            stale_s: For how long a source may be stale; None for ever.
        """
        self.now: dict[CallKey, tuple[Alarm, ...]] = {}
        self._board = board
        self._census = census
        self._thresholds = thresholds
        self._stale_s = stale_s
        self._known: dict[CallKey, _Known] = {}
        self._told: dict[CallKey, frozenset[str]] = {}
        self._acknowledged: dict[CallKey, frozenset[str]] = {}

    @property
    def worst(self) -> Alarm | None:
        """The alarm that nobody has acknowledged for the longest time."""
        waiting = (alarm for key, alarms in self.now.items() if key not in self._acknowledged for alarm in alarms)
        return min(waiting, key=lambda alarm: (alarm.at_s, alarm.key), default=None)

    @property
    def acknowledged(self) -> int:
        """How many calls and sources are alarmed and calm."""
        return sum(key in self._acknowledged for key in self.now)

    def follow(self, thresholds: Thresholds, stale_s: float | None) -> None:
        """Go by other limits; what was told is not told again, what was acknowledged stays so.

        Args:
            thresholds: The limits.
            stale_s: For how long a source may be stale; None for ever.
        """
        self._thresholds, self._stale_s = thresholds, stale_s
        self._known.clear()

    def look(self) -> tuple[Alarm, ...]:
        """Look at the board again.

        Returns:
            Alarms that are new, or worse than they were, the oldest first; each is returned once.
        """
        self.now = {alarms[0].key: alarms for alarms in self._find() if alarms}
        whats = {key: frozenset(alarm.what for alarm in alarms) for key, alarms in self.now.items()}
        fresh = tuple(
            alarm
            for key, alarms in self.now.items()
            for alarm in alarms
            if alarm.what not in self._told.get(key, frozenset())
        )
        # While a source is stale no alarm is claimed for its calls, and none of them is over.
        self._known = {key: known for key, known in self._known.items() if key in self.now}
        self._told = {**{key: told for key, told in self._told.items() if self._is_unsure(key)}, **whats}
        self._acknowledged = {
            key: known
            for key, known in self._acknowledged.items()
            if (whats[key] <= known if key in whats else self._is_unsure(key))
        }
        self._census.calm = frozenset(self._acknowledged)
        return tuple(sorted(fresh, key=lambda alarm: (alarm.at_s, alarm.key)))

    def acknowledge(self, key: CallKey | None) -> tuple[Alarm, ...]:
        """Calm an alarm.

        Args:
            key: Of which call; where it has no loud alarm, or None, the worst is taken.

        Returns:
            What was acknowledged; nothing where there was none.
        """
        if key not in self.now or key in self._acknowledged:
            key = self.worst.key if self.worst else None
        if key is None:
            return ()
        self._acknowledged[key] = frozenset(alarm.what for alarm in self.now[key])
        self._census.calm = frozenset(self._acknowledged)
        return self.now[key]

    def _find(self) -> Iterator[tuple[Alarm, ...]]:
        for key in self._census.alarmed:
            call = self._board.calls.get(key)
            if call is not None:
                yield self._of(call)
        for source in self._board.sources.values():
            yield tuple(self._stale(source))

    def _of(self, call: BoardCall) -> tuple[Alarm, ...]:
        until_s = sure_s(self._board, self._board.sources[call.key.source])
        known = self._known.get(call.key)
        if known is None or known.revision != call.revision or not known.from_s <= until_s < known.until_s:
            known = self._known[call.key] = _read(call, self._thresholds, until_s)
        return known.alarms

    def _stale(self, source: Source) -> Iterator[Alarm]:
        link = source.link
        since_s = link.since_s if link.frozen_at_s is None else link.frozen_at_s
        if not link.live and self._stale_s is not None and now_s(self._board) - since_s >= self._stale_s:
            yield Alarm(CallKey(source.name, ""), STALE, since_s, since_s + self._stale_s, link.why)

    def _is_unsure(self, key: CallKey) -> bool:
        call = self._board.calls.get(key)
        return call is not None and not call.ended and not self._board.sources[key.source].link.live


def _read(call: BoardCall, thresholds: Thresholds, now_s: float) -> _Known:
    limits = [(limit, limit.alarm_at_s) for limit in thresholds.limits(call) if limit.alarm_at_s is not None]
    who = who_of(call.call)
    alarms = tuple(
        Alarm(call.key, limit.wait.value, limit.since_s, at_s, who) for limit, at_s in limits if at_s <= now_s
    )
    until_s = min((at_s for _, at_s in limits if at_s > now_s), default=inf)
    return _Known(call.revision, now_s, until_s, alarms)
