"""All sources of one board: runs their feeds, restarts one that broke by a fault of ours, and lets time pass."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

from tui.live.board import Board
from tui.live.fault import fault_code
from tui.live.feed import Feed
from tui.live.journal import Journal, Kind
from tui.live.link import LinkState

_LOG = logging.getLogger(__name__)
_RESTART_S = 1.0
_TICK_S = 1.0


class Feeds:
    """The feeds of a board."""

    def __init__(self, feeds: Sequence[Feed], board: Board, journal: Journal) -> None:
        """Keep them together; nothing runs before `run`.

        Args:
            feeds: One for each source.
            board: The board that they write.
            journal: Where faults are noted.
        """
        self.feeds = feeds
        self._board = board
        self._journal = journal

    def retry(self) -> None:
        """Let every source that waits try again now."""
        for feed in self.feeds:
            feed.retry()

    def keep_pace(self, resync_s: float, refused_s: float) -> None:
        """Let every source go at another pace; see `Feed.keep_pace`."""
        for feed in self.feeds:
            feed.keep_pace(resync_s, refused_s)

    def keep_ended_for(self, seconds: float) -> None:
        """Let ended calls stay on the board for another time from now on."""
        self._board.ended_for_s = seconds

    async def run(self) -> None:
        """Run all feeds until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._guard(self._tick), name="tick")
            for feed in self.feeds:
                group.create_task(self._guard(feed.run, feed.name), name=f"feed {feed.name}")

    async def _tick(self) -> NoReturn:
        while True:
            await asyncio.sleep(_TICK_S)
            for feed in self.feeds:
                feed.check_silence()
            self._board.sweep()

    async def _guard(self, run: Callable[[], Coroutine[Any, Any, NoReturn]], source: str = "") -> NoReturn:
        """Run for ever: the one place where a fault of ours ends, is told, and what it broke starts again."""
        while True:
            try:
                await run()
            except asyncio.CancelledError as error:
                if _is_cancelled():
                    raise
                self._tell(error, source)
            except Exception as error:
                self._tell(error, source)
            await asyncio.sleep(_RESTART_S)

    def _tell(self, error: BaseException, source: str) -> None:
        code = fault_code(error)
        _LOG.error("fault %s in the feed of %s", code, source or "time", exc_info=error)
        self._journal.note(source, Kind.PROBLEM, f"internal fault {code}, see the log: starting again")
        if source:
            self._board.set_link(source, LinkState.STALE, f"internal fault {code}")


def _is_cancelled() -> bool:
    """Whether somebody wants this task to end; a cancellation that leaked out of a library does not count."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
