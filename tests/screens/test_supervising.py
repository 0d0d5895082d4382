"""A supervisor's wall over a board that stands still; what is really sent is tested in tests/screens/supervise."""

import pytest

from tests.control.bench import Accepting
from tests.pictures import as_ever
from tests.screens.centre import BILLING, SUPPORT, call, tell
from tests.screens.conftest import MakeWall
from tests.screens.roster import roster_of, supervise
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.screens import keys
from tui.screens.supervise.supervise_keys import SUPERVISE, rows_of
from tui.screens.supervise.supervising_wall import SupervisingWall
from tui.screens.wall.options import WallOptions

pytestmark = pytest.mark.usefixtures("full")


@pytest.fixture
def app(wall_app: MakeWall, board: Board, journal: Journal) -> WallApp:
    app = wall_app()
    operator = Operator(board, journal, {})
    app.wall = SupervisingWall(board, journal, WallOptions(), app.count_retry, roster_of(board), operator)
    return app


async def test_picture(app: WallApp, board: Board) -> None:
    supervise(board)
    async with app.run_test(size=(160, 45)) as pilot:
        app.wall.calls.select(CallKey(SUPPORT, "s2"))
        await pilot.press("U")
        await settle(pilot, lambda: "cancel monitoring: the server does not offer it now" in screen_text(app))
        await pilot.pause()
        await as_ever(pilot, "wall-supervise")


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_a_state_that_was_asked_for_is_shown_as_that(
    wall_app: MakeWall, board: Board, journal: Journal, clock: FixedClock, size: tuple[int, int]
) -> None:
    roster, accepting = roster_of(board), Accepting()
    operator = Operator(board, journal, {BILLING: accepting})
    roster.told = operator.take_look
    await roster.look()
    clock.advance(42.0)
    app = wall_app()
    app.wall = SupervisingWall(board, journal, WallOptions(), app.count_retry, roster, operator)
    async with app.run_test(size=size) as pilot:
        await pilot.press("v", *["down"] * 5)
        await settle(pilot, lambda: "27 polled 0:00 ago" in screen_text(app))
        await pilot.press("N")
        await settle(pilot, lambda: "… set not ready asked" in screen_text(app))
        assert accepting.posted == [("/users/user-5006/channels/voice", "NotReady")]
        await pilot.pause()
        await as_ever(pilot, "agents-supervise" if size[0] == 160 else "agents-supervise-80x24")


async def test_the_help_lists_what_a_supervisor_can_do(app: WallApp) -> None:
    async with app.run_test(size=(120, 80)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot, lambda: all(deed.words in screen_text(app) for deed in SUPERVISE))


async def test_what_is_said_is_gone_after_a_moment_but_not_before_the_next_word(app: WallApp) -> None:
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("U")
        await settle(pilot, lambda: "nobody is monitored" in screen_text(app))
        wall = app.wall
        assert isinstance(wall, SupervisingWall)
        forget = wall.forgetting(wall.said)
        await pilot.press("L")
        await settle(pilot, lambda: "choose somebody first" in screen_text(app))
        forget()
        assert wall.said[0]
        wall.forgetting(wall.said)()
        await settle(pilot, lambda: "choose somebody first" not in screen_text(app))


async def test_whose_monitoring_is_asked_where_more_than_one_could_be_meant(app: WallApp, board: Board) -> None:
    async with app.run_test(size=(160, 24)) as pilot:
        await settle(pilot, lambda: "C coach" in screen_text(app))
        assert "U cancel" not in screen_text(app)
        supervise(board)
        supervise(board, "5016", "5002")
        await settle(pilot, lambda: "U cancel" in screen_text(app))
        await pilot.press("U")
        await settle(pilot, lambda: "cancel monitoring: whose?" in screen_text(app))
        assert "▸ 1  5015 to 5001  LISTENING · waits for a call" in screen_text(app)
        assert "2  5016 to 5002  LISTENING · waits for a call" in screen_text(app)
        await pilot.press("escape")
        await settle(pilot, lambda: "whose?" not in screen_text(app))
        await pilot.press("U", "2")
        await settle(pilot, lambda: "cancel monitoring: the server does not offer it now" in screen_text(app))


async def test_a_narrow_line_tells_of_every_supervisor_before_it_tells_all_of_one(app: WallApp, board: Board) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        supervise(board)
        await settle(pilot, lambda: "5015 LISTENING to 5001 · waits for a call" in screen_text(app))
        supervise(board, "5016", "5002")
        await settle(pilot, lambda: "⊙ 5015 LISTENING to 5001   ⊙ 5016 LISTENING to 5002" in screen_text(app))
        await pilot.press("L")
        await settle(pilot, lambda: "choose somebody first" in screen_text(app))
        assert "⊙ 5015 to 5001" in screen_text(app)


async def test_who_is_chosen_is_not_said_to_be_busy(app: WallApp, board: Board) -> None:
    tell(board, SUPPORT, call("own", number="+16175550171", own="5015"))
    async with app.run_test(size=(120, 35)) as pilot:
        supervise(board, "5015", "")
        app.wall.calls.select(CallKey(SUPPORT, "own"))
        await pilot.press("L")
        await settle(pilot, lambda: "no other login of this wall than 5015 may do it" in screen_text(app))
        supervise(board, "5016", "5002")
        await pilot.press("L")
        await settle(pilot, lambda: "every other supervisor monitors somebody: U cancels that" in screen_text(app))


def test_no_key_of_a_supervisor_means_anything_else_on_the_wall() -> None:
    taken = {key for deed in keys.WALL for key in deed.keys}
    assert not taken & {key for deed in SUPERVISE for key in deed.keys}
    assert all(rows_of(key) for deed in SUPERVISE for key in deed.keys)
