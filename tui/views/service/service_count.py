"""Counts what came of calls as they end, per agent, team and queue: nothing here walks the board twice."""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from tui.live.store.bare import BareCall
from tui.live.store.board import Board, Changes
from tui.live.store.card import RELEASED, CallKey
from tui.live.store.monitored import is_monitored_call
from tui.source.models import CallState, CallType
from tui.views.arrangement.choices import GroupRules
from tui.views.arrangement.grouping import team_of
from tui.views.service.figures import NOTHING, ServiceFigures
from tui.views.words.attached_data import said

MINUTES = 60
"""So many minutes are kept, the present one among them."""
MOST_QUEUES = 200
"""What attached data calls a queue may be anything: further ones are counted together."""
OTHER_QUEUES = "other queues"


class ServiceKind(StrEnum):
    """Of what there are figures."""

    ALL = "all"
    TEAM = "team"
    QUEUE = "queue"
    AGENT = "agent"


class ServiceGroup(NamedTuple):
    """One agent, team or queue; the name of all is ""."""

    kind: ServiceKind
    name: str


EVERYBODY = ServiceGroup(ServiceKind.ALL, "")
Counted = Mapping[ServiceGroup, ServiceFigures]


class ServiceCount:
    """Watches a board from now on.

    Attributes:
        since: Wall clock of the beginning.
        within_s: How soon a call is wanted to be answered, seconds.
    """

    def __init__(self, board: Board, rules: GroupRules, within_s: float) -> None:
        """Begin now.

        Args:
            board: As it may be shown: a queue whose name is hidden is none.
            rules: Which groups are teams, and what names a queue.
            within_s: How soon a call is wanted to be answered, seconds.
        """
        self.since: datetime = board.clock.wall()
        self.within_s = within_s
        self._board = board
        self._rules = rules
        self._begun_s = board.clock.now_s()
        self._rang = {key for key, call in board.bare.calls.items() if call.call.state == CallState.RINGING}
        self._all: dict[ServiceGroup, ServiceFigures] = {}
        self._queues: set[str] = set()
        self._minutes: deque[tuple[int, dict[ServiceGroup, ServiceFigures]]] = deque()
        self._hour: tuple[int, int, Counted] = (0, -1, {})
        self._ends = 0
        self.stop = board.watch(self._take)

    @property
    def seen(self) -> Counted:
        """Everything since the beginning."""
        return self._all

    @property
    def hour(self) -> Counted:
        """The last hour, or what there is of it; added up anew where something has come or gone."""
        number = self._number
        self._roll(number)
        if self._hour[:2] != (number, self._ends):
            self._hour = (number, self._ends, _added(figures for _, figures in self._minutes))
        return self._hour[2]

    @property
    def _number(self) -> int:
        return int(self._board.clock.now_s() // 60)

    def follow(self, rules: GroupRules) -> None:
        """Go by other rules, or by another policy: what is known by group alone might be hidden now, and is forgotten.

        Args:
            rules: Which groups are teams, and what names a queue.
        """
        self._rules = rules
        self._queues.clear()
        for counted in (self._all, *(figures for _, figures in self._minutes)):
            for group in [group for group in counted if group.kind in (ServiceKind.TEAM, ServiceKind.QUEUE)]:
                del counted[group]
        self._hour = (0, -1, {})

    def _roll(self, number: int) -> None:
        while self._minutes and self._minutes[0][0] <= number - MINUTES:
            self._minutes.popleft()

    def _take(self, changes: Changes) -> None:
        calls = self._board.bare.calls
        for key in (*changes.added, *changes.changed):
            known = calls.get(key)
            if known is not None and known.call.state == CallState.RINGING:
                self._rang.add(key)
        for key in changes.ended:
            self._close(calls[key])
        self._rang.difference_update((*changes.ended, *changes.removed))

    def _close(self, call: BareCall) -> None:
        if is_monitored_call(call.call):
            return
        figures = self._figures(call)
        if figures == NOTHING:
            return
        self._ends += 1
        number = self._number
        self._roll(number)
        if not self._minutes or self._minutes[-1][0] != number:
            self._minutes.append((number, {}))
        for group in self._groups(call):
            for counted in (self._all, self._minutes[-1][1]):
                counted[group] = counted.get(group, NOTHING) + figures

    def _figures(self, call: BareCall) -> ServiceFigures:
        if call.ended_how != RELEASED:
            return ServiceFigures(unseen=1)
        start_s, end_s = call.start_s, call.end_seen_s
        age_s = call.age_s(end_s)
        if start_s is None or age_s is None or start_s < self._begun_s:
            return ServiceFigures(unseen=1)
        answered_s = None if call.answered_at_s is None else max(0.0, call.answered_at_s - start_s)
        ring_s = age_s if answered_s is None else answered_s
        talked_s = None if answered_s is None else max(0.0, age_s - answered_s)
        hold_s = 0.0 if talked_s is None else min(call.held_s, talked_s)
        # A call of one step that rang and was answered in it was never seen to ring; what comes in does not dial.
        rang = call.key in self._rang or (answered_s is not None and call.call.call_type == CallType.INBOUND)
        return ServiceFigures(
            rang=int(rang),
            answered=int(rang and answered_s is not None),
            in_time=int(rang and answered_s is not None and answered_s <= self.within_s),
            longest_ring_s=ring_s if rang else 0.0,
            handled=int(talked_s is not None),
            talk_s=0.0 if talked_s is None else talked_s - hold_s,
            hold_s=hold_s,
        )

    def _groups(self, call: BareCall) -> Iterator[ServiceGroup]:
        yield EVERYBODY
        yield ServiceGroup(ServiceKind.AGENT, call.key.source)
        team = team_of(self._board.bare.sources[call.key.source].user, self._rules.teams)
        if team:
            yield ServiceGroup(ServiceKind.TEAM, team)
        queue = self._queue(call.key)
        if queue:
            yield ServiceGroup(ServiceKind.QUEUE, queue)

    def _queue(self, key: CallKey) -> str:
        name = said(self._board.shown_entry(key, self._rules.queue_key)) if self._rules.queue_key else ""
        if not name or name in self._queues:
            return name
        if len(self._queues) >= MOST_QUEUES:
            return OTHER_QUEUES
        self._queues.add(name)
        return name


def _added(parts: Iterable[Counted]) -> Counted:
    found: dict[ServiceGroup, ServiceFigures] = {}
    for part in parts:
        for group, figures in part.items():
            found[group] = found.get(group, NOTHING) + figures
    return found
