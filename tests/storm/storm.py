"""One storm: a client and a server with a hostile network between them, then calm, then the judgement."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from tests.storm.census import STORM, Census
from tests.storm.honesty import Honesty, differences
from tests.storm.plan import Plan
from tests.storm.proxy import Proxy
from tests.storm.pulse import BEAT_S, Pulse
from tests.storm.truth import Truth
from tests.storm.weather import Weather
from tests.waiting import until
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.store.privacy import OPEN
from tui.recording.recorder import RecordingRequest
from tui.wiring import RunParts, build

DEADLINE_S = 30.0
"""How long anything may take before it counts as never: longer than any delay that the client allows itself here.

It is counted in looks, not by the clock: on a busy machine, storms that share a process wait for each other.
"""

EVENTS_PER_S = 50.0
_STEADY_BEATS = 5
_NEVER_S = 3600.0


@dataclass(slots=True)
class Outcome:
    """How a storm went.

    Attributes:
        seed: Of its plan.
        gusts: The faults that were done, by name.
        divergences: Ghosts, missing and wrong calls after the calm, and sources that did not come back.
        lies: See ``Honesty.lies``.
        leaks: Tasks and connections that were left.
        faults: Errors that were logged or that nobody caught.
        detections_s: See ``Honesty.detections_s``.
        recovery_s: From the calm until every source was live; None if that was so already, or never.
        changes: Changes of calls at the server.
        looks: See ``Honesty.looks``.
    """

    seed: int
    gusts: tuple[str, ...] = ()
    divergences: list[str] = field(default_factory=list)
    lies: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    detections_s: list[float] = field(default_factory=list)
    recovery_s: float | None = None
    changes: int = 0
    looks: int = 0

    @property
    def good(self) -> bool:
        """Whether nothing was wrong."""
        return not (self.divergences or self.lies or self.leaks or self.faults)


@dataclass(frozen=True, slots=True)
class Scene:
    """Everything that a storm blows through, running.

    Attributes:
        simulator: The server.
        proxies: The path of each login, by its name.
        parts: The client.
        truth: What the server knows.
        honesty: What the client shows, compared with that.
        left_open: Connections that the client had not closed when it had ended.
    """

    simulator: Simulator
    proxies: dict[str, Proxy]
    parts: RunParts
    truth: Truth
    honesty: Honesty
    left_open: list[str] = field(default_factory=list)

    def all_live(self) -> bool:
        """Whether every source says that it is live."""
        return all(source.link.live for source in self.parts.board.sources.values())

    def divergences(self) -> list[str]:
        """How the board differs from the server's own lists now."""
        board = self.parts.board
        not_live = [f"{name}: {source.link}" for name, source in board.sources.items() if not source.link.live]
        wrong = [
            f"{name}: {difference}"
            for name in self.proxies
            for difference in differences(self.honesty.shown(name), self.truth.faces(name))
        ]
        return (
            not_live + wrong + [f"{key}: {known.unreadable}" for key, known in board.calls.items() if known.unreadable]
        )


async def run_storm(plan: Plan, census: Census) -> Outcome:
    """Run one storm in a task of its own.

    Args:
        plan: What happens.
        census: Counts its tasks.
    """
    STORM.set(plan.seed)
    outcome = Outcome(plan.seed, tuple(gust.kind.value for gust in plan.gusts))
    try:
        async with set_scene(plan) as scene:
            await _play(plan, scene, outcome)
        outcome.leaks += scene.left_open
        await _until_quiet(lambda: not census.tasks(plan.seed))
        outcome.leaks += [repr(task) for task in census.tasks(plan.seed)]
    except TimeoutError as error:
        outcome.divergences.append(f"never came to an end: {error!r}")
    outcome.faults += census.problems.pop(plan.seed, [])
    return outcome


@asynccontextmanager
async def set_scene(
    plan: Plan, *, resync_s: float = _NEVER_S, feeding: bool = True, record: Path | None = None
) -> AsyncIterator[Scene]:
    """Start server, proxies and client of a plan; at the end the client goes first, and has to close what it opened.

    Args:
        plan: How big, and how patient.
        resync_s: Between two looks that nothing asked for: in a storm never, since they would hide what was missed.
        feeding: Whether the feeds run; else whoever sets the scene has to run them.
        record: Where everything is recorded; nothing is where it is not given.

    Yields:
        The scene, not yet live.
    """
    async with AsyncExitStack() as stack:
        simulator = await stack.enter_async_context(Simulator(_options(plan)))
        port = int(simulator.url.rpartition(":")[2])
        names = [login.name for login in simulator.logins]
        proxies = {name: await stack.enter_async_context(Proxy(port)) for name in names}
        parts = _client(simulator, proxies, resync_s, record)
        pulse = Pulse(proxies)
        truth = Truth(simulator, pulse.now.__getitem__)
        honesty = Honesty(parts.board, truth, pulse.now.__getitem__, plan.silence_s)
        for name, proxy in proxies.items():
            proxy.on_broken = partial(honesty.hurt, name)
        scene = Scene(simulator, proxies, parts, truth, honesty)
        stack.enter_context(parts.recording())
        works = (*([parts.feeds.run()] if feeding else []), pulse.run(honesty.look))
        running = [asyncio.create_task(work) for work in works]
        try:
            yield scene
        finally:
            honesty.stop()
            await _end(running)
            await _until_quiet(lambda: not any(proxy.open_connections for proxy in proxies.values()))
            scene.left_open.extend(f"a connection of {name}" for name in names if proxies[name].open_connections)


async def _end(running: Iterable[asyncio.Task[None]]) -> None:
    """Cancel what would run for ever; what ended before, because it broke, raises here."""
    for task in running:
        task.cancel()
    for ended in await asyncio.gather(*running, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            raise RuntimeError("a part of the storm came to an end by itself") from ended


async def _play(plan: Plan, scene: Scene, outcome: Outcome) -> None:
    loop = asyncio.get_running_loop()
    weather = Weather(plan, scene.simulator, scene.proxies, scene.honesty.hurt)
    await until(scene.all_live, DEADLINE_S)
    await weather.blow()
    await weather.calm()
    calm_s = loop.time()
    was_live = scene.all_live()
    await _until_quiet(scene.all_live, DEADLINE_S)
    outcome.recovery_s = None if was_live or not scene.all_live() else loop.time() - calm_s
    scene.simulator.pause()
    await _until_steady(scene)
    outcome.divergences += scene.divergences()
    outcome.faults += [
        f"the simulator changed a call of {name} without a word"
        for name in scene.proxies
        if scene.truth.faces(name) != scene.truth.noted(name)
    ]
    outcome.lies, outcome.detections_s = scene.honesty.lies, scene.honesty.detections_s
    outcome.changes, outcome.looks = scene.truth.changes, scene.honesty.looks


async def _until_steady(scene: Scene) -> None:
    """Wait until the board has been right for some beats on end: what is still under way must not spoil it again."""
    right = 0
    for _ in range(int(DEADLINE_S / BEAT_S)):
        await asyncio.sleep(BEAT_S)
        right = 0 if scene.divergences() else right + 1
        if right >= _STEADY_BEATS:
            return


async def _until_quiet(condition: Callable[[], object], deadline_s: float = 5.0) -> None:
    """Wait for a condition; whether it came true is judged afterwards."""
    try:
        await until(condition, deadline_s)
    except TimeoutError:
        return


def _options(plan: Plan) -> Options:
    return Options(
        agents=plan.agents,
        calls=plan.calls,
        rate_per_s=EVENTS_PER_S,
        seed=plan.seed,
        poll_timeout_ms=plan.hold_ms,
        max_interval_ms=plan.max_interval_ms,
        ack=plan.ack,
    )


def _client(simulator: Simulator, proxies: dict[str, Proxy], resync_s: float, record: Path | None) -> RunParts:
    sources = [{"name": login.name, "user": login.user, "url": proxies[login.name].url} for login in simulator.logins]
    settings = Settings.model_validate(
        {"sources": sources, "resync_s": resync_s, "resync_max_s": resync_s, "ended_s": 1.0, "refused_retry_s": 10.0}
    )
    passwords = {login.name: SecretStr(login.password) for login in simulator.logins}
    # Without the passwords, which are taken out of it: there must be nothing to take out.
    recording = RecordingRequest(record, OPEN, "wall", {}) if record is not None else None
    return build(settings, passwords, recording=recording)
