"""One storm: a server, two publishers, a wall, what befalls them, and a judgement."""

from __future__ import annotations

import asyncio
import contextlib
import random
import shutil
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from tests.floor.servers import PROGRAMS, NatsServer, as_user, nats_server
from tests.floor.storm.cable import Cable
from tests.floor.storm.clocks import OtherClock
from tests.floor.storm.hostile import be_hostile
from tests.floor.storm.life import Life
from tests.floor.storm.plan import Blow, Fault, StormPlan
from tests.floor.storm.truth import BEAT_S, Honesty, picture
from tui.floor.connection import FloorConnection, connected
from tui.floor.errors import FloorError
from tui.floor.reader import FloorReader
from tui.floor.reading import FloorReading
from tui.floor.stream import make_stream
from tui.floor.subjects import Subjects
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.publisher import FloorPublisher, PublisherOptions
from tui.live.clock import SystemClock
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.privacy import WALL

FLOOR = Subjects("floor")
_RIGHT_AGAIN_S = 90.0
_START_APART_S = 1.0


@dataclass
class StormOutcome:
    """How a storm went.

    Attributes:
        seed: Of its plan.
        blows: What happened, in words.
        divergences: What the wall shows in the end that is not so.
        lies: See `Honesty`.
        worst_s: See `Honesty`.
        recovery_s: From the calm until the wall was right; None where it never was.
        sessions: How many looks at the stream the wall took.
    """

    seed: int
    blows: list[str] = field(default_factory=list)
    divergences: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    worst_s: float = 0.0
    recovery_s: float | None = None
    sessions: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was wrong."""
        return not self.divergences and not self.lies


def operating(url: str) -> AbstractAsyncContextManager[FloorConnection]:
    """Connect as somebody who may do everything."""
    return connected(as_user(url, "operator"))


class Collector:
    """A publisher on a clock of its own, which is killed and started again."""

    def __init__(self, name: str, logins: tuple[str, ...], plan: StormPlan, clock: OtherClock, cable: Cable) -> None:
        self.name = name
        self.clock = clock
        self.board = Board(clock)
        self.cable = cable
        self.logins = logins
        self.life = Life(self.board, logins, random.Random(f"{plan.seed} {name}"))
        self._beat_s = plan.beat_s
        self._running: dict[str, asyncio.Task[None]] = {}

    def start(self, name: str = "", *, take_over: bool = False) -> None:
        """Publish, as somebody else where a name is said."""
        options = PublisherOptions(name or self.name, beat_s=self._beat_s, look_s=0.5, refused_s=1.0)
        options = replace(options, take_over=take_over)
        names = {login: login for login in self.logins}
        publisher = FloorPublisher(
            self.board, names, lambda: operating(self.cable.url), FLOOR, options, LoginEncoder(WALL)
        )
        self._running[options.name] = asyncio.create_task(publisher.run())

    async def kill(self, name: str = "") -> None:
        """End it in the midst of whatever it does."""
        running = self._running.pop(name or self.name, None)
        if running is not None:
            self.cable.cut()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    async def kill_all(self) -> None:
        for name in tuple(self._running):
            await self.kill(name)


class Storm:
    """All parts of one storm, right at the begin."""

    def __init__(self, plan: StormPlan, server: NatsServer, cables: Mapping[str, Cable]) -> None:
        self.plan = plan
        self.server = server
        self.cables = cables
        clocks = (OtherClock(plan.shifts_s[0], 0.0), OtherClock(plan.shifts_s[1], plan.drift))
        self.collectors = {
            name: Collector(name, tuple(f"{name}-{number}" for number in range(plan.logins)), plan, clock, cables[name])
            for name, clock in zip(("c1", "c2"), clocks, strict=True)
        }
        self.board = Board(SystemClock())
        self.journal = Journal(self.board.clock)
        reading = FloorReading("there", FLOOR, refused_s=1.0)
        self.reader = FloorReader(lambda: operating(cables["wall"].url), reading, self.board, self.journal)
        self.honesty = Honesty(self.board, WALL)
        self.boards = {login: each.board for each in self.collectors.values() for login in each.logins}
        self._down = 0
        for each in self.collectors.values():
            self.honesty.follow(each.board, each.logins)

    def wrongs(self) -> list[str]:
        """What the wall does not show as it is."""
        found = []
        for login, board in self.boards.items():
            source = self.board.sources.get(login)
            if source is None:
                found.append(f"{login} is missing")
            elif not source.link.live:
                found.append(f"{login} is {source.link.state}: {source.link.why}")
            elif (shown := picture(self.board, login)) != (right := picture(board, login, WALL)):
                found.append(f"{login} shows {sorted(shown, key=str)} and not {sorted(right, key=str)}")
        return found

    def wrong_times(self) -> list[str]:
        """Which calls began at another time than their publisher says."""
        found = []
        for each in self.collectors.values():
            keys = [key for login in each.logins for key in each.board.keys_of(login)]
            for key in (key for key in keys if not each.board.calls[key].ended):
                theirs, ours = each.board.calls[key].start_s, self.board.calls[key].start_s
                if theirs is None or ours is None or abs(each.clock.ours_s(theirs) - ours) > _START_APART_S:
                    found.append(f"{key} began at {ours}, and not at {theirs}")
        return found

    async def strike(self, blow: Blow) -> None:
        """Do what a blow says, and undo it."""
        collector = self.collectors.get(blow.whom)
        if blow.fault in _WAYS:
            _WAYS[blow.fault](self.cables[blow.whom])
            await asyncio.sleep(blow.for_s)
        elif blow.fault in (Fault.SERVER_KILLED, Fault.SERVER_WIPED, Fault.SERVER_OLDER):
            await self._strike_server(blow)
        elif collector is not None:
            await self._strike_publisher(blow, collector)

    async def _strike_server(self, blow: Blow) -> None:
        if self._down:
            return
        self._down += 1
        self.server.kill()
        try:
            await asyncio.sleep(min(blow.for_s, 5.0))
            store = self.server.store
            if blow.fault is not Fault.SERVER_KILLED:
                shutil.rmtree(store, ignore_errors=True)
            older = store.with_name("older")
            if blow.fault is Fault.SERVER_OLDER and older.exists():
                shutil.copytree(older, store)
        finally:
            self.server.restart()
            self._down -= 1
        await make_the_stream(self.server)

    async def _strike_publisher(self, blow: Blow, collector: Collector) -> None:
        match blow.fault:
            case Fault.PUBLISHER_KILLED:
                await collector.kill()
                await asyncio.sleep(blow.for_s)
                if collector.name not in collector._running:
                    collector.start()
            case Fault.PUBLISHER_REPLACED:
                await collector.kill()
                collector.start()
            case Fault.PUBLISHER_STOPPED:
                _WAYS[Fault.HALF_OPEN](collector.cable)
                await asyncio.sleep(blow.for_s)
            case Fault.RIVAL:
                rival = f"{collector.name}-rival"
                if rival not in collector._running:
                    collector.start(rival, take_over=True)
                    await asyncio.sleep(blow.for_s)
                    await collector.kill(rival)
            case Fault.GWS_CUT:
                login = collector.logins[0]
                collector.board.set_link(login, LinkState.STALE, "GWS cut")
                await asyncio.sleep(blow.for_s)
                collector.board.set_link(login, LinkState.LIVE)
            case Fault.HOSTILE:
                with contextlib.suppress(FloorError, OSError, TimeoutError):
                    await be_hostile(await self.server.url(), collector.logins[0], random.Random(self.plan.seed))

    async def calm(self) -> None:
        """Let everything go on as at the begin."""
        for cable in self.cables.values():
            cable.calm()
        for collector in self.collectors.values():
            for login in collector.logins:
                collector.board.set_link(login, LinkState.LIVE)

    async def live(self) -> None:
        """Let things happen at the logins, as often as planned."""
        each = tuple(self.collectors.values())
        rng = random.Random(self.plan.seed)
        while True:
            await asyncio.sleep(rng.expovariate(self.plan.rate))
            rng.choice(each).life.step()

    async def watch(self) -> None:
        """Look at the wall again and again."""
        loop = asyncio.get_running_loop()
        before_s = loop.time()
        while True:
            await asyncio.sleep(BEAT_S)
            now_s = loop.time()
            self.honesty.beat(now_s - before_s)
            before_s = now_s


async def make_the_stream(server: NatsServer) -> None:
    """Make it as soon as the server is there."""
    for _ in range(600):
        try:
            async with operating(await server.url()) as connection:
                await make_stream(connection, FLOOR)
                return
        except FloorError:
            await asyncio.sleep(0.1)
    raise TimeoutError("the server does not come back")


def _hold(cable: Cable) -> None:
    cable.up.held = cable.down.held = True


def _delay(cable: Cable) -> None:
    cable.up.delay_s = cable.down.delay_s = 2.0


def _slow(cable: Cable) -> None:
    cable.up.bytes_per_s = cable.down.bytes_per_s = 64_000


def _refuse(cable: Cable) -> None:
    cable.refuses = True
    cable.cut()


_WAYS: dict[Fault, Callable[[Cable], None]] = {
    Fault.CUT: Cable.cut,
    Fault.REFUSED: _refuse,
    Fault.HALF_OPEN: _hold,
    Fault.DEAF: lambda cable: setattr(cable.down, "held", True),
    Fault.DUMB: lambda cable: setattr(cable.up, "held", True),
    Fault.DELAYED: _delay,
    Fault.SLOW: _slow,
}


@asynccontextmanager
async def storm_of(plan: StormPlan, folder: Path) -> AsyncIterator[Storm]:
    """Start everything, and end it."""
    program = PROGRAMS[plan.seed % len(PROGRAMS)]
    with nats_server(program, folder) as server:

        async def port() -> int:
            return urlsplit(await server.url()).port or 0

        await make_the_stream(server)
        async with Cable(port) as wall, Cable(port) as one, Cable(port) as two:
            storm = Storm(plan, server, {"wall": wall, "c1": one, "c2": two})
            feeds = asyncio.create_task(Feeds([storm.reader], storm.board, storm.journal).run())
            watching = asyncio.create_task(storm.watch())
            try:
                for collector in storm.collectors.values():
                    collector.start()
                yield storm
            finally:
                for task in (feeds, watching):
                    task.cancel()
                await asyncio.gather(feeds, watching, return_exceptions=True)
                for collector in storm.collectors.values():
                    await collector.kill_all()


async def run_storm(plan: StormPlan, folder: Path) -> StormOutcome:
    """Run a storm.

    Args:
        plan: What happens.
        folder: An empty one.
    """
    outcome = StormOutcome(plan.seed, [f"{b.at_s:.1f} {b.whom} {b.fault} for {b.for_s:.1f}" for b in plan.blows])
    async with storm_of(plan, folder) as storm:
        living = asyncio.create_task(storm.live())
        try:
            await _until_right(storm)
            shutil.copytree(storm.server.store, storm.server.store.with_name("older"))
            async with asyncio.TaskGroup() as group:
                for blow in plan.blows:
                    group.create_task(_later(storm, blow))
            await storm.calm()
        finally:
            living.cancel()
            await asyncio.gather(living, return_exceptions=True)
        outcome.recovery_s = await _until_right(storm)
        # A time that came by a slow beat is mended by the next one.
        await _until_right(storm, times=True)
        outcome.divergences = storm.wrongs() or storm.wrong_times()
        outcome.lies, outcome.worst_s = storm.honesty.lies, storm.honesty.worst_s
        outcome.sessions = sum(entry.times for entry in storm.journal if entry.words == "the floor is read")
    return outcome


async def _later(storm: Storm, blow: Blow) -> None:
    await asyncio.sleep(blow.at_s)
    await storm.strike(blow)


async def _until_right(storm: Storm, *, times: bool = False) -> float | None:
    loop = asyncio.get_running_loop()
    began_s = loop.time()
    while loop.time() < began_s + _RIGHT_AGAIN_S:
        if not storm.wrongs() and not (times and storm.wrong_times()):
            return loop.time() - began_s
        await asyncio.sleep(BEAT_S)
    return None
