"""The guided tour: it goes on by itself and by key, hides no call, and mends what it breaks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest
from pydantic import SecretStr

from tests.pictures import as_ever
from tests.screens.centre import call, go_live
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tests.waiting import PATIENCE_S, until
from tui.config import Settings, SourceSettings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import Link, LinkState
from tui.runs.simulated import tour_of
from tui.screens.wall.options import WallOptions
from tui.screens.wall.tour import STOPS, Tour
from tui.screens.wall.touring_wall import TouringWall
from tui.wiring import build
from widgets.bars.tour_panel import MOST_LINES, TourPanel
from widgets.wall.call_wall import CallWall


class TourApp(WallApp):
    """A wall with a tour."""

    def __init__(self, board: Board, journal: Journal, tour: Tour) -> None:
        super().__init__(board, journal, WallOptions())
        self.wall = touring = TouringWall(board, journal, WallOptions(), lambda: None)
        touring.tour = tour


pytestmark = pytest.mark.usefixtures("true_colour")


@pytest.fixture
def done() -> list[str]:
    """What the tour made happen."""
    return []


@pytest.fixture
def tour(done: list[str]) -> Tour:
    def doing(name: str) -> Callable[[], None]:
        return lambda: done.append(name)

    return Tour({name: doing(name) for name in ("ring", "cut", "mend")})


def test_it_takes_two_minutes() -> None:
    assert sum(stop.seconds for stop in STOPS) == 120.0


def test_time_alone_leads_through_it(tour: Tour, done: list[str]) -> None:
    for _ in range(119):
        tour.pass_time(1.0)
    assert tour.stop is STOPS[-1]
    assert done == ["ring", "cut", "mend"]
    tour.pass_time(1.0)

    assert tour.stop is None
    assert done[-1] == "mend"


@pytest.mark.parametrize("stops", range(len(STOPS) + 1))
def test_whoever_leaves_it_leaves_nothing_broken(stops: int, tour: Tour, done: list[str]) -> None:
    for _ in range(stops):
        tour.go_on()
    tour.end()

    assert tour.stop is None
    assert done[-1] == "mend"
    tour.go_on()
    tour.pass_time(100.0)
    assert tour.stop is None


async def test_keys_lead_through_it_and_end_it(board: Board, journal: Journal, tour: Tour, done: list[str]) -> None:
    go_live(board, "5001", [call("c1", "Established", "+12025550143")], ["5001"])
    app = TourApp(board, journal, tour)
    async with app.run_test(size=(100, 30)) as pilot:
        assert "TOUR 1 of 9: the calls" in screen_text(app)
        assert "tab next  x end" in screen_text(app)
        for _ in range(6):
            await pilot.press("tab")
        assert "TOUR 7 of 9: the link is lost" in screen_text(app)
        assert done == ["ring", "cut"]
        await pilot.press("x")
        await settle(pilot, lambda: "TOUR" not in screen_text(app))
        assert not app.wall.query_one(TourPanel).display
        assert done == ["ring", "cut", "mend"]


async def test_its_time_stands_still_while_something_else_is_looked_at(
    board: Board, clock: FixedClock, journal: Journal, tour: Tour
) -> None:
    app = TourApp(board, journal, tour)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.press("question_mark")
        for _ in range(40):
            clock.advance(1.0)
            app.wall.tick()
        assert tour.stop is STOPS[0]
        await pilot.press("escape")
        for _ in range(15):
            clock.advance(1.0)
            app.wall.tick()
        assert tour.stop is STOPS[1]


@pytest.mark.parametrize("size", [(40, 12), (60, 20), (80, 24), (120, 35), (220, 60)])
async def test_no_stop_hides_the_calls(size: tuple[int, int], board: Board, journal: Journal, tour: Tour) -> None:
    calls = [call(f"c{number}", "Established", f"+1202555010{number}") for number in range(9)]
    go_live(board, "5001", calls, ["5001"])
    app = TourApp(board, journal, tour)
    async with app.run_test(size=size) as pilot:
        for number, stop in enumerate(STOPS):
            head = f"TOUR {number + 1} of 9"
            await settle(pilot, lambda head=head: head in screen_text(app))  # type: ignore[misc]  # the default
            panel, shown = app.wall.query_one(TourPanel), app.wall.query_one(CallWall)
            assert panel.size.height <= 1 + MOST_LINES
            assert panel.region.bottom <= shown.region.y
            assert shown.size.height >= (14 if size == (80, 24) else 3)
            assert "TALKING" in screen_text(app)
            if size[0] >= 80:
                assert stop.words.split()[-1] in screen_text(app)
            await pilot.press("tab")


@pytest.mark.usefixtures("full")
async def test_the_picture(board: Board, journal: Journal, tour: Tour) -> None:
    app = TourApp(board, journal, tour)
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("tab", "tab", "right", "right")
        await pilot.pause()
        await pilot.pause()
        await as_ever(pilot, "tour")


async def test_the_demo_cuts_the_link_and_mends_it() -> None:
    async with Simulator(Options(agents=4, rate_per_s=0, poll_timeout_ms=2000)) as simulator:
        login = simulator.logins[0]
        source = SourceSettings(name=login.name, url=simulator.url, user=login.user)
        parts = build(Settings(sources=(source,)), {login.name: SecretStr(login.password)})
        running = asyncio.create_task(parts.feeds.run())

        def link() -> Link:
            return parts.board.sources[login.name].link

        tour = tour_of(simulator)
        async with asyncio.timeout(PATIENCE_S):
            await until(lambda: link().live)
            _lead(tour, "ring")
            await until(lambda: "Ringing" in [known.call.state for known in parts.board.calls.values()])
            _lead(tour, "cut")
            await until(lambda: link().state is LinkState.STALE)
            tour.go_on()
            await until(lambda: link().live)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _lead(tour: Tour, act: str) -> None:
    while tour.stop is not None and tour.stop.act != act:
        tour.go_on()
