"""Pictures of a floor: a wall of hundreds at three sites, who publishes them, and how many of each team do what."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.pictures import as_ever
from tests.screens.seen import screen_text, settle
from tests.screens.wall_app import WallApp
from tests.waiting import until
from tui.demo.centre.centre import Centre
from tui.demo.centre.life import Life
from tui.demo.options import Options
from tui.kinds.simulated.centre_feed import CentreFeed
from tui.live.clock import FixedClock
from tui.live.publishers import Publisher
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import Link, LinkState
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Grouping

SITES = ("berlin", "leipzig", "madrid")
AGENTS = 240
SILENT = "c5"


class Place:
    """Where six collectors publish, one of which is not heard any more."""

    name, count, sites = "nats1.example.com", 6, len(SITES)

    def __init__(self, now_s: float) -> None:
        self.link = Link(LinkState.LIVE, now_s - 3_600.0)
        self.silent = ((SILENT, now_s - 9.0),)
        self._now_s = now_s

    def publishers(self) -> Sequence[Publisher]:
        return [self._one(number) for number in range(6)]

    def _one(self, number: int) -> Publisher:
        name, sites = f"c{number + 1}", (SITES[number // 2],)
        own = AGENTS // 6
        well = Publisher(
            name, "collector", "0.2.0", "", None, self._now_s - 1.2, 2.0, 0.004, own, True, own, own, sites
        )
        if name != SILENT:
            return well
        last_s = self._now_s - 9.0
        return replace(well, live=0, why=f"nothing heard of {name}", since_s=last_s, heard_at_s=last_s)


@pytest.fixture
async def floor_app(clock: FixedClock, true_colour: None) -> WallApp:
    del true_colour
    board, now_s = Board(clock), clock.now_s()
    centre = Centre(Options(agents=AGENTS, calls=200, rate_per_s=0.0), clock.now_s)
    Life(centre).populate()
    running = asyncio.create_task(CentreFeed(centre, board).run())
    await until(lambda: len(board.sources) == AGENTS)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for place, name in enumerate(tuple(board.sources)):
        part, number = board.part(name), place * 6 // AGENTS
        board.adopt(name, replace(part, source=replace(part.source, site=SITES[number // 2])))
        if f"c{number + 1}" == SILENT:
            why, last_s = f"nothing heard of {SILENT}", now_s - 9.0
            board.set_link(name, LinkState.STALE, why, since_s=last_s, sure_until_s=last_s)
    return WallApp(board, Journal(clock), WallOptions(group=Grouping.SITE, relays=(Place(now_s),)))


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_a_floor(floor_app: WallApp, size: tuple[int, int]) -> None:
    end = "" if size[0] == 160 else "-80x24"
    async with floor_app.run_test(size=size) as pilot:
        await settle(pilot, lambda: "c5 stale 0:09" in screen_text(floor_app))
        await as_ever(pilot, f"floor{end}")
        await pilot.press("e", "p")
        await settle(pilot, lambda: "of 40 live" in screen_text(floor_app))
        await as_ever(pilot, f"floor-publishers{end}")
        await pilot.press("escape", "escape", "v", "t")
        await settle(pilot, lambda: " all " in screen_text(floor_app))
        await as_ever(pilot, f"floor-teams{end}")
