"""Alarms on a wall that runs."""

import pytest

from tests.screens.centre import BILLING, RETENTION, busy, lose
from tests.screens.seen import screen_text, settle, shown
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.screens.wall.alarm_telling import AlarmDelivery, Told
from tui.screens.wall.options import WallOptions

HELD = CallKey(BILLING, "b1")


@pytest.fixture(autouse=True)
def _full(board: Board, clock: FixedClock) -> None:
    busy(board, clock)


async def test_a_acknowledges_the_worst_and_says_who(board: Board, journal: Journal) -> None:
    told: list[Told] = []
    app = WallApp(board, journal, WallOptions(attention=AlarmDelivery(hook=told.append, by="5001")))
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot, lambda: "! held 4:10 · (916) 555-0104 · Billing" in screen_text(app))
        await settle(pilot, lambda: "1 need you" in screen_text(app) and "! 12:48" in shown(app, HELD))
        assert [one["what"] for one in told] == ["held", "recording paused"]

        await pilot.press("a")
        await settle(pilot, lambda: "need you" not in screen_text(app) and "1 acknowledged" in screen_text(app))
        await settle(pilot, lambda: "! 12:48" not in shown(app, HELD))
        assert app.wall.arrangement.keys[0] != HELD
    notes = [entry.words for entry in journal]
    assert "acknowledged by 5001: held 4:10 · (916) 555-0104 · Billing" in notes
    assert "alarm: recording paused 3:02 · (916) 555-0104 · Billing" in notes


async def test_an_alarm_comes_when_its_second_comes(board: Board, journal: Journal, clock: FixedClock) -> None:
    told: list[Told] = []
    app = WallApp(board, journal, WallOptions(attention=AlarmDelivery(hook=told.append)))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        told.clear()
        clock.advance(6.0)
        app.wall.tick()
        await settle(pilot, lambda: "2 need you" in screen_text(app))
        assert [(one["what"], one["call"]) for one in told] == [("ringing", "b4")]


async def test_a_source_that_is_stale_is_warned_of_before_it_is_an_alarm(
    board: Board, journal: Journal, clock: FixedClock
) -> None:
    told: list[Told] = []
    attention = AlarmDelivery(stale_s=30.0, stale_warn_s=20.0, hook=told.append)
    app = WallApp(board, journal, WallOptions(attention=attention))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        lose(board, RETENTION)
        clock.advance(19.0)
        app.wall.tick()
        await settle(pilot, lambda: "◐ Retention stale 0:19: connection lost" in screen_text(app))
        clock.advance(1.0)
        app.wall.tick()
        await settle(pilot, lambda: "◐ Retention stale 0:20 (alarm at 0:30): connection lost" in screen_text(app))
        assert "stale" not in [one["what"] for one in told]
        clock.advance(10.0)
        app.wall.tick()
        await settle(pilot, lambda: "stale 0:30: connection lost" in screen_text(app))
        assert "stale" in [one["what"] for one in told]


@pytest.mark.parametrize(
    "before", [(), ("slash", *"ringing", "enter"), ("g", "G"), ("c",), ("c", "g", "g", "G"), ("end",)]
)
async def test_w_goes_to_the_worst_alarm_whatever_hides_it(
    board: Board, journal: Journal, before: tuple[str, ...]
) -> None:
    app = WallApp(board, journal, WallOptions())
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot, lambda: "1 need you" in screen_text(app))
        await pilot.press(*before)
        if "slash" in before:
            await settle(pilot, lambda: HELD not in app.wall.arrangement.keys)
        await pilot.press("w")
        await settle(pilot, lambda: app.wall.calls.selected == HELD)
        assert shown(app, HELD)

        await pilot.press("a")
        await settle(pilot, lambda: "1 acknowledged" in screen_text(app))
        assert app.wall.calls.selected == HELD
        # Nothing is worse than what nobody waits for any more.
        await pilot.press("home", "w")
        await settle(pilot, lambda: "no alarm" in screen_text(app))
        assert app.wall.calls.selected != HELD


async def test_w_goes_on_to_the_alarm_that_comes_next_and_to_no_source(
    board: Board, journal: Journal, clock: FixedClock
) -> None:
    app = WallApp(board, journal, WallOptions(attention=AlarmDelivery(stale_s=1.0)))
    async with app.run_test(size=(160, 45)) as pilot:
        lose(board, RETENTION)
        clock.advance(6.0)
        app.wall.tick()
        await settle(pilot, lambda: "2 need you" in screen_text(app))
        await pilot.press("w")
        await settle(pilot, lambda: app.wall.calls.selected == HELD)
        await pilot.press("a", "w")
        await settle(pilot, lambda: app.wall.calls.selected == CallKey(BILLING, "b4"))
