"""A feed, its board and its server on one virtual loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from tests.live.memory_server import MemoryServer
from tests.live.memory_stream import MemoryStream
from tests.live.resources import device
from tests.live.virtual_time import LoopClock, VirtualLoop
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board, Changes
from tui.live.store.journal import Journal
from tui.live.store.link import Link, LinkState
from tui.source.port import Connect

SOURCE = "agent.one"
_MOMENT_S = 1e-6


class World:
    """Time passes in `run_for` and `run_until` alone.

    Attributes:
        steps: Every visible step of the board so far.
        links: Every link that was ever shown, oldest first.
    """

    def __init__(self, pace: FeedSchedule | None = None, connect: Connect | None = None) -> None:
        self.loop = VirtualLoop()
        self.clock = LoopClock(self.loop)
        self.server = MemoryServer(self.clock)
        self.server.set_device_quietly(device())
        self.board = Board(self.clock)
        self.journal = Journal(self.clock)
        self.feed = Feed(SOURCE, connect or self.server.connect, self.board, self.journal, pace)
        self.feeds = Feeds([self.feed], self.board, self.journal)
        self.steps: list[Changes] = []
        self.links: list[Link] = []
        self.board.watch(self._note)
        self._faults: list[object] = []
        self.loop.set_exception_handler(lambda _, context: self._faults.append(context))
        self.running = self.loop.create_task(self.feeds.run())

    @property
    def link(self) -> Link:
        """The link as it is shown."""
        return self.board.sources[SOURCE].link

    @property
    def states(self) -> list[LinkState]:
        """The states of the link so far, without repetitions in a row."""
        found: list[LinkState] = []
        for link in self.links:
            if not found or found[-1] is not link.state:
                found.append(link.state)
        return found

    @property
    def stream(self) -> MemoryStream:
        """The stream that is open now."""
        return self.server.streams[-1]

    @property
    def snapshots(self) -> int:
        """How many snapshots were asked for."""
        return sum(times for what, times in self.server.asked.items() if what.startswith("snapshot"))

    @property
    def shown(self) -> dict[str, str]:
        """State of each call that goes on, by id."""
        return {key.id: known.call.state for key, known in self.board.calls.items() if not known.ended}

    @property
    def words(self) -> list[str]:
        """The event log."""
        return [entry.words for entry in self.journal]

    def run_for(self, seconds: float) -> None:
        """Let time pass, and everything happen that is due."""
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def settle(self) -> None:
        """Let everything happen that needs no time."""
        self.run_for(_MOMENT_S)

    def run_until(self, condition: Callable[[], bool], within_s: float, step_s: float = 0.05) -> float:
        """Let time pass until something is so; say how long that took."""
        begun_s = self.loop.time()
        while not condition():
            waited_s = self.loop.time() - begun_s
            assert waited_s < within_s, f"not within {within_s} s; the link is {self.link}, the log says {self.words}"
            self.run_for(step_s)
        return self.loop.time() - begun_s

    def end_question(self) -> None:
        """Let it say how it stands: at the moment of a question, which may come at any time, it is recovering."""
        self.run_until(lambda: self.link.state is not LinkState.RECOVERING, within_s=1.0)

    def go_live(self) -> None:
        """Let the feed come up."""
        self.run_until(lambda: self.link.live, within_s=2.0)

    def close(self) -> None:
        """Cancel the feeds; nothing may be left behind, and nothing may have failed unheard."""
        self.running.cancel()
        self.loop.run_until_complete(asyncio.gather(self.running, return_exceptions=True))
        left = asyncio.all_tasks(self.loop)
        self.loop.run_until_complete(self.loop.shutdown_asyncgens())
        self.loop.close()
        assert not left, f"tasks left behind: {left}"
        assert not self.server.streams, "a stream was left open"
        assert not self._faults, self._faults

    def _note(self, changes: Changes) -> None:
        self.steps.append(changes)
        if SOURCE in changes.links:
            self.links.append(self.link)
