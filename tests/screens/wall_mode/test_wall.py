"""A wall nobody stands at, and one that is locked."""

import os
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from textual import events
from textual.pilot import Pilot

from tests.pictures import as_ever
from tests.screen_text import text_of
from tests.screens.centre import RETENTION, busy, lose
from tests.screens.seen import settle
from tui.config import ConfigError, Settings, load
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import OPEN, WALL
from tui.live.zoned_clock import ZonedClock
from tui.screens.keys import WALL as WALL_DEEDS
from tui.screens.wall.kiosk import GuardedApp
from tui.screens.wall.options import WallOptions
from tui.screens.wall.pages import UNTOUCHED_S
from tui.screens.wall.wall_pages import SHIFT_S
from tui.screens.wall.wall_screen import WallScreen
from tui.wall_options import remark, wall_options
from widgets.cards.density import Density
from widgets.drawing.theme import ansi_color, register

PAGED = WallOptions(
    page_s=10.0, title="Billing · Retention · Support", remark=remark(WALL, supervise=False), names_zone=True
)


class Guarded(GuardedApp[None]):
    """The application's guard around a real wall."""

    def __init__(self, board: Board, journal: Journal, options: WallOptions) -> None:
        super().__init__(ansi_color=ansi_color(os.environ))
        self.wall = WallScreen(board, journal, options, lambda: None)
        self.unlock_key = options.unlock_key
        self.locked = bool(options.unlock_key)

    async def on_mount(self) -> None:
        register(self)
        await self.push_screen(self.wall)


def screen_text(app: Guarded) -> str:
    return text_of(app)


def keep_only(board: Board, calls: Collection[str]) -> None:
    memory = board.remember()
    board.recall(replace(memory, calls={key: call for key, call in memory.calls.items() if key.id in calls}))


async def compare(app: Guarded, name: str, size: tuple[int, int], words: str) -> None:
    async with app.run_test(size=size) as pilot:
        app.wall.tick()
        await settle(pilot, lambda: words in screen_text(app))
        await pilot.pause()
        await pilot.pause()
        await as_ever(pilot, name)


def click(app: Guarded, x: int, y: int) -> None:
    """As the terminal would send it; the pilot's own clicks go past the application."""
    for kind in (events.MouseDown, events.MouseUp):
        app.post_message(kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False))


@pytest.fixture(autouse=True)
def _full(board: Board, clock: FixedClock, true_colour: None) -> None:
    del true_colour
    busy(board, clock)


async def test_pages_turn_and_a_key_stops_them(board: Board, journal: Journal, clock: FixedClock) -> None:
    app = Guarded(board, journal, PAGED)
    async with app.run_test(size=(160, 45)) as pilot:
        app.wall.tick()
        await settle(pilot, lambda: "page 1 of 2" in screen_text(app))
        assert "● ○  next in 10 s" in screen_text(app)
        assert app.wall.calls.grid.density is Density.BIG
        assert len(app.wall.calls.seen) == 12
        assert app.wall.calls.selected is None
        clock.advance(10.0)
        app.wall.tick()
        await settle(pilot, lambda: "page 2 of 2" in screen_text(app))

        await pilot.press("right")
        await settle(pilot, lambda: "page 2" not in screen_text(app))
        assert app.wall.calls.selected is not None
        assert app.wall.calls.density is None
        clock.advance(UNTOUCHED_S)
        app.wall.tick()
        await settle(pilot, lambda: "page 1 of 2" in screen_text(app))
        assert app.wall.calls.selected is None


async def test_a_button_of_the_mouse_stops_them_too(board: Board, journal: Journal) -> None:
    app = Guarded(board, journal, PAGED)
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot, lambda: "page 1 of 2" in screen_text(app))
        click(app, 5, 44)
        await settle(pilot, lambda: "inspect" in screen_text(app))
        assert app.screen is app.wall


async def _moves_by_a_cell(app: Guarded, pilot: Pilot[None], clock: FixedClock) -> None:
    places, sizes = set(), set()
    for _ in range(4):
        app.wall.tick()
        await pilot.pause()
        places.add(app.wall.calls.region.offset)
        sizes.add((app.wall.calls.size, app.wall.calls.grid))
        clock.advance(SHIFT_S)
    assert len(places) == 4
    assert len(sizes) == 1


async def test_everything_moves_by_a_cell_after_a_while(board: Board, journal: Journal, clock: FixedClock) -> None:
    app = Guarded(board, journal, PAGED)
    async with app.run_test(size=(160, 45)) as pilot:
        await _moves_by_a_cell(app, pilot, clock)


async def test_locked_nothing_works_but_the_unlock_key(board: Board, journal: Journal) -> None:
    app = Guarded(board, journal, WallOptions(unlock_key="ctrl+k"))
    async with app.run_test(size=(120, 35)) as pilot:
        await settle(pilot, lambda: "locked" in screen_text(app))
        before, keys = screen_text(app), [key for deed in WALL_DEEDS for key in deed.keys]
        await pilot.press(*keys)
        await pilot.press("ctrl+q", "ctrl+c", "ctrl+p", "tab")
        click(app, 10, 5)
        await pilot.pause()
        await pilot.pause()
        assert app.is_running
        assert app.screen is app.wall
        assert screen_text(app) == before
        assert app.wall.calls.selected is None

        await pilot.press("ctrl+k")
        click(app, 10, 5)
        await settle(pilot, lambda: app.wall.calls.selected is not None)
        app.wall.tick()
        await settle(pilot, lambda: "inspect" in screen_text(app))
        await pilot.press("ctrl+k", "q")
        assert app.is_running


async def test_a_locked_wall_names_no_key_that_does_not_work(board: Board, journal: Journal, clock: FixedClock) -> None:
    app = Guarded(board, journal, WallOptions(unlock_key="ctrl+k"))
    async with app.run_test(size=(160, 45)) as pilot:
        lose(board, RETENTION)
        clock.advance(12.0)
        app.wall.tick()
        await settle(pilot, lambda: "stale" in screen_text(app) and "locked" in screen_text(app))
        assert "tries again now" not in screen_text(app)

        await pilot.press("ctrl+k")
        app.wall.tick()
        await settle(pilot, lambda: "R tries again now" in screen_text(app))


async def test_a_locked_wall_without_pages_moves_by_a_cell_too(
    board: Board, journal: Journal, clock: FixedClock
) -> None:
    app = Guarded(board, journal, WallOptions(unlock_key="ctrl+k"))
    async with app.run_test(size=(160, 45)) as pilot:
        await _moves_by_a_cell(app, pilot, clock)

        await pilot.press("ctrl+k")
        app.wall.tick()
        await pilot.pause()
        before = app.wall.calls.region
        clock.advance(SHIFT_S)
        app.wall.tick()
        await pilot.pause()
        assert app.wall.calls.region == before


async def test_big_paged_picture(board: Board, journal: Journal) -> None:
    await compare(Guarded(masked_board(board, WALL), journal, PAGED), "wall-pages", (220, 60), "page 1 of 2")


@pytest.mark.parametrize(
    ("name", "size", "calls"),
    [
        ("wall-big-few", (160, 45), ("b1", "r1", "s3", "s9", "r4", "b3")),
        ("wall-big-few-80x24", (80, 24), ("b1", "r1", "s3", "r4")),
    ],
)
async def test_few_big_cards_picture(
    board: Board, journal: Journal, clock: FixedClock, name: str, size: tuple[int, int], calls: tuple[str, ...]
) -> None:
    keep_only(board, calls)
    lose(board, RETENTION)
    clock.advance(12.0)
    await compare(Guarded(masked_board(board, WALL), journal, WallOptions(density=Density.BIG)), name, size, "inspect")


async def test_a_page_fills_the_screen_as_soon_as_the_big_head_has_its_room(board: Board, journal: Journal) -> None:
    keep_only(board, ("b1", "r1", "s3", "s9", "r4", "b3"))
    app = Guarded(board, journal, PAGED)
    async with app.run_test(size=(160, 45)) as pilot:
        await settle(pilot, lambda: app.wall.calls.grid.room == app.wall.calls.scrollable_content_region.height < 40)
        assert (app.wall.calls.grid.room, app.wall.calls.plan.height) == (37, 35)


def test_a_wall_nobody_stands_at_says_what_it_is() -> None:
    assert PAGED.remark == "numbers masked · read only"
    assert remark(OPEN, supervise=False) == "read only"
    assert remark(WALL, supervise=True) == "numbers masked"


def test_the_clock_hangs_in_its_zone() -> None:
    clock = ZonedClock(FixedClock(date=datetime(2026, 1, 5, 19, 2, tzinfo=UTC)), ZoneInfo("Asia/Tokyo"))

    assert f"{clock.wall():%d %H:%M}" == "06 04:02"
    assert clock.now_s() == 1_000.0


def test_the_clock_names_only_a_zone_that_was_chosen() -> None:
    assert wall_options(Settings(time_zone="Asia/Tokyo")).names_zone
    assert not wall_options(Settings()).names_zone


def test_a_zone_that_is_none_is_told() -> None:
    source = {"url": "https://gws.example.com", "user": "agent.one"}
    assert load({**source, "time_zone": "Asia/Tokyo", "kiosk": True}, {}).kiosk
    with pytest.raises(ConfigError, match="no time zone is named Moon"):
        load({**source, "time_zone": "Moon"}, {})


async def test_what_comes_in_one_go_behind_the_filter_key_belongs_to_the_filter(board: Board, journal: Journal) -> None:
    app = Guarded(board, journal, WallOptions())
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.pause()
        for character in "/nothing like it":
            app.post_message(events.Key({"/": "slash", " ": "space"}.get(character, character), character))
        await settle(pilot, lambda: "“nothing like it” 0 of 24" in screen_text(app))
        assert app.screen is app.wall
