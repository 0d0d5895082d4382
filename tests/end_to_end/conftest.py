"""A simulator, and a board that follows it over loopback; both real."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from pydantic import SecretStr

from tests.waiting import until
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.live.clock import SystemClock
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.source.models import Call


@dataclass
class Pair:
    """A simulator and the board that follows its first login."""

    simulator: Simulator
    board: Board
    journal: Journal
    feeds: Feeds

    @property
    def link(self) -> LinkState:
        """State of the only source."""
        return self.board.sources["floor"].link.state

    def differences(self) -> list[str]:
        """What the board shows otherwise than the simulator has it."""
        mine = {key.id: truth(known.call) for key, known in self.board.calls.items() if not known.ended}
        theirs = {raw["id"]: truth(Call.model_validate(raw)) for raw in self.simulator.calls(self.user)}
        return [
            f"{id_}: {mine.get(id_)} is {theirs.get(id_)}"
            for id_ in {*mine, *theirs}
            if mine.get(id_) != theirs.get(id_)
        ]

    @property
    def user(self) -> str:
        """The login that is followed."""
        return self.simulator.logins[0].user

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition, and fail with words if it does not come."""
        await until(
            condition,
            otherwise=lambda: (
                f"{what}: {self.link}, {self.differences()[:3]}, {[entry.words for entry in self.journal][-5:]}"
            ),
        )

    async def steps(self, count: int) -> None:
        """Let so many events happen."""
        target = self.simulator.control.stats()["steps"] + count
        await self.until(lambda: self.simulator.control.stats()["steps"] >= target, f"{count} events")


def truth(call: Call) -> Mapping[str, Any]:
    """What must agree: everything but the duration, which every copy has its own of."""
    return {**call.wire(), "duration": None}


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    """A busy centre and a live board."""
    options = Options(agents=12, calls=60, rate_per_s=400, logins="one", poll_timeout_ms=2_000, max_interval_ms=3_000)
    async with Simulator(options) as simulator:
        board = Board(clock := SystemClock())
        journal = Journal(clock)
        login = Login(simulator.url, simulator.logins[0].user, SecretStr(simulator.password))
        feed = Feed("floor", line_to(login, clock.now_s), board, journal, FeedSchedule(resync_s=2.0))
        feeds = Feeds([feed], board, journal)
        running = asyncio.create_task(feeds.run())
        pair = Pair(simulator, board, journal, feeds)
        await pair.until(lambda: pair.link is LinkState.LIVE, "live")
        yield pair
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
