"""Groups on a wall that runs: keys, clicks, the cursor, pages, filter."""

import pytest

from tests.screens.centre import BILLING, RETENTION, SUPPORT, call, go_live, lose, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import density, screen_text, settle, shown
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.screens.overlays.inspect import InspectScreen
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Grouping, GroupRules, Order
from widgets.cards.density import Density
from widgets.wall.call_wall import CallWall

AGENTS = WallOptions(group=Grouping.AGENT)
ALARMED = CallKey(BILLING, "b1")


def headings(app: WallApp) -> list[str]:
    """The headings that are seen, without their numbers."""
    lines = screen_text(app).splitlines()
    return [" ".join(line.split()[:2]) for line in lines if line.lstrip(" █").startswith(("▾", "▸"))]


@pytest.mark.usefixtures("full")
async def test_g_groups_by_one_thing_after_the_other(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(group_rules=GroupRules("Queue")))
    async with app.run_test(size=(160, 60)) as pilot:
        for name in ("agent", "team", "state", "queue", "none", "agent"):
            await pilot.press("g")
            assert f"group: {name}" in screen_text(app)
            assert len(headings(app)) == {"agent": 3, "team": 1, "queue": 2, "none": 0}.get(name, 7)
        assert headings(app) == ["▾ Billing", "▾ Retention", "▾ Support"]
        text = screen_text(app)
        assert "Billing   8 calls   1 ringing   6 talking   1 held   ! 1 need you" in text
        assert "Retention   8 calls   1 dialing   7 talking   1 ended" in text
        assert "Support   7 calls   1 ringing   3 talking   1 held   1 other   ! 1 unreadable" in text
        assert text.count("longest 41:07") == 2


@pytest.mark.usefixtures("full")
async def test_without_a_key_for_it_no_queues_are_offered(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(group=Grouping.STATE))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("g")
        assert "group: none" in screen_text(app)


@pytest.mark.usefixtures("full")
async def test_a_group_is_collapsed_and_the_cursor_comes_back_to_its_call(wall_app: MakeWall) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("right", "right", "right")
        selected = app.wall.calls.selected
        assert selected is not None
        assert selected.source == BILLING
        await pilot.press("space")
        assert headings(app) == ["█▸ Billing", "▾ Retention", "▾ Support"]
        assert app.wall.calls.selected is None
        assert "8 collapsed" in screen_text(app)
        assert "(202) 555-0143" not in screen_text(app)
        await pilot.press("right", "left", "s")
        assert app.wall.calls.selected is None
        assert app.wall.arrangement.shown.order is Order.STATE
        await pilot.press("space")
        assert headings(app) == ["▾ Billing", "▾ Retention", "▾ Support"]
        assert app.wall.calls.selected is not None


@pytest.mark.usefixtures("full")
async def test_expanding_goes_back_to_the_call_that_was_selected(wall_app: MakeWall) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("down", "right", "right", "down")
        selected = app.wall.calls.selected
        await pilot.press("space", "space")
        assert app.wall.calls.selected == selected
        await pilot.press("G", "G")
        assert app.wall.calls.selected == selected
        await pilot.press("space", "enter")
        assert app.screen is app.wall
        assert app.wall.calls.selected == selected


@pytest.mark.usefixtures("full")
async def test_a_collapsed_group_says_that_somebody_is_needed(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("G")
        await settle(pilot, lambda: headings(app) == ["▸ Billing", "▸ Retention", "▸ Support"])
        lines = screen_text(app).splitlines()
        assert [("need you" in line) for line in lines if "▸" in line] == [True, False, False]
        await pilot.press("a")
        await settle(pilot, lambda: "need you" not in screen_text(app))
        clock.advance(15.0)
        app.wall.tick()
        await settle(pilot, lambda: "! 1 need you" in screen_text(app))
        assert headings(app) == ["▸ Billing", "▸ Support", "▸ Retention"]
        lose(board, RETENTION)
        await settle(pilot, lambda: "8 not sure" in screen_text(app))


@pytest.mark.usefixtures("full")
async def test_what_comes_later_is_as_most_groups_are(wall_app: MakeWall, board: Board) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("G")
        go_live(board, "Dispatch", [call("d1", number="5555")])
        await settle(pilot, lambda: "▸ Dispatch" in screen_text(app))
        await pilot.press("home", "down", "enter")
        assert [line.split()[0] for line in headings(app)].count("▾") == 1
        await pilot.press("G")
        assert all("▸" in line for line in headings(app))
        await pilot.press("G")
        assert all("▾" in line for line in headings(app))


@pytest.mark.usefixtures("full")
async def test_numbers_above_a_group_follow_without_anything_moving(wall_app: MakeWall, board: Board) -> None:
    app = wall_app(WallOptions(group=Grouping.AGENT, order=Order.DURATION))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        tell(board, SUPPORT, call("s1", "Held", "+16175550171", "5016", duration="340"))
        await settle(pilot, lambda: "Support   7 calls   1 ringing   2 talking   2 held" in screen_text(app))


@pytest.mark.usefixtures("full")
async def test_a_click_on_a_heading_collapses_and_expands(wall_app: MakeWall) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        wall = app.wall.calls
        await pilot.click(CallWall, offset=(10, wall.plan.region(~1).y))
        await settle(pilot, lambda: headings(app) == ["▾ Billing", "▸ Retention", "▾ Support"])
        await pilot.click(CallWall, offset=(10, wall.plan.region(~1).y))
        await settle(pilot, lambda: headings(app) == ["▾ Billing", "▾ Retention", "▾ Support"])


@pytest.mark.usefixtures("full")
async def test_the_cursor_goes_through_all_groups(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(group=Grouping.AGENT, density=Density.CARD))
    async with app.run_test(size=(160, 45)) as pilot:
        seen = []
        for _ in app.wall.arrangement.keys:
            await pilot.press("right")
            seen.append(app.wall.calls.selected)
        assert seen == app.wall.arrangement.keys
        assert "Support" in headings(app)[-1]
        await pilot.press("home")
        assert app.wall.calls.selected == ALARMED
        assert app.wall.calls.scroll_offset.y == 0
        await pilot.press("pagedown", "pagedown", "pagedown")
        assert app.wall.calls.selected == app.wall.arrangement.keys[-1]


@pytest.mark.usefixtures("full")
async def test_a_filter_leaves_groups_of_what_it_finds(wall_app: MakeWall) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("slash", *"held", "enter")
        assert headings(app) == ["▾ Billing", "▾ Support"]
        assert "Support   1 call   1 held" in screen_text(app)
        assert "“held” 2 of 24" in screen_text(app)
        await pilot.press("escape")
        assert len(headings(app)) == 3


@pytest.mark.usefixtures("full")
async def test_the_cursor_stays_on_its_call_while_groups_change(wall_app: MakeWall, board: Board) -> None:
    app = wall_app(WallOptions(group=Grouping.STATE))
    async with app.run_test(size=(160, 45)) as pilot:
        key = CallKey(SUPPORT, "s1")
        app.wall.calls.select(key)
        tell(board, SUPPORT, call("s1", "Held", "+16175550171", "5016", duration="340"))
        await settle(pilot, lambda: "HELD" in shown(app, key))
        assert app.wall.calls.selected == key
        await pilot.press("g", "g", "g")
        assert app.wall.calls.selected == key
        await pilot.press("enter")
        assert isinstance(app.screen, InspectScreen)


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("size", [(220, 60), (160, 45), (120, 35), (80, 24), (40, 10)])
async def test_every_size_has_its_headings(wall_app: MakeWall, size: tuple[int, int]) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert headings(app)[0] == "▾ Billing"
        assert "need you" in next(line for line in screen_text(app).splitlines() if "▾ Billing" in line)
        await pilot.press("G")
        await settle(pilot, lambda: len(headings(app)) == 3)
        await pilot.press("G", "plus", "plus")
        assert density(app) is Density.BIG
        assert headings(app)[0] == "▾ Billing"


@pytest.mark.usefixtures("full")
async def test_pages_keep_their_headings(wall_app: MakeWall, clock: FixedClock) -> None:
    app = wall_app(WallOptions(group=Grouping.AGENT, order=Order.AGENT, page_s=10.0))
    async with app.run_test(size=(160, 45)) as pilot:
        pages: list[tuple[list[str], int]] = []
        for _ in range(4):
            await settle(pilot, lambda: bool(headings(app)))
            pages.append(([line.split()[1] for line in headings(app)], app.wall.calls.cards))
            clock.advance(10.0)
            app.wall.tick()
            await pilot.pause()
        assert pages[:3] == [(["Billing", "Retention"], 11), (["Retention", "Support"], 12), (["Support"], 1)]
        assert pages[3] == pages[0]


@pytest.mark.usefixtures("full")
async def test_the_cursor_stays_on_a_heading_behind_which_its_call_has_ended(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(AGENTS)
    async with app.run_test(size=(160, 45)) as pilot:
        clock.advance(15.0)
        app.wall.tick()
        await settle(pilot, lambda: headings(app) == ["▾ Billing", "▾ Support", "▾ Retention"])
        app.wall.calls.select(CallKey(SUPPORT, "s4"))
        await pilot.press("space")
        # In one step the call goes, and its group to another place.
        tell(board, SUPPORT, call("s4", "Released", own="5016"))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: headings(app) == ["▾ Billing", "▾ Retention", "█▸ Support"])
        await pilot.press("G", "G")
        assert app.wall.calls.selected is not None
        assert app.wall.calls.selected.source == SUPPORT


@pytest.mark.usefixtures("full")
async def test_other_options_are_followed_but_what_was_chosen_stays(wall_app: MakeWall) -> None:
    before = WallOptions(group=Grouping.QUEUE, group_rules=GroupRules("Queue"))
    app = wall_app(before)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        assert headings(app) == ["▾ Billing", "▾ queue"]
        app.wall.follow(WallOptions(group=Grouping.QUEUE, conversations=True))
        await settle(pilot, lambda: headings(app) == ["▾ queue"] and "conversations" in screen_text(app))
        await pilot.press("g")
        assert headings(app) == []
        app.wall.follow(WallOptions(group=Grouping.AGENT))
        await settle(pilot, lambda: len(headings(app)) == 3)
        assert "conversations" not in screen_text(app)
