"""Storms that once showed something, or stand for one danger each; the random ones are in tests/interop."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

import pytest

from tests.storm.census import Census
from tests.storm.plan import Gust, Kind, Plan, plan_storm
from tests.storm.report import describe
from tests.storm.storm import Outcome, run_storm, set_scene
from tests.waiting import until
from tui.gws.auth import Session
from tui.gws.stream import Stream
from tui.live.feeds import feed_phase
from tui.live.store.board import Changes
from tui.live.store.call_rules import CallRules

HOLD_MS = 1000
LONG_S = HOLD_MS / 1000 + 8.0

DANGERS = {
    "silence": ([Gust(0.3, Kind.FREEZE, -1, LONG_S, 0.0)], LONG_S),
    "an answer that does not end": ([Gust(0.3, Kind.ENDLESS, -1, LONG_S, 0.0)], LONG_S),
    "no server": ([Gust(0.3, Kind.REFUSE, -1, 2.0, 0.0)], 2.2),
    "calls begin and end unseen": ([Gust(0.3, Kind.UNSEEN, -1, 0.3, 1.0)], 1.0),
    "snapshots lack the calls": ([Gust(0.3, Kind.LACKING, -1, 0.3, 0.9)], 1.0),
    "the voice part of snapshots fails": ([Gust(0.3, Kind.PARTIAL, -1, 0.3, 0.9)], 1.0),
    "the advice is not to reconnect": ([Gust(0.3, Kind.ENDED, -1, 0.9, 0.0)], 1.0),
    "the sticky cookie changes its value, and the connection is cut": (
        [Gust(0.2, Kind.STICKY, -1, 1.5, 0.0), Gust(0.8, Kind.CUT, -1, 0.8, 0.0)],
        1.7,
    ),
    "the sticky cookie changes its name, and the login is lost": (
        [Gust(0.2, Kind.RENAMED, -1, 1.5, 0.0), Gust(0.8, Kind.EXPIRE, -1, 0.8, 0.0)],
        1.7,
    ),
    "the session cookie is replaced, and the CometD session is lost": (
        [Gust(0.2, Kind.REPLACED, -1, 1.5, 0.0), Gust(0.8, Kind.FORGET, -1, 0.8, 0.0)],
        1.7,
    ),
    "a cookie never comes back, and the login is lost": (
        [Gust(0.2, Kind.UNSENT, -1, 1.5, 0.0), Gust(0.8, Kind.EXPIRE, -1, 0.8, 0.0)],
        1.7,
    ),
    "polls are cut before their time": ([Gust(0.2, Kind.IMPATIENT, -1, 2.0, 0.2)], 2.2),
    "polls are held for less than before": ([Gust(0.2, Kind.HOLD, -1, 1.5, 0.0)], 1.7),
    "no Voice service": ([Gust(0.3, Kind.VOICE, -1, 3.0, 0.0)], 3.2),
    "the Voice service goes while nobody listens": (
        [Gust(0.3, Kind.CUT, -1, 0.3, 0.0), Gust(0.3, Kind.VOICE, -1, 3.0, 0.0)],
        3.2,
    ),
    "a new login while the Voice service is away": (
        [Gust(0.3, Kind.VOICE, -1, 3.0, 0.0), Gust(0.6, Kind.EXPIRE, -1, 0.6, 0.0)],
        3.2,
    ),
}


def plan(gusts: Iterable[Gust], storm_s: float, *, agents: int = 2, seed: int = 7) -> Plan:
    return Plan(
        seed=seed,
        agents=agents,
        calls=8 * agents,
        hold_ms=HOLD_MS,
        max_interval_ms=2000,
        ack=False,
        storm_s=storm_s,
        gusts=tuple(gusts),
    )


async def brave(*plans: Plan) -> list[Outcome]:
    with Census() as census:
        return await asyncio.gather(*(asyncio.create_task(run_storm(planned, census)) for planned in plans))


async def test_each_danger() -> None:
    plans = [plan(gusts, storm_s, seed=number) for number, (gusts, storm_s) in enumerate(DANGERS.values())]
    outcomes = dict(zip(DANGERS, await brave(*plans), strict=True))
    assert {name: describe(outcome) for name, outcome in outcomes.items() if not outcome.good} == {}
    assert all(outcome.looks for outcome in outcomes.values())


async def test_what_hits_one_source_leaves_the_others_live() -> None:
    async with set_scene(plan([], 0.0)) as scene:
        await until(scene.all_live)
        hit, spared = scene.proxies
        left: list[str] = []
        stop = scene.parts.board.watch(lambda changes: left.extend(changes.links))
        scene.proxies[hit].refuse()
        scene.proxies[hit].cut()
        await until(lambda: hit in left)
        await scene.proxies[hit].calm()
        await until(scene.all_live)
        stop()
    assert spared not in left


async def test_what_the_server_loses_in_silence_is_mended_by_the_next_look() -> None:
    async with set_scene(plan([], 0.0, agents=1), resync_s=5.0) as scene:
        await until(scene.all_live)
        steps: list[Changes] = []
        stop = scene.parts.board.watch(steps.append)
        scene.simulator.pause()
        scene.simulator.control.end_unseen(count=2, user=scene.simulator.logins[0].user)
        scene.simulator.control.start_unseen(count=1, user=scene.simulator.logins[0].user)
        assert scene.divergences()
        await until(lambda: not scene.divergences())
        stop()
    # Nobody can know of what nobody was told: the link stayed live, and the calls say that their end was not seen.
    assert not [step for step in steps if step.links]
    assert [known.ended_how for known in scene.parts.board.calls.values() if known.ended] == ["ended unseen"] * 2


async def test_a_feed_that_hides_its_losses_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed_phase, "_loss", lambda *_: ())
    (outcome,) = await brave(plan([Gust(0.3, Kind.REFUSE, -1, 2.5, 0.0)], 2.6))
    assert outcome.lies


async def test_a_board_that_keeps_ghosts_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.storm.storm.DEADLINE_S", 5.0)
    monkeypatch.setattr(CallRules, "_end", lambda *_, **__: None)
    (outcome,) = await brave(plan([Gust(0.3, Kind.UNSEEN, -1, 0.3, 1.0)], 0.6))
    assert any("ghost" in divergence for divergence in outcome.divergences)


async def test_a_client_that_leaves_a_connection_open_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Session] = []

    async def keep(session: Session, *_: object) -> None:
        kept.append(session)

    monkeypatch.setattr(Session, "__aexit__", keep)
    (outcome,) = await brave(plan([], 0.1, agents=1))
    for session in kept:
        await session._client.aclose()
    assert "a connection of 5001" in outcome.leaks


async def test_a_client_that_leaves_a_task_running_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    released, stop = asyncio.Event(), Stream.__aexit__

    async def leave(stream: Stream, *exit_: object) -> None:
        left.append(asyncio.create_task(released.wait(), name="left behind"))
        await stop(stream, *exit_)

    left: list[asyncio.Task[bool]] = []
    monkeypatch.setattr(Stream, "__aexit__", leave)
    (outcome,) = await brave(plan([], 0.1, agents=1))
    released.set()
    await asyncio.gather(*left)
    assert any("left behind" in leak for leak in outcome.leaks)


def test_a_seed_repeats_its_plan() -> None:
    assert plan_storm(5) == plan_storm(5)
    assert plan_storm(5) != plan_storm(6)
