"""All sources of one board: runs their feeds, restarts one that broke by a fault of ours, and lets time pass."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, NoReturn

from tui.live.fault import fault_code
from tui.live.feeds.origin import Origin
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.link import LinkState

_LOG = logging.getLogger(__name__)
_RESTART_S = 1.0
_LONGEST_RESTART_S = 30.0
_CALM_S = 60.0
"""What ran for so long broke by something new, and starts again as soon as at first."""
_TICK_S = 1.0


class Feeds:
    """The feeds of a board.

    Attributes:
        ticked_s: When they were gone over last, which is every second, clock of the loop; None before the first time.
    """

    def __init__(self, feeds: Sequence[Origin], board: Board, journal: Journal) -> None:
        """Keep them together; nothing runs before `run`.

        Args:
            feeds: Each keeps some of its sources, most of them one.
            board: The board that they write.
            journal: Where faults are noted.
        """
        self.feeds = feeds
        self.ticked_s: float | None = None
        self._board = board
        self._journal = journal

    def retry(self) -> None:
        """Let every source that waits try again now."""
        for feed in self.feeds:
            feed.retry()

    def keep_pace(self, resync_s: float, resync_max_s: float, refused_s: float) -> None:
        """Let every source go at another pace; see `Feed.keep_pace`."""
        for feed in self.feeds:
            feed.keep_pace(resync_s, resync_max_s, refused_s)

    def keep_ended_for(self, seconds: float) -> None:
        """Let ended calls stay on the board for another time from now on."""
        self._board.ended_for_s = seconds

    async def run(self) -> None:
        """Run all feeds until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._guard(self._tick), name="tick")
            for feed in self.feeds:
                group.create_task(self._guard(feed.run, feed), name=f"feed {feed.name}")

    async def _tick(self) -> NoReturn:
        while True:
            await asyncio.sleep(_TICK_S)
            for feed in self.feeds:
                feed.check_silence()
            self._board.sweep()
            self.ticked_s = asyncio.get_running_loop().time()

    async def _guard(self, run: Callable[[], Coroutine[Any, Any, NoReturn]], origin: Origin | None = None) -> NoReturn:
        """Run for ever: the one place where a fault of ours ends, is told, and what it broke starts again."""
        now_s = asyncio.get_running_loop().time
        pause_s = _RESTART_S
        while True:
            begun_s = now_s()
            try:
                await run()
            except asyncio.CancelledError as error:
                if _is_cancelled():
                    raise
                self._tell(error, origin)
            except Exception as error:
                self._tell(error, origin)
            if now_s() - begun_s > _CALM_S:
                pause_s = _RESTART_S
            await asyncio.sleep(pause_s)
            pause_s = min(pause_s * 2, _LONGEST_RESTART_S)

    def _tell(self, error: BaseException, origin: Origin | None) -> None:
        code, name = fault_code(error), origin.name if origin is not None else ""
        _LOG.error("fault %s in the feed of %s", code, name or "time", exc_info=error)
        self._journal.note(name, EntryKind.PROBLEM, f"internal fault {code}, see the log: starting again")
        for source in sorted(origin.names) if origin is not None else ():
            self._board.set_link(source, LinkState.STALE, f"internal fault {code}")


def _is_cancelled() -> bool:
    """Whether somebody wants this task to end; a cancellation that leaked out of a library does not count."""
    task = asyncio.current_task()
    return task is not None and task.cancelling() > 0
