"""Figures of service in the numbers; the pictures are the chapter's."""

import pytest

from tests.pictures import as_ever
from tests.screens.centre import call, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tests.views.test_service import counting, ring, talk
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.screens.wall.options import WallOptions


@pytest.mark.parametrize(("name", "size"), [("numbers-service", (120, 35)), ("numbers-service-80x24", (80, 24))])
async def test_pictures(wall_app: MakeWall, board: Board, clock: FixedClock, name: str, size: tuple[int, int]) -> None:
    count = counting(board, "Billing", "Support")
    for number in range(12):
        source = "Billing" if number % 3 else "Support"
        talk(board, clock, f"c{number}", 4 + 2 * number, 90 + 7 * number, 5 * (number % 2), queue="Gold", source=source)
    ring(board, clock, "missed", 43.0, "Support", queue="Silver")
    tell(board, "Support", call("missed", "Released", duration="43", userData={"Queue": "Silver"}))
    app = wall_app(WallOptions(service=count))
    async with app.run_test(size=size) as pilot:
        await pilot.press("n")
        await settle(pilot, lambda: "numbers" in screen_text(app))
        more = "more lines, answered and missed: PgDn"
        await settle(pilot, lambda: more in screen_text(app))
        await pilot.press("G")
        await settle(pilot, lambda: more not in screen_text(app))
        await settle(pilot, lambda: "agent Support" in screen_text(app))
        await pilot.pause()
        await as_ever(pilot, name)
