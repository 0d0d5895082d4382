import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.centre import BILLING, call, go_live, tell
from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tests.screens.test_pictures import compare
from tui.live.clock import FixedClock
from tui.live.reports.history import History
from tui.live.store.board import Board
from tui.screens.wall.hour import hour_of
from tui.screens.wall.options import WallOptions
from widgets.cards.density import Density
from widgets.drawing.plot import Frame, plot
from widgets.drawing.spark import spark, sparks


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


async def test_no_number_of_calls_is_told_before_any_source_was_live(wall_app: MakeWall, board: Board) -> None:
    board.add_source(BILLING)
    app = wall_app()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press("n")
        await settle(pilot, lambda: "not known yet" in screen_text(app))
        go_live(board, BILLING, [], ["5001"])
        await settle(pilot, lambda: "not known yet" not in screen_text(app) and "longest" in screen_text(app))


async def test_the_head_of_the_wall_shows_the_last_hour(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    history = past_hour(board, clock)
    await compare(wall_app, "wall-hour", size=(160, 45), options=WallOptions(history=history))


@pytest.mark.parametrize("size", [(220, 60), (160, 45), (120, 35), (80, 24)])
@pytest.mark.parametrize("density", list(Density))
async def test_the_last_hour_is_shown_where_there_is_room(
    wall_app: MakeWall, board: Board, clock: FixedClock, size: tuple[int, int], density: Density
) -> None:
    options = WallOptions(history=past_hour(board, clock), density=density)
    app = wall_app(options)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert ("last hour" in screen_text(app)) is (size[0] >= (160 if density is Density.BIG else 120))


def test_each_bar_of_the_head_is_the_most_of_two_minutes_by_the_clock(board: Board, clock: FixedClock) -> None:
    history = past_hour(board, clock)
    before = hour_of(history)
    assert len(before) == 30
    assert list(before) == sorted(before)
    assert before[-1] == max(minute.most for minute in history.minutes)
    clock.advance(120.0)
    assert hour_of(history)[1:29] == before[1:29]


def test_a_wall_that_has_seen_little_shows_no_hour(board: Board, clock: FixedClock) -> None:
    history = History(board)
    clock.advance(400.0)
    assert hour_of(history) == ()
    clock.advance(200.0)
    assert len(hour_of(history)) > 4


def test_a_wall_starts_without_the_library_for_plots() -> None:
    words = "import sys, tui.app; sys.exit('plotille' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", words], check=False).returncode == 0


@given(st.lists(st.integers(0, 5_000), max_size=70), st.integers(1, 60), st.integers(3, 160), st.integers(1, 8))
def test_a_plot_is_as_large_as_asked_and_nothing_looks_like_little(
    numbers: list[int], places: int, width: int, height: int
) -> None:
    frame = Frame(places, width, len(str(max(numbers, default=0))))
    rows = plot(numbers, frame, height)
    assert len(rows) == height
    assert {len(row) for row in rows} == {frame.label + 1 + frame.cells}
    assert len(frame.scale("60 min ago", "now")) >= frame.label + 1 + frame.cells
    shown = numbers[-frame.shown :]
    heights = heights_of([row[frame.label + 1 :] for row in rows])
    bars = heights[len(heights) - len(shown) * frame.dots :: frame.dots] if shown else []
    highest = max(shown, default=0)
    assert bars == [-(-number * height * 4 // highest) if number else 0 for number in shown]
    assert sum(heights) == sum(bars) * frame.dots


def heights_of(rows: list[str]) -> list[int]:
    """How many dots stand above one another in each column of dots."""
    left, right = (0x01, 0x02, 0x04, 0x40), (0x08, 0x10, 0x20, 0x80)
    masks = [[ord(cell) - 0x2800 if cell != " " else 0 for cell in row] for row in rows]
    return [
        sum(bool(row[place] & dot) for row in masks for dot in side)
        for place in range(len(rows[0]))
        for side in (left, right)
    ]


@pytest.mark.parametrize(
    ("numbers", "bars"),
    [([], ""), ([0, 0], "  "), ([1, 2, 4, 8], "▁▂▄█"), ([0, 1, 1_000], " ▁█"), ([7], "█")],
)
def test_bars(numbers: list[int], bars: str) -> None:
    assert spark(numbers) == bars


def test_bars_of_several_lines() -> None:
    assert sparks([0, 1, 8, 12, 16], 2) == ["   ▄█", " ▁███"]
    assert sparks([], 3) == ["", "", ""]
