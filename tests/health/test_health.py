"""When a run is ill, in numbers and without names; and that its heart beats only while it draws and follows."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.health.service_manager import listening
from tui.live.clock import FixedClock
from tui.live.reports.health import Health, HealthWatch
from tui.live.store.board import Board
from tui.live.store.link import LinkState
from tui.machine.sd_notify import take_notifier
from tui.runs.heartbeat import FOLLOWS_S, Heartbeat

LIMIT_S = 60.0


def test_a_source_is_ill_when_it_was_not_live_for_too_long_whatever_it_was_meanwhile(
    board: Board, clock: FixedClock
) -> None:
    for name in ("secret-login-1", "secret-login-2"):
        board.add_source(name)
    health = HealthWatch(board, lambda: LIMIT_S)
    assert health.look() == Health(2, 0)

    board.set_link("secret-login-1", LinkState.LIVE, "")
    clock.advance(LIMIT_S)
    board.set_link("secret-login-2", LinkState.RECOVERING, "")
    assert health.look() == Health(2, 1)
    clock.advance(1.5)
    assert health.look().wire() == {
        "ok": False,
        "sources": 2,
        "live": 1,
        "reasons": ["1 not live for more than 60 s, the longest for 62 s"],
    }
    board.set_link("secret-login-1", LinkState.STALE, "secret words")
    clock.advance(LIMIT_S + 1)
    ill = health.look()
    assert ill.words == "0 of 2 sources live; 2 not live for more than 60 s, the longest for 122 s"
    assert "secret" not in str(ill.wire())

    for name in board.sources:
        board.set_link(name, LinkState.LIVE, "")
    assert health.look() == Health(2, 2)
    assert health.look().ok


def test_the_limit_can_be_changed_while_it_runs(board: Board, clock: FixedClock) -> None:
    board.add_source("a")
    limits_s = [LIMIT_S]
    health = HealthWatch(board, lambda: limits_s[-1])
    clock.advance(10)
    assert health.look().ok
    limits_s.append(5.0)
    assert not health.look().ok


async def test_it_is_ready_when_it_draws_and_follows_and_not_before(tmp_path: Path) -> None:
    loop = asyncio.get_running_loop()
    ticked_s: list[float | None] = [None]
    drawing, drawn = asyncio.Event(), 0

    async def draw() -> None:
        nonlocal drawn
        await drawing.wait()
        drawn += 1

    with listening(tmp_path) as systemd:
        notifier = take_notifier(systemd.variables(watchdog_s=0.3), 1)
        heart = asyncio.create_task(Heartbeat(notifier, lambda: Health(2, 1), lambda: ticked_s[-1], draw).run())
        ticked_s.append(loop.time())
        await asyncio.sleep(0.3)
        assert systemd.take() == [], "nothing was drawn"

        ticked_s.append(None)
        drawing.set()
        while drawn < 3:
            await asyncio.sleep(0.01)
        assert systemd.take() == [], "nothing is followed"

        ticked_s.append(loop.time())
        await systemd.until(lambda told: told.count("WATCHDOG=1") > 2, "beats")
        assert systemd.told[:2] == ["READY=1", "STATUS=1 of 2 sources live"]
        assert set(systemd.told[2:]) == {"WATCHDOG=1"}

        drawing.clear()
        await asyncio.sleep(0.3)
        systemd.take()
        await asyncio.sleep(0.3)
        assert systemd.take() == [], "the picture is frozen"

        drawing.set()
        ticked_s.append(loop.time() - FOLLOWS_S - 1)
        begun = drawn
        while drawn < begun + 2:
            await asyncio.sleep(0.01)
        systemd.take()
        while drawn < begun + 4:
            await asyncio.sleep(0.01)
        assert systemd.take() == [], "nobody goes over the feeds"
        heart.cancel()
        await asyncio.gather(heart, return_exceptions=True)
