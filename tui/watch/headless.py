"""`callboard watch`: the board as JSON lines, for scripts and logs."""

import asyncio
import math
from collections.abc import Callable, Iterable, Sized
from typing import TYPE_CHECKING, Any, NoReturn

from tui.live.reports.health import HealthWatch
from tui.live.store.board import Board, Changes
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.link import LinkState
from tui.printing.json_line import Line, json_line
from tui.printing.output import complain
from tui.printing.printer import LEAST, Printer
from tui.source.models import SupervisorMonitoringState
from tui.views.slices import PAUSE_S, SLICE_S, more_for
from tui.wiring import RunParts

if TYPE_CHECKING:
    from tui.views.agents.agent_report import AgentReport
    from tui.views.attention.alarm import Alarm
    from tui.views.attention.alarm_changes import AlarmChanges
    from tui.views.service.service_count import ServiceCount

REFUSED = 3
UNREACHABLE = 4
_ONCE_S = 30.0
_LOOK_S = 1.0
HEALTH_S = 60.0
_WORTH = 2
"""A queue that holds the whole state so many times is worth less than the state."""


def _always() -> bool:
    return True


class Reporter:
    """Turns each step of the board into lines; the format is described in tui/cli/README.md.

    Where lines cannot be taken, whole steps are left out and counted, until `catch_up` makes up for them.
    """

    def __init__(
        self,
        board: Board,
        write: Callable[[Line], None],
        takes: Callable[[], bool] = _always,
        alarms: "AlarmChanges | None" = None,
    ) -> None:
        """Watch the board from now on.

        Args:
            board: What to report.
            write: Takes each line.
            takes: Whether the lines of a step can be taken now.
            alarms: Tells alarms of the board; no lines of alarms if not given.
        """
        self._board = board
        self._alarms = alarms
        self._told_alarms: dict[tuple[CallKey, str], Alarm] = {}
        self._write = write
        self._takes = takes
        self._told: dict[CallKey, BoardCall] = {}
        self._left_out = 0
        self.stop = board.watch(self.report)

    def report(self, changes: Changes) -> None:
        """Write the lines of one step.

        Args:
            changes: What the step changed.
        """
        if not self._takes() or self._left_out:
            self._left_out += sum(map(len, _lines_of(changes)))
            return
        self._report_beside(changes)
        for change in ("added", "changed", "ended"):
            for key in getattr(changes, change):
                self._told[key] = self._board.calls[key]
                self._say_call(change, self._told[key])
        self._report_removed(changes.removed)

    def tell_alarms(self) -> bool:
        """Write which alarms have begun and which are over since the last time.

        Returns:
            Whether some calls were not looked at yet.
        """
        if self._alarms is None:
            return False
        step = self._alarms.look(more_for(SLICE_S))
        if not self._takes() or self._left_out:
            self._left_out += len(step.begun) + len(step.ended)
            return self._alarms.busy
        for alarm in step.ended:
            self._say_alarm_ended(alarm)
        for alarm in step.begun:
            self._say_alarm_begun(alarm)
        return self._alarms.busy

    def catch_up(self) -> None:
        """Where lines were left out say how many, and then how everything stands, so that who reads is right again."""
        if not self._left_out:
            return
        left_out, self._left_out = self._left_out, 0
        self._write({"type": "gap", "lines": left_out, "at": self._at()})
        board = self._board
        self._report_removed([key for key in self._told if key not in board.calls])
        devices = tuple((name, device_id) for name, source in board.sources.items() for device_id in source.devices)
        self._report_beside(Changes(links=tuple(board.sources), devices=devices))
        for key, known in board.calls.items():
            told = self._told.get(key)
            change = "added" if told is None else "ended" if known.ended and not told.ended else "changed"
            self._told[key] = known
            self._say_call(change, known)
        self._report_open_alarms()

    def say_recording_ended(self, why: str) -> None:
        """Write that the recording has ended before the run.

        Args:
            why: In words.
        """
        self._write({"type": "recording", "state": "ended", "why": why, "at": self._at()})

    def _report_beside(self, changes: Changes) -> None:
        for source in changes.links:
            if source not in self._board.sources:
                self._say("link", source, state="removed", why="")
                continue
            link = self._board.sources[source].link
            self._say("link", source, state=str(link.state), why=link.why)
        for source, device_id in changes.devices:
            there = self._board.sources.get(source)
            known = there.devices.get(device_id) if there is not None else None
            if known is not None:
                self._say("device", source, device=known.device.wire())

    def _report_open_alarms(self) -> None:
        going_on = {(alarm.key, alarm.what): alarm for alarm in self._alarms.open} if self._alarms is not None else {}
        for place in [place for place in self._told_alarms if place not in going_on]:
            self._say_alarm_ended(self._told_alarms[place])
        for alarm in going_on.values():
            self._say_alarm_begun(alarm)

    def _say_alarm_begun(self, alarm: "Alarm") -> None:
        self._told_alarms[alarm.key, alarm.what] = alarm
        lasted_s = alarm.lasted_s(self._board.sure_until_s(alarm.key.source) if alarm.key.id else self._now_s())
        self._write({"type": "alarm", "change": "begun", **alarm.fields(), "seconds": lasted_s, "at": self._at()})

    def _say_alarm_ended(self, alarm: "Alarm") -> None:
        if self._told_alarms.pop((alarm.key, alarm.what), None) is not None:
            self._write({"type": "alarm", "change": "ended", **alarm.fields(), "at": self._at()})

    def _now_s(self) -> float:
        return self._board.clock.now_s()

    def _report_removed(self, keys: Iterable[CallKey]) -> None:
        for key in keys:
            if key in self._told:
                self._say_call("removed", self._told.pop(key))

    def _say_call(self, change: str, known: BoardCall) -> None:
        extra = {"how": known.ended_how} if known.ended else {}
        call = call_object(known, self._board.sure_until_s(known.key.source))
        self._say("call", known.key.source, change=change, call=call, **extra)

    def _say(self, kind: str, source: str, **rest: object) -> None:
        self._write({"type": kind, "source": source, **rest, "at": self._at()})

    def _at(self) -> str:
        return self._board.clock.wall().isoformat()


def _lines_of(changes: Changes) -> tuple[Sized, ...]:
    return changes.links, changes.devices, changes.added, changes.changed, changes.ended, changes.removed


def call_object(known: BoardCall, now_s: float) -> dict[str, Any]:
    """Give a call in the wire's own names.

    Args:
        known: The call on the board.
        now_s: Up to when its source is sure.

    Returns:
        The resource as it came, without what was absent; `duration` in whole seconds at that moment, where it is known;
        `readAs` where a word of the server means another one of the reference.
    """
    age_s = known.age_s(now_s)
    unreadable = {"unreadable": known.unreadable} if known.unreadable else {}
    read_as = _read_as(known.call.supervisor_monitoring_state)
    counted = {} if age_s is None else {"duration": int(age_s)}
    return {**known.call.wire(), **counted, **read_as, **unreadable}


def _read_as(monitoring: SupervisorMonitoringState | None) -> dict[str, Any]:
    if monitoring is None or monitoring.meaning == monitoring.state:
        return {}
    return {"readAs": {"supervisorMonitoringState": monitoring.meaning}}


def whole(board: Board, agents: "AgentReport | None" = None) -> Line:
    """Give everything on the board as one object.

    Args:
        board: The board.
        agents: Has counted agents; these are left out if not given.

    Returns:
        `sources`, `calls` and `devices`; calls and devices carry the name of their source beside the wire's fields.
    """
    sources = [
        {"source": source.name, "state": str(source.link.state), "why": source.link.why, "user": source.user.user_name}
        for source in board.sources.values()
    ]
    calls = [
        {"source": key.source, **call_object(known, board.sure_until_s(key.source))}
        for key, known in board.calls.items()
        if not known.ended
    ]
    devices = [
        {"source": source.name, **known.device.wire()}
        for source in board.sources.values()
        for known in source.devices.values()
    ]
    return {"sources": sources, "calls": calls, "devices": devices, **_counted(agents)}


def _counted(agents: "AgentReport | None") -> Line:
    from tui.views.agents.agent_count_words import agents_object

    return {"agents": agents_object(agents.found)} if agents is not None and agents.found is not None else {}


async def watch(
    parts: RunParts,
    *,
    health: HealthWatch | None = None,
    health_s: float = HEALTH_S,
    alarms: "AlarmChanges | None" = None,
    service: "ServiceCount | None" = None,
    service_s: float = 0.0,
    agents: "AgentReport | None" = None,
) -> NoReturn:
    """Print every change until cancelled.

    Args:
        parts: What runs.
        health: Tells how it is, in lines between the others; no such lines if not given.
        health_s: Seconds between two of them while nothing changes.
        alarms: Tells alarms of the board; no such lines if not given.
        service: What came of calls; no such lines if not given.
        service_s: Seconds between two of these.
        agents: Counts agents; no such lines if not given.

    Raises:
        OutputError: Standard output cannot be written.
    """
    board = parts.board
    with Printer(lambda: LEAST + _WORTH * len(board.calls), on_room=lambda: reporter.catch_up()) as printer:

        def write(line: Line) -> None:
            printer.put(json_line(line))

        def takes() -> bool:
            return printer.takes

        reporter = Reporter(board, write, takes, alarms)
        reporter.report(Changes(links=tuple(board.sources)))
        parts.on_recording_end(reporter.say_recording_ended)
        running = [asyncio.create_task(parts.feeds.run()), asyncio.create_task(_tell_alarms(reporter))]
        if health is not None:
            running.append(asyncio.create_task(_tell_health(health, board, write, takes, health_s)))
        if service is not None:
            running.append(asyncio.create_task(_tell_service(service, board, write, takes, service_s)))
        if agents is not None:
            running.append(asyncio.create_task(_tell_agents(agents, board, write, takes)))
        try:
            # What cannot be written must end the run, and not a feed.
            await printer.fail_or_be_left()
        finally:
            reporter.stop()
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)


async def _tell_alarms(reporter: Reporter) -> NoReturn:
    """Look once a second, which is how exact alarms are on a wall too; what is left after a slice, soon after it."""
    while True:
        busy = reporter.tell_alarms()
        await asyncio.sleep(PAUSE_S if busy else _LOOK_S)


async def _tell_health(
    health: HealthWatch, board: Board, write: Callable[[Line], None], takes: Callable[[], bool], every_s: float
) -> NoReturn:
    """Write a line when it becomes well or ill, and every so often: who reads none any more knows that nothing runs."""
    was_ok, due_s = None, -math.inf
    while True:
        found, now_s = health.look(), board.clock.now_s()
        if takes() and (found.ok is not was_ok or now_s >= due_s):
            was_ok, due_s = found.ok, now_s + every_s
            write({"type": "health", **found.wire(), "at": board.clock.wall().isoformat()})
        await asyncio.sleep(_LOOK_S)


async def _tell_service(
    service: "ServiceCount", board: Board, write: Callable[[Line], None], takes: Callable[[], bool], every_s: float
) -> NoReturn:
    """Write the figures every so often; a reader that stands still gets the next ones, in which these are."""
    from tui.views.service.service_words import service_object

    while True:
        await asyncio.sleep(every_s)
        if takes():
            write({"type": "service", **service_object(service), "at": board.clock.wall().isoformat()})


async def _tell_agents(
    agents: "AgentReport", board: Board, write: Callable[[Line], None], takes: Callable[[], bool]
) -> None:
    """Write what agents do after each look; a reader that stands still gets the next one."""
    from tui.views.agents.agent_count_words import agents_object

    async for found in agents.run():
        if takes():
            write({"type": "agents", **agents_object(found), "at": board.clock.wall().isoformat()})


async def watch_once(
    parts: RunParts,
    write: Callable[[Board], str],
    wait_s: float = _ONCE_S,
    agents: "AgentReport | None" = None,
) -> int:
    """Print the whole state when all sources are live, or say why that cannot be.

    Args:
        parts: What runs.
        write: Makes the text of a board.
        wait_s: How long to wait at the most.
        agents: Asks for them once all are live; nobody is asked if not given.

    Returns:
        The exit code: 0, `REFUSED` or `UNREACHABLE`.

    Raises:
        OutputError: Standard output cannot be written.
    """
    running = asyncio.create_task(parts.feeds.run())
    try:
        code = await wait_until_live(parts.board, wait_s)
        if code == 0 and agents is not None:
            await agents.look()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    if code == 0:
        with Printer() as printer:
            await printer.say(write(parts.board))
    return code


async def wait_until_live(board: Board, wait_s: float = _ONCE_S) -> int:
    """Wait until all sources are live, or say on standard error why that cannot be; the feeds must run.

    Args:
        board: Which sources there are.
        wait_s: How long to wait at the most.

    Returns:
        The exit code: 0, `REFUSED` or `UNREACHABLE`.
    """
    settled = asyncio.Event()
    stop = board.watch(lambda changes: settled.set() if changes.links and _is_settled(board) else None)
    try:
        async with asyncio.timeout(wait_s):
            await settled.wait()
    except TimeoutError:
        pass
    finally:
        stop()
    return _conclude(board)


def _is_settled(board: Board) -> bool:
    links = [source.link for source in board.sources.values()]
    return all(link.live for link in links) or any(_is_hopeless(link.state, link.why) for link in links)


def _is_hopeless(state: LinkState, why: str) -> bool:
    return state is LinkState.REFUSED or (state is LinkState.CONNECTING and bool(why))


def _conclude(board: Board) -> int:
    bad = [source for source in board.sources.values() if not source.link.live]
    for source in bad:
        complain(f"{source.name}: {source.link.state}: {source.link.why or 'no answer in time'}")
    if not bad:
        return 0
    return REFUSED if any(source.link.state is LinkState.REFUSED for source in bad) else UNREACHABLE
