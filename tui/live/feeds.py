"""All sources of one board: runs their feeds, restarts one that broke by a fault of ours, and lets time pass."""

import asyncio
import hashlib
import logging
import traceback
from collections.abc import Sequence
from typing import NoReturn

from tui.live.board import Board
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
        self._feeds = feeds
        self._board = board
        self._journal = journal

    def retry(self) -> None:
        """Let every source that waits try again now."""
        for feed in self._feeds:
            feed.retry()

    async def run(self) -> None:
        """Run all feeds until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._tick(), name="tick")
            for feed in self._feeds:
                group.create_task(self._guard(feed), name=f"feed {feed.name}")

    async def _tick(self) -> NoReturn:
        while True:
            await asyncio.sleep(_TICK_S)
            for feed in self._feeds:
                feed.check_silence()
            self._board.sweep()

    async def _guard(self, feed: Feed) -> NoReturn:
        while True:
            try:
                await feed.run()
            except (
                Exception
            ) as error:  # the one place where a fault of a feed ends: it is told, and the feed starts again
                code = fault_code(error)
                _LOG.exception("fault %s in the feed of %s", code, feed.name)
                self._journal.note(feed.name, Kind.PROBLEM, f"internal fault {code}, see the log: starting again")
                self._board.set_link(feed.name, LinkState.STALE, f"internal fault {code}")
                await asyncio.sleep(_RESTART_S)


def fault_code(error: BaseException) -> str:
    """Give a fault a short name that is the same each time it happens at the same place.

    Args:
        error: What was raised.

    Returns:
        Six characters, to be found in the log.
    """
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{type(error).__name__}:" + ",".join(f"{frame.name}:{frame.lineno}" for frame in frames[-3:])
    return hashlib.sha256(place.encode()).hexdigest()[:6]
