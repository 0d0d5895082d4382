"""The filter of the wall: what is typed, completed, saved, wrong, and what it never finds."""

from dataclasses import replace

import pytest
from textual.events import Key
from textual.widgets import Input

from tests.pictures import as_ever
from tests.screens.centre import SUPPORT, call
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.link import LinkState
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.screens.wall.options import WallOptions
from tui.source.events import CallEvent
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Grouping, Order
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds

pytestmark = pytest.mark.usefixtures("full")


def arranged(board: Board) -> Arrangement:
    return Arrangement(board, Census(board, Thresholds()), Order.STATE)


def found(arrangement: Arrangement, query: str) -> set[CallKey]:
    arrangement.rearrange(query=query)
    arrangement.work()
    return set(arrangement.keys)


def test_fields_find_what_the_board_shows(board: Board) -> None:
    arrangement = arranged(board)
    everything = found(arrangement, "")
    held = {key for key in everything if board.calls[key].call.state == "Held" and not board.calls[key].ended}

    assert found(arrangement, "state:held") == held != set()
    assert found(arrangement, "-state:held") == everything - held
    assert found(arrangement, f"source:{SUPPORT}") == {key for key in everything if key.source == SUPPORT}
    assert found(arrangement, "agent:50*") == {
        key for key in everything if (board.calls[key].call.device_id or "").startswith("device-50")
    }


def test_calls_come_and_go_with_their_times(board: Board, clock: FixedClock) -> None:
    arrangement = arranged(board)
    at_s = clock.now_s()
    board.apply(SUPPORT, [CallEvent(at_s, "StatusChange", call("fresh", "Ringing", own="5014"))])
    key = CallKey(SUPPORT, "fresh")

    assert key not in found(arrangement, "ringing>10 source:Support")
    clock.advance(9.0)
    arrangement.work()
    assert key not in arrangement.keys
    clock.advance(1.0)
    assert arrangement.work()
    assert key in arrangement.keys
    assert key in found(arrangement, "ringing<15 source:Support")
    clock.advance(5.0)
    assert arrangement.work()
    assert key not in arrangement.keys


def test_what_lasts_longest_comes_first_where_a_time_is_asked_for(board: Board, clock: FixedClock) -> None:
    arrangement = Arrangement(board, Census(board, Thresholds()), Order.ATTENTION)
    for call_id in ("a-late", "z-early"):
        board.apply(SUPPORT, [CallEvent(clock.now_s(), "StatusChange", call(call_id, "Established", duration="90"))])
    for call_id in ("z-early", "a-late"):
        clock.advance(5.0)
        paused = call(call_id, "Established", recordingState="Paused", duration="100")
        board.apply(SUPPORT, [CallEvent(clock.now_s(), "RecordingStateChange", paused)])
    clock.advance(30.0)
    names = ("z-early", "a-late")

    assert [key.id for key in arranged_by(arrangement, "paused source:Support") if key.id in names] == list(names)
    assert arrangement.longest_first == "paused"
    arrangement.rearrange(order=Order.AGENT)
    arrangement.work()
    assert arrangement.longest_first == ""


def test_the_times_of_a_source_that_is_not_sure_stand_still(board: Board, clock: FixedClock) -> None:
    arrangement = arranged(board)
    board.apply(SUPPORT, [CallEvent(clock.now_s(), "StatusChange", call("fresh", "Ringing", own="5014"))])
    key = CallKey(SUPPORT, "fresh")
    assert key not in found(arrangement, "ringing>10")
    board.set_link(SUPPORT, LinkState.STALE, "lost")
    arrangement.take(board.keys_of(SUPPORT))
    clock.advance(60.0)
    arrangement.work()
    arrangement.work()

    assert key not in arrangement.keys
    assert not arrangement.busy


@pytest.mark.parametrize(
    "query",
    [
        "number:2025550143",
        "number:*2025550143*",
        "number:5550143",
        "data.Account:canary*",
        "data.Account:*",
        "data.account:9001",
        "canary",
        "data.N:2025550143",
    ],
)
def test_what_is_masked_is_not_found(board: Board, query: str) -> None:
    hidden = call("secret", "Held", userData={"Account": "canary-9001", "N": "+12025550143"})
    board.apply(SUPPORT, [CallEvent(board.clock.now_s(), "StatusChange", hidden)])
    key = CallKey(SUPPORT, "secret")

    assert key in found(arranged(board), query)
    masked = masked_board(board, WALL)
    assert key not in found(arranged(masked), query)
    assert key in found(arranged(masked), f"-{query}")
    assert key in found(arranged(masked), "number:0143")


def arranged_by(arrangement: Arrangement, query: str) -> list[CallKey]:
    found(arrangement, query)
    return arrangement.keys


async def test_wrong_syntax_is_said_and_changes_nothing(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"held")
        await settle(pilot, lambda: "“held”" in screen_text(app))
        before = app.wall.arrangement.keys
        await pilot.press("space", *"stat:x", "enter")
        await settle(pilot, lambda: "character 6: no field “stat”" in screen_text(app))
        assert app.wall.arrangement.keys == before
        assert app.wall.has_class("-filtering")
        await pilot.press("escape")
        await settle(
            pilot, lambda: "character" not in screen_text(app) and len(app.wall.arrangement.keys) > len(before)
        )


async def test_the_next_key_is_for_the_first_call_that_is_found_unless_one_is_chosen(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"held")
        await settle(pilot, lambda: "“held”" in screen_text(app))
        assert app.wall.calls.selected is None
        await pilot.press("enter")
        await settle(pilot, lambda: app.wall.calls.selected == app.wall.arrangement.keys[0])
        await pilot.press("right")
        chosen = app.wall.calls.selected
        await pilot.press("slash", "space", "enter")
        await settle(pilot, lambda: not app.wall.has_class("-filtering"))
        assert app.wall.calls.selected == chosen != app.wall.arrangement.keys[0]


async def test_the_first_call_that_is_found_is_one_with_a_card_where_any_is(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(group=Grouping.STATE))
    async with app.run_test(size=(100, 30)) as pilot:
        wall = app.wall
        await settle(pilot, lambda: len(wall.arrangement.groups) > 2)
        first = wall.arrangement.groups[0]
        wall.arrangement.fold(first.key)
        wall.calls.leave()
        await pilot.press("slash", "5", "enter")
        await settle(pilot, lambda: wall.calls.selected is not None)
        assert wall.calls.selected == wall.arrangement.groups[1].calls[0] not in first.calls
        await pilot.press("escape", "G")
        await settle(pilot, lambda: all(group.collapsed for group in wall.arrangement.groups))
        wall.calls.leave()
        await pilot.press("slash", "5", "enter")
        await settle(pilot, lambda: wall.calls.selected is not None)
        assert wall.calls.selected == wall.arrangement.keys[0]


async def test_what_is_typed_right_behind_a_filter_is_for_the_wall(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("slash", *"held")
        app.post_message(Key("enter", "\r"))
        app.post_message(Key("g", "g"))
        await settle(pilot, lambda: app.wall.arrangement.wanted.grouping is not Grouping.NONE)
        assert app.wall.filter_line.value == app.wall.arrangement.wanted.query == "held"
        assert not app.wall.has_class("-filtering")


async def test_a_saved_filter_is_two_keys_away(wall_app: MakeWall) -> None:
    app = wall_app(replace(WallOptions(), filters=("state:ringing", "state:held")))
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f")
        await settle(pilot, lambda: "saved filters" in screen_text(app))
        await pilot.press("2")
        await settle(pilot, lambda: "“state:held”" in screen_text(app))
        await settle(pilot, lambda: app.wall.calls.selected == app.wall.arrangement.keys[0])
        await pilot.press("escape")
        await settle(pilot, lambda: "“state:held”" not in screen_text(app))


async def test_without_saved_filters_the_key_says_where_they_come_from(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("f")
        await settle(pilot, lambda: "the setting filters names them" in screen_text(app))
        await pilot.press("enter", "escape")
        await settle(pilot, lambda: app.screen is app.wall)


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_pictures(wall_app: MakeWall, size: tuple[int, int]) -> None:
    app = wall_app()
    async with app.run_test(size=size) as pilot:
        await pilot.press("slash", *"state:held held>60 -te")
        line = app.wall.query_one("#filter", Input)
        await settle(pilot, lambda: line._suggestion == "state:held held>60 -team:")
        line.value = "state:held held>60 "
        line.cursor_blink = False
        await settle(pilot, lambda: "“state:held held>60”" in screen_text(app))
        await pilot.pause()
        await as_ever(pilot, "wall-filter" if size[0] == 160 else "wall-filter-80x24")
