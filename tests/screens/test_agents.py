"""The agents view over a board that stands still; its pictures are the README's."""

import pytest

from tests.pictures import as_ever
from tests.screens.conftest import MakeWall
from tests.screens.roster import roster_of, supervise
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tui.live.board import Board
from tui.live.clock import FixedClock
from tui.live.roster import Roster
from tui.screens.overlays.agent_rows import AgentRows
from tui.screens.overlays.agents import AGENTS, AgentsScreen
from tui.screens.supervise.supervise_keys import SUPERVISE
from widgets.lists.agent_line_face import AgentLine, time_words

pytestmark = pytest.mark.usefixtures("full")


@pytest.fixture
def roster(board: Board) -> Roster:
    return roster_of(board)


@pytest.fixture
def app(wall_app: MakeWall, roster: Roster, monkeypatch: pytest.MonkeyPatch) -> WallApp:
    app = wall_app()
    monkeypatch.setattr(app.wall, "_roster", roster)
    return app


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_pictures(app: WallApp, board: Board, clock: FixedClock, size: tuple[int, int], roster: Roster) -> None:
    await roster.look()
    clock.advance(42.0)
    supervise(board)
    async with app.run_test(size=size) as pilot:
        await pilot.press("v", "down", "down")
        await settle(pilot, lambda: "27 polled 0:00 ago, every 15 s" in screen_text(app))
        await pilot.pause()
        as_ever(app, "agents" if size[0] == 160 else "agents-80x24")


async def rows(board: Board, roster: Roster) -> dict[str, AgentLine]:
    await roster.look()
    return {line.number: line for line in AgentRows(board, roster).rows()}


async def test_what_a_login_tells_live_comes_before_what_was_polled(board: Board, roster: Roster) -> None:
    told = await rows(board, roster)

    assert (told["5001"].live, told["5001"].call.split()[:2]) == (True, ["‖", "HELD"])
    assert told["5001"].groups == "Billing agents"
    assert (told["5006"].live, told["5006"].call, told["5006"].sign.word) == (False, "", "READY")
    assert told["5042"].name == "Agent 5042"
    assert told["5005"].sign.word == "LOGGED OUT"
    assert told["5031"].groups == ""


async def test_times_say_at_least_unless_the_change_was_seen(board: Board, clock: FixedClock, roster: Roster) -> None:
    await roster.look()
    clock.advance(12.0)
    supervise(board)
    clock.advance(3.0)
    told = await rows(board, roster)

    assert time_words(told["5006"]) == "≥0:15"
    assert time_words(told["5015"]) == "0:03"
    assert told["5001"].listener == "5015"


async def test_the_age_is_said_and_goes_on(app: WallApp, clock: FixedClock, roster: Roster) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled 0:00 ago" in screen_text(app))
        clock.advance(7.0)
        screen = app.screen
        assert isinstance(screen, AgentsScreen)
        screen.tick()
        await settle(pilot, lambda: "27 polled 0:07 ago" in screen_text(app))
        roster.why = "cannot connect"
        screen.tick()
        await settle(pilot, lambda: "the last try failed: cannot connect" in screen_text(app))


async def test_nobody_is_asked_any_more_once_the_view_is_closed(app: WallApp) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        await pilot.press("v")
        await settle(pilot, lambda: "27 polled" in screen_text(app))
        screen = app.screen
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is app.wall)
        assert not [worker for worker in app.workers if worker.node is screen and not worker.is_finished]


def test_every_key_has_one_meaning_and_its_action() -> None:
    deeds = (*AGENTS, *SUPERVISE)
    pressed = [key for deed in deeds for key in deed.keys]
    assert len(pressed) == len(set(pressed))
    assert all(hasattr(AgentsScreen, f"action_{deed.action.partition('(')[0]}") for deed in AGENTS)


async def test_who_is_listened_to_is_seen_on_every_wall(app: WallApp, board: Board) -> None:
    async with app.run_test(size=(120, 30)) as pilot:
        assert "LISTENING to" not in screen_text(app)
        supervise(board)
        words = "5015 LISTENING to 5001: every call, follows transfers · waits for a call"
        await settle(pilot, lambda: words in screen_text(app))
