"""What really goes to the terminal: how much, and in which colours."""

import re
from typing import Any

import pytest
from textual.app import App
from textual.screen import Screen

from tests.screens.centre import BILLING, PLACES, call, go_live, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import settle
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.screens.wall.options import WallOptions
from widgets.cards.density import Density

STYLE = re.compile(r"\x1b\[([\d;]*)m")
COLOURLESS = {"", "0", "1", "2", "3", "4", "7", "22", "27", "39", "49"}


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is sent, as it is sent."""
    pieces: list[str] = []
    display = App._display

    def listen(app: WallApp, screen: Screen[Any], update: Any) -> None:  # noqa: ANN401
        if hasattr(update, "render_segments"):
            pieces.append(update.render_segments(app.console))
        display(app, screen, update)

    monkeypatch.setattr(App, "_display", listen)
    return pieces


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("density", list(Density))
async def test_a_tick_sends_little_more_than_the_changed_cells(
    wall_app: MakeWall, clock: FixedClock, sent: list[str], density: Density
) -> None:
    app = wall_app(WallOptions(density=density))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        sent.clear()
        clock.advance(1.0)
        app.wall.tick()
        await settle(pilot, lambda: bool(sent))
        # A duration with its place and colours takes some hundred bytes, in big digits three times that.
        rows = 3 if density is Density.BIG else 1
        assert sum(map(len, sent)) <= 160 * rows * len(app.wall.calls.seen) + 400


async def test_where_nothing_changes_nothing_is_sent(wall_app: MakeWall, board: Board, sent: list[str]) -> None:
    go_live(board, BILLING, [call("c1")])
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        sent.clear()
        app.wall.tick()
        tell(board, BILLING, call("c1"))
        await pilot.pause()
        assert "".join(sent) == ""


@pytest.mark.usefixtures("full")
@pytest.mark.parametrize("keys", [(), ("right", "enter"), ("e",), ("question_mark",), ("slash", "x")])
async def test_without_colours_no_colour_is_sent(
    wall_app: MakeWall, sent: list[str], monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("right", *keys)
        app.screen.refresh()
        await pilot.pause()
        used = {code for style in STYLE.findall("".join(sent)) for code in style.split(";")}
        assert used - COLOURLESS == set()
        assert {"1", "2", "7"} <= used


async def test_ten_thousand_calls_open_scroll_and_tick(
    wall_app: MakeWall, board: Board, clock: FixedClock, sent: list[str]
) -> None:
    numbers = list(PLACES)
    calls = [call(f"c{n}", number=numbers[n % len(numbers)], duration=str(n % 3_000)) for n in range(10_000)]
    go_live(board, BILLING, calls)
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        wall = app.wall.calls
        # So many are arranged in slices, which a busy machine makes more of.
        await settle(pilot, lambda: wall.grid.density is Density.ROW)
        assert len(wall.seen) < 200
        await pilot.press("end")
        await settle(pilot, lambda: wall.seen.stop == 10_000)
        await pilot.press("pageup", "pageup")
        assert wall.selected is not None
        sent.clear()
        clock.advance(1.0)
        app.wall.tick()
        await settle(pilot, lambda: bool(sent))
        assert sum(map(len, sent)) < 200 * 160
        # Only what is seen is ever drawn.
        assert wall.kept_slots < 200


async def test_a_storm_of_changes_is_taken_together(
    wall_app: MakeWall, board: Board, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_live(board, BILLING, [call(f"c{n}", duration=str(n)) for n in range(1_000)])
    app = wall_app()
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.pause()
        taken: list[int] = []
        take = app.wall.take

        def count(changes: Changes) -> None:
            taken.append(len(changes.changed))
            take(changes)

        monkeypatch.setattr(app.wall, "take", count)
        for number in range(1_000):
            tell(board, BILLING, call(f"c{number}", "Held", duration=str(number)))
        await settle(pilot, lambda: app.wall.census.tally().states == {"Held": 1_000})
        assert sum(taken) == 1_000
        assert len(taken) <= 5
