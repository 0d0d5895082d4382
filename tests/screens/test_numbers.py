import pytest

from tests.screens.centre import BILLING, call, go_live, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tests.screens.test_pictures import compare
from tui.live.board import Board
from tui.live.clock import FixedClock
from tui.live.history import History
from tui.screens.options import WallOptions
from widgets.spark import spark


def past_hour(board: Board, clock: FixedClock) -> History:
    """An hour in which more and more calls came, each of them held for a while and then over."""
    go_live(board, BILLING, [], ["5001"])
    history = History(board)
    for minute in range(58):
        at_once = 1 + (minute * 7) % 5 + minute // 12
        for place in range(at_once):
            tell(board, BILLING, call(f"p{minute}-{place}", "Ringing"))
            tell(board, BILLING, call(f"p{minute}-{place}", "Established"))
        clock.advance(30.0)
        for place in range(at_once):
            tell(board, BILLING, call(f"p{minute}-{place}", "Held", duration="30"))
        clock.advance(15.0)
        for place in range(at_once - minute % 2):
            tell(board, BILLING, call(f"p{minute}-{place}", "Released", duration="45"))
        clock.advance(15.0)
        board.sweep()
    return history


@pytest.mark.parametrize(("name", "size"), [("numbers", (120, 35)), ("numbers-80x24", (80, 24))])
async def test_pictures(wall_app: MakeWall, board: Board, clock: FixedClock, name: str, size: tuple[int, int]) -> None:
    history = past_hour(board, clock)
    await compare(wall_app, name, "n", size=size, options=WallOptions(history=history))


async def test_the_numbers_open_from_the_wall_follow_and_close(
    wall_app: MakeWall, board: Board, clock: FixedClock
) -> None:
    go_live(board, BILLING, [call("c1", duration="40")], ["5001"])
    app = wall_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        await settle(pilot, lambda: "counted here since 19:02" in screen_text(app))
        assert "average handling" in screen_text(app)
        assert "--:--" in screen_text(app)
        tell(board, BILLING, call("c2", "Ringing"))
        tell(board, BILLING, call("c2", "Established"))
        clock.advance(90.0)
        tell(board, BILLING, call("c2", "Released", duration="90"))
        await settle(pilot, lambda: "1:30" in screen_text(app))
        await pilot.press("escape")
        await settle(pilot, lambda: app.screen is app.wall)


@pytest.mark.parametrize(
    ("numbers", "bars"),
    [([], ""), ([0, 0], "  "), ([1, 2, 4, 8], "▁▂▄█"), ([0, 1, 1_000], " ▁█"), ([7], "█")],
)
def test_bars(numbers: list[int], bars: str) -> None:
    assert spark(numbers) == bars
