"""When a part of one source tries again: after its own delay, and when its turn has come among those of its server."""

import asyncio
from collections.abc import Callable

from tui.source.backoff import Backoff, wished_s
from tui.source.errors import SourceError
from tui.source.retry_queue import Turn, Turns


class RetryTimer:
    """Waits for one thing at a time.

    Attributes:
        backoff: The own delays.
    """

    def __init__(self, turns: Turns | None = None, backoff: Backoff | None = None) -> None:
        """Wait for nothing yet.

        Args:
            turns: Of its server; its own if not given.
            backoff: Its own delays.
        """
        self.backoff = backoff or Backoff()
        self._turns = turns or Turns()
        self._turn: Turn | None = None
        self._not_before_s = 0.0

    @property
    def asked_for_s(self) -> float:
        """How much longer the server asked to be left alone, seconds."""
        return max(0.0, self._not_before_s - asyncio.get_running_loop().time())

    def ask(self, error: SourceError | None, take: Callable[[], None], least_s: float = 0.0) -> None:
        """Count a failure and ask for another attempt, instead of what was asked for before.

        The first failure of a row is tried again without regard to others: most troubles are over by then.

        Args:
            error: What went wrong.
            take: Called when it may try again.
            least_s: Not before so many seconds.
        """
        self.drop()
        delay_s = max(self.backoff.next_s(error), least_s)
        self._not_before_s = asyncio.get_running_loop().time() + wished_s(error)

        def come() -> None:
            self._turn = None
            take()

        self._turn = self._turns.ask(delay_s, come, alone=self.backoff.failures <= 1)

    async def wait(self, error: SourceError | None, least_s: float = 0.0) -> None:
        """Count a failure and wait until it may try again; arguments as for `ask`."""
        come = asyncio.Event()
        self.ask(error, come.set, least_s)
        try:
            await come.wait()
        finally:
            self.drop()

    def hurry(self) -> None:
        """Let it try now, if it waits: a person wants that."""
        self._not_before_s = 0.0
        if self._turn is not None:
            self._turns.give_up(self._turn)
            self._turn.take()

    def drop(self) -> None:
        """Wait no more."""
        if self._turn is not None:
            self._turns.give_up(self._turn)
            self._turn = None

    def came_back(self) -> None:
        """It works again; see `Backoff.came_back`."""
        self.drop()
        self._not_before_s = 0.0
        self.backoff.came_back()

    def well(self) -> None:
        """The source is as it should be: whatever was wrong with the server is over for the others too."""
        self.came_back()
        self._turns.well()
