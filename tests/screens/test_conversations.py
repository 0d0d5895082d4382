"""One card for all legs of a conversation, on a wall that runs."""

import pytest

from tests.screens.centre import lose, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle, shown
from tests.screens.talks import BOSS, ONE, OTHER, THREE, TWO, leg, talks
from tests.screens.test_pictures import compare
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Grouping, GroupRules
from tui.views.attention.thresholds import Thresholds
from widgets.cards.density import Density

TOGETHER = WallOptions(conversations=True, density=Density.CARD)
ASKS, ANSWERS, OTHERS = CallKey(ONE, "t1"), CallKey(TWO, "t2"), CallKey(TWO, "t3")
LISTENED, LISTENS = CallKey(THREE, "t4"), CallKey(BOSS, "t4")


@pytest.fixture(autouse=True)
def _talks(board: Board, clock: FixedClock) -> None:
    talks(board, clock)


async def test_picture(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    lose(board, THREE)
    clock.advance(7.0)
    options = WallOptions(
        conversations=True, density=Density.CARD, group=Grouping.TEAM, group_rules=GroupRules(teams=("Billing", "*"))
    )
    await compare(wall_app, "wall-conversations", "right", size=(120, 35), options=options)


async def test_picture_of_an_inspector(wall_app: MakeWall) -> None:
    await compare(wall_app, "inspector-legs", "right", "right", "enter", size=(120, 60), options=TOGETHER)


async def test_the_legs_of_a_conversation_share_a_card_and_part_again(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        assert len(app.wall.arrangement.keys) == 6
        await pilot.press("c")
        assert app.wall.arrangement.keys == [OTHERS, ASKS, LISTENED]
        assert "‖ 5001 · ▶ 5001 · ▶ 5002" in shown(app, ASKS)
        assert "(202) 555-0143" in shown(app, ASKS)
        assert "5:26" in shown(app, ASKS)
        assert "▶ 5003 ●⊙ · ▶ 5009 ⊘⊙" in shown(app, LISTENED)
        assert "MUTED" not in shown(app, LISTENED)
        assert "conversations" in screen_text(app)
        await pilot.press("c")
        assert len(app.wall.arrangement.keys) == 6


async def test_a_stale_leg_is_shown_stale_and_does_not_lead(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(TOGETHER)
    async with app.run_test(size=(160, 45)) as pilot:
        lose(board, ONE)
        clock.advance(9.0)
        app.wall.tick()
        await settle(pilot, lambda: "◐ LEG STALE" not in shown(app, OTHERS) and "LEGS STALE" in shown(app, ASKS))
        assert "▶ TALKING" in shown(app, ASKS)
        assert "▶ 5002 · ‖ 5001 ◐ · ▶ 5001 ◐" in shown(app, ASKS)
        lose(board, TWO)
        clock.advance(1.0)
        app.wall.tick()
        await settle(pilot, lambda: "stale 0:10" in shown(app, ASKS))
        assert "‖ HELD" in shown(app, ASKS)


async def test_a_leg_that_needs_somebody_alarms_the_card(
    wall_app: MakeWall, clock: FixedClock, journal: Journal
) -> None:
    limits = Thresholds(held_s=10, talking_s=None)
    app = wall_app(WallOptions(conversations=True, density=Density.CARD, thresholds=limits))
    async with app.run_test(size=(160, 45)) as pilot:
        clock.advance(5.0)
        app.wall.tick()
        await settle(pilot, lambda: "! 5:31" in shown(app, ASKS))
        assert "! ‖ 5001 · ▶ 5001 · ▶ 5002" in shown(app, ASKS)
        app.wall.calls.select(ASKS)
        await pilot.press("a")
        await settle(pilot, lambda: "! 5:31" not in shown(app, ASKS))
    assert any(entry.words.startswith("acknowledged by somebody: held 0:11") for entry in journal)


async def test_the_card_goes_on_with_the_legs_that_are_left(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(TOGETHER)
    async with app.run_test(size=(160, 45)) as pilot:
        app.wall.calls.select(ASKS)
        await pilot.pause()
        tell(board, ONE, leg(ONE, "t1", "Released", duration="330"))
        tell(board, ONE, leg(ONE, "t2", "Released", TWO, callUuid="t2", parentCallUri="/me/calls/t1"))
        await settle(pilot, lambda: app.wall.calls.selected == ANSWERS)
        assert "▶ TALKING" in shown(app, ANSWERS)
        assert "▶ 5002 · × 5001 · × 5001" in shown(app, ANSWERS)
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: "×" not in shown(app, ANSWERS))
        assert app.wall.calls.selected == ANSWERS


async def test_a_consultation_without_its_call_has_a_card_of_its_own(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(TOGETHER)
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        tell(board, ONE, leg(ONE, "t1", "Released", duration="330"))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: CallKey(ONE, "t1") not in app.wall.arrangement.legs_of(ANSWERS))
        assert app.wall.arrangement.keys == [OTHERS, LISTENED, CallKey(ONE, "t2")]
        assert app.wall.arrangement.legs_of(ANSWERS) == (CallKey(ONE, "t2"), ANSWERS)


async def test_the_filter_finds_a_conversation_by_each_leg(wall_app: MakeWall) -> None:
    app = wall_app(TOGETHER)
    async with app.run_test(size=(160, 45)) as pilot:
        for words, found in (("5009", [LISTENED]), ("invoices", [ASKS]), ("listening", [LISTENED])):
            await pilot.press("slash", *words, "enter")
            assert app.wall.arrangement.keys == found
            await pilot.press("escape")


@pytest.mark.parametrize(
    ("grouping", "groups"),
    [
        (Grouping.AGENT, {"5001": [ASKS], "5002": [OTHERS], "5003": [LISTENED]}),
        (Grouping.TEAM, {"Billing": [OTHERS, ASKS], "Support": [LISTENED]}),
        (Grouping.STATE, {"HELD": [OTHERS, ASKS], "TALKING": [LISTENED]}),
        (Grouping.QUEUE, {"Cards": [OTHERS], "Invoices": [ASKS], "queue unknown": [LISTENED]}),
    ],
)
async def test_a_conversation_is_in_the_group_of_the_agent_to_whom_it_came(
    wall_app: MakeWall, grouping: Grouping, groups: dict[str, list[CallKey]]
) -> None:
    rules = GroupRules("Queue", ("Billing", "*"))
    app = wall_app(WallOptions(conversations=True, group=grouping, group_rules=rules))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        found = {group.heading.name: list(group.calls) for group in app.wall.arrangement.groups if group.heading}
        assert found == groups


@pytest.mark.parametrize("size", [(220, 60), (120, 35), (80, 24), (40, 10)])
@pytest.mark.parametrize("density", list(Density))
async def test_at_every_size_a_stale_leg_is_seen(
    wall_app: MakeWall, board: Board, size: tuple[int, int], density: Density
) -> None:
    lose(board, ONE)
    app = wall_app(WallOptions(conversations=True, density=density))
    async with app.run_test(size=size) as pilot:
        app.wall.calls.select(ASKS)
        await settle(pilot, lambda: "◐" in shown(app, ASKS) or "LEGS STALE" in shown(app, ASKS))


async def test_the_inspector_shows_all_legs_and_keeps_those_that_end(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    app = wall_app(TOGETHER)
    async with app.run_test(size=(160, 300)) as pilot:
        app.wall.calls.select(ASKS)
        await pilot.press("enter")
        await settle(pilot, lambda: "LEG 3 OF 3" in screen_text(app))
        assert screen_text(app).count("KNOWN BY HAVING WATCHED") == 3
        tell(board, ONE, leg(ONE, "t1", "Released", duration="330"))
        await settle(pilot, lambda: "LEG 1 OF 3  × ENDED" in screen_text(app))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: "released, no longer on the wall" in screen_text(app))
        assert "LEG 3 OF 3" in screen_text(app)


@pytest.mark.parametrize("together", [False, True])
async def test_what_changes_leave_is_what_a_wall_drawn_anew_shows(
    wall_app: MakeWall, board: Board, together: bool
) -> None:
    app = wall_app(WallOptions(conversations=together, density=Density.CARD, thresholds=Thresholds(held_s=100.0)))
    consult = {"callUuid": "t2", "callType": "Consult", "parentCallUri": "/me/calls/t1", "duration": "8"}
    changes = (
        (ONE, leg(ONE, "t1", "Held", OTHER, duration="322", mute="On")),
        (TWO, leg(TWO, "t2", "Established", ONE, callUuid="t2", callType="Consult", duration="8", mute="On")),
        (ONE, leg(ONE, "t2", "Held", TWO, **consult)),
        (THREE, leg(THREE, "t4", "Held", OTHER, duration="202", recordingState="Paused")),
        (ONE, leg(ONE, "t1", "Established", OTHER, duration="330", recordingState="Recording")),
        (TWO, leg(TWO, "t3", "Released", OTHER, duration="110")),
    )
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        for number, (source, change) in enumerate(changes):
            tell(board, source, change)
            await settle(pilot, lambda: not app.wall.changes_wait)
            if number == 3:
                await pilot.press("a")
            drawn = screen_text(app)
            app.wall.calls.redraw()
            await pilot.pause()
            assert screen_text(app) == drawn
