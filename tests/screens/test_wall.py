import pytest
from textual.events import MouseScrollDown
from textual.widgets import Input

from tests.screen_text import strips_of
from tests.screens.centre import BILLING, SUPPORT, call, go_live, lose, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import density, screen_text, settle, shown, top
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.link import LinkState
from tui.screens import keys
from tui.screens.overlays.events import EventsScreen
from tui.screens.overlays.help import HelpScreen
from tui.screens.overlays.inspect import InspectScreen
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Order
from widgets.cards.density import Density
from widgets.drawing.palette import LIGHT
from widgets.wall.call_wall import CallWall


@pytest.mark.usefixtures("full")
async def test_every_call_is_on_the_wall(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        text = screen_text(app)
        for words in ("◇ RINGING", "◆ DIALING", "▶ TALKING", "‖ HELD", "× ENDED", "? Parked", "! UNREADABLE"):
            assert words in text
        assert "■ REC PAUSED 3:02" in text
        assert "23 calls" in text
        assert "longest 41:07" in text


async def test_a_second_later_the_durations_are_a_second_older(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    go_live(board, BILLING, [call("c1", duration="59")])
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        assert "0:59" in shown(app, CallKey(BILLING, "c1"))
        clock.advance(1.0)
        app.wall.tick()
        await settle(pilot, lambda: "1:00" in shown(app, CallKey(BILLING, "c1")))


async def test_durations_go_on_by_themselves(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", duration="59")])
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        clock.advance(7.0)
        await settle(pilot, lambda: "1:06" in shown(app, CallKey(BILLING, "c1")))


async def test_a_change_is_drawn_without_waiting_for_the_tick(wall_app: MakeWall, board: Board) -> None:
    go_live(board, BILLING, [call("c1"), call("c2", duration="9")])
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        tell(board, BILLING, call("c1", mute="On"))
        await settle(pilot, lambda: "MUTED" in shown(app, CallKey(BILLING, "c1")))
        tell(board, BILLING, call("c3", "Ringing"))
        await settle(pilot, lambda: "◇ RINGING" in screen_text(app))
        assert app.wall.arrangement.keys[0] == CallKey(BILLING, "c3")


async def test_a_ghost_does_not_stay(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", number="+19165550104"), call("c2", number="+13125550110")])
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        go_live(board, BILLING, [call("c2", number="+13125550110")])
        await settle(pilot, lambda: "ended unseen" in shown(app, CallKey(BILLING, "c1")))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: "(916) 555-0104" not in screen_text(app))
        assert "(312) 555-0110" in screen_text(app)


async def test_stale_calls_stand_still_and_say_so(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", duration="100")])
    go_live(board, SUPPORT, [call("c2", duration="200")])
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(120, 35)) as pilot:
        lose(board, BILLING)
        clock.advance(12.0)
        app.wall.tick()
        await settle(pilot, lambda: "stale 0:12" in shown(app, CallKey(BILLING, "c1")))
        assert "◐ 1:40" in shown(app, CallKey(BILLING, "c1"))
        assert "3:32" in shown(app, CallKey(SUPPORT, "c2"))
        head = screen_text(app).splitlines()[0]
        assert head.index("◐ 1 stale 0:12") < head.index("● 1 live")
        go_live(board, BILLING, [call("c1", duration="112")])
        await settle(pilot, lambda: "stale" not in screen_text(app))
        assert "1:52" in shown(app, CallKey(BILLING, "c1"))


@pytest.mark.usefixtures("full")
async def test_keys_move_and_open(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(density=Density.CARD))
    async with app.run_test(size=(160, 45)) as pilot:
        order = app.wall.arrangement.keys
        for key, place in (
            ("right", 0),
            ("right", 1),
            ("l", 2),
            ("down", 6),
            ("j", 10),
            ("k", 6),
            ("up", 2),
            ("up", 2),
            ("h", 1),
            ("end", len(order) - 1),
            ("home", 0),
        ):
            await pilot.press(key)
            assert app.wall.calls.selected == order[place], key
        await pilot.press("enter")
        assert isinstance(app.screen, InspectScreen)
        await pilot.press("escape")
        assert top(app) is app.wall


async def test_the_selection_stays_on_its_call(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    go_live(board, BILLING, [call("c1", duration="30"), call("c2", duration="20"), call("c3", duration="10")])
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("right", "right")
        assert app.wall.calls.selected == CallKey(BILLING, "c2")
        tell(board, BILLING, call("c3", "Ringing"))
        await settle(pilot, lambda: app.wall.arrangement.keys[0].id == "c3")
        assert app.wall.calls.selected == CallKey(BILLING, "c2")
        tell(board, BILLING, call("c2", "Released"))
        clock.advance(10.0)
        board.sweep()
        await settle(pilot, lambda: len(app.wall.arrangement.keys) == 2)
        assert app.wall.calls.selected in app.wall.arrangement.keys


@pytest.mark.usefixtures("full")
async def test_the_filter_narrows_as_one_types(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        everything = len(app.wall.arrangement.keys)
        await pilot.press("slash", *"held")
        assert {key.id for key in app.wall.arrangement.keys} == {"b1", "s3"}
        await pilot.press("space", *"5015")
        assert {key.id for key in app.wall.arrangement.keys} == {"s3"}
        await pilot.press("enter")
        assert "“held 5015” 1 of 24" in screen_text(app)
        await pilot.press("s")
        assert app.wall.arrangement.shown.order is Order.STATE
        await pilot.press("escape")
        assert len(app.wall.arrangement.keys) == everything


@pytest.mark.usefixtures("full")
async def test_a_filter_that_finds_nothing_says_so(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("slash", *"nobody")
        assert "no call has “nobody”" in screen_text(app)
        await pilot.press("escape")
        assert "no call has" not in screen_text(app)
        assert app.wall.query_one("#filter", Input).value == ""


@pytest.mark.usefixtures("full")
async def test_the_order_changes_with_a_key(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        for order in (Order.STATE, Order.AGENT, Order.DURATION, Order.ATTENTION):
            await pilot.press("s")
            assert app.wall.arrangement.shown.order is order
            assert f"order: {order.value}" in screen_text(app)


@pytest.mark.usefixtures("full")
async def test_the_density_changes_with_keys(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        assert density(app) is Density.CARD
        await pilot.press("minus")
        assert density(app) is Density.ROW
        await pilot.press("minus")
        assert density(app) is Density.ROW
        await pilot.press("plus", "plus")
        assert density(app) is Density.BIG
        await pilot.press("0")
        assert app.wall.calls.density is None
        assert density(app) is Density.CARD


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("size", [(220, 60), (160, 45), (120, 35), (80, 24), (40, 10)])
async def test_every_size_shows_the_most_urgent_call(wall_app: MakeWall, size: tuple[int, int]) -> None:
    app = wall_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        text = screen_text(app)
        assert "HELD" in text
        assert "(916) 555-0104" in text
        assert "12:48" in text
        assert "3 live" in text
        assert "help" in text


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("size", [(39, 20), (80, 9), (20, 5)])
async def test_below_the_least_size_one_plain_sentence_is_left(wall_app: MakeWall, size: tuple[int, int]) -> None:
    app = wall_app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert "too small" in screen_text(app)
        assert "(916)" not in screen_text(app)
        await pilot.resize_terminal(120, 35)
        await settle(pilot, lambda: "(916)" in screen_text(app))
        assert "too small" not in screen_text(app)


@pytest.mark.usefixtures("full")
async def test_resizing_keeps_the_selection(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("right", "right", "right")
        selected = app.wall.calls.selected
        await pilot.resize_terminal(80, 24)
        await settle(pilot, lambda: density(app) is Density.ROW)
        assert app.wall.calls.selected == selected


@pytest.mark.usefixtures("full")
async def test_the_mouse_selects_opens_and_scrolls(wall_app: MakeWall) -> None:
    app = wall_app(WallOptions(density=Density.BIG))
    async with app.run_test(size=(120, 35)) as pilot:
        wall = app.wall.calls
        region = wall.grid.region(1)
        await pilot.click(CallWall, offset=(region.x + 3, region.y + 2))
        assert wall.selected == app.wall.arrangement.keys[1]
        await pilot.click(CallWall, offset=(0, 0))
        assert wall.selected == app.wall.arrangement.keys[1]
        await pilot.click(CallWall, offset=(region.x + 3, region.y + 2), times=2)
        await settle(pilot, lambda: isinstance(app.screen, InspectScreen))
        await pilot.press("escape")
        await pilot._post_mouse_events([MouseScrollDown], CallWall, offset=(5, 5))
        await settle(pilot, lambda: wall.scroll_offset.y > 0)


@pytest.mark.usefixtures("full")
async def test_a_click_on_a_key_at_the_foot_does_what_the_key_does(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        foot = screen_text(app).splitlines()[-1]
        await pilot.click("KeyFooter", offset=(foot.index("help") + 1, 0))
        await settle(pilot, lambda: isinstance(app.screen, HelpScreen))


@pytest.mark.usefixtures("full")
async def test_the_other_screens_open_and_close(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("e")
        assert isinstance(app.screen, EventsScreen)
        await pilot.press("q")
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        for deed in keys.WALL:
            assert deed.words
        await pilot.press("escape")
        assert top(app) is app.wall


@pytest.mark.usefixtures("full")
async def test_the_theme_changes_with_a_key(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("t")
        assert app.theme == LIGHT.name
        strip = strips_of(app)[5]
        assert any(seg.style and seg.style.bgcolor and seg.style.bgcolor.name == LIGHT.panel for seg in strip)


@pytest.mark.usefixtures("full")
async def test_trying_again_is_asked_for(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("R")
        assert app.retries == 1


@pytest.mark.usefixtures("full")
async def test_the_command_palette_finds_what_can_be_done(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("ctrl+p")
        await pilot.press(*"colour-blind")
        await settle(pilot, lambda: "Change the colours: dark, light" in screen_text(app))
        await pilot.press("down", "enter")
        await settle(pilot, lambda: app.theme == LIGHT.name)


@pytest.mark.parametrize(
    ("state", "why", "words"),
    [
        (LinkState.CONNECTING, "", "connecting …"),
        (LinkState.RECOVERING, "", "asking which calls there are …"),
        (LinkState.REFUSED, "wrong user or password", "Billing: wrong user or password"),
        (LinkState.STALE, "no answer", "no calls known, and not sure"),
    ],
)
async def test_without_calls_the_wall_says_why(
    wall_app: MakeWall, board: Board, state: LinkState, why: str, words: str
) -> None:
    board.add_source(BILLING)
    board.set_link(BILLING, state, why)
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        assert words in screen_text(app)
        go_live(board, BILLING, [], ["5001"])
        await settle(pilot, lambda: "no calls" in screen_text(app) and "Billing is live" in screen_text(app))
        assert "heard 0 s ago · checked 0 s ago" in screen_text(app)


async def test_a_login_that_sees_nothing_is_no_wall_without_calls(wall_app: MakeWall, board: Board) -> None:
    go_live(board, BILLING, [])
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await settle(pilot, lambda: "no call can be seen" in screen_text(app))
        assert screen_text(app).count("this login sees no device and no call") == 2
        assert "no calls" not in screen_text(app)
        go_live(board, SUPPORT, [], ["5001"])
        await settle(pilot, lambda: "1 of them: this login sees no device and no call" in screen_text(app))
        assert "Billing live, but this login sees no device and no call" in screen_text(app)


async def test_text_from_outside_is_never_markup(wall_app: MakeWall, board: Board) -> None:
    hostile = "[bold red]x[/] [@click=app.quit]q[/]"
    data = {hostile: hostile}
    go_live(board, BILLING, [call("c1", participants=[{"formattedPhoneNumber": hostile}], userData=data)])
    board.set_link(BILLING, LinkState.STALE, hostile)
    app = wall_app(WallOptions(title=hostile, density=Density.CARD))
    async with app.run_test(size=(200, 60)) as pilot:
        await pilot.pause()
        assert screen_text(app).count(hostile) >= 3
        await pilot.press("right", "enter")
        await settle(pilot, lambda: "ATTACHED DATA" in screen_text(app))
        assert screen_text(app).count(hostile) >= 3
