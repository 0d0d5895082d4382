"""The stream of one session: long polls in a loop, typed events out, and a `Gap` wherever something may be missing."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Sequence
from typing import Self

from tui.gws.auth import API, Session
from tui.gws.backoff import Backoff
from tui.gws.bayeux import HOLD_MARGIN_S, Bayeux, UnknownClientError
from tui.gws.errors import GwsError, RetryableError, SessionLostError, UnreachableError
from tui.gws.events import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC, Closed, Gap, Item, Lost, read_message

_LOG = logging.getLogger(__name__)

PATH = f"{API}/notifications"
"""Where GWS keeps its CometD server (gws-api.md 4.1)."""

ESSENTIAL = (CALLS_TOPIC, DEVICES_TOPIC)
"""Without these the board would be deaf, so a refusal is never passed over."""
TOPICS = (*ESSENTIAL, SERVICES_TOPIC)

LONGEST_QUEUE = 20_000
"""Messages that may wait for the reader; beyond that all are dropped, and a `Gap` says so."""
CLOSE_S = 3.0
_PATIENCE = 5
"""Failed polls in a row before the Bayeux session is given up."""


class Stream:
    """Yields batches of items: events as they come, `Lost` when nothing is sure any more, `Gap` when it runs again.

    The first item of a good start is a `Gap`. After `Closed` nothing follows. The poll never waits for the reader.
    """

    def __init__(
        self, session: Session, now_s: Callable[[], float], path: str = PATH, queue_length: int = LONGEST_QUEUE
    ) -> None:
        """Prepare; nothing is sent before the stream is entered.

        Args:
            session: A session that is logged in.
            now_s: The clock that stamps arrivals.
            path: Path of the CometD server.
            queue_length: Messages that may wait for the reader.
        """
        self.heard_at_s: float | None = None
        self._bayeux = Bayeux(session, path)
        self._now_s = now_s
        self._backoff = Backoff()
        self._queue: list[Item] = []
        self._queue_length = queue_length
        self._filled = asyncio.Event()
        self._retry_now = asyncio.Event()
        self._connected = False
        self._gap_due = "connected"
        self._wanted: tuple[str, ...] = TOPICS
        self._task: asyncio.Task[None] | None = None

    @property
    def longest_silence_s(self) -> float:
        """After how many seconds without a word the stream cannot be alive."""
        return self._bayeux.hold_s + self._bayeux.interval_s + HOLD_MARGIN_S

    async def __aenter__(self) -> Self:
        """Start polling."""
        self._task = asyncio.create_task(self._run(), name="cometd")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop polling, and tell the server, within `CLOSE_S`."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        with contextlib.suppress(GwsError, TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                if self._connected:
                    await self._bayeux.leave()

    async def batch(self, wait_s: float | None = None) -> Sequence[Item]:
        """Wait for items.

        Args:
            wait_s: How long at the most; None for ever.

        Returns:
            All items that wait, oldest first; empty when the time is up.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._filled.wait()
        return self.waiting()

    def waiting(self) -> Sequence[Item]:
        """Take the items that wait, without waiting for more."""
        self._filled.clear()
        items, self._queue = self._queue, []
        return items

    def wake(self) -> None:
        """Let `batch` return, with what there is."""
        self._filled.set()

    def give_up(self, why: str) -> None:
        """End the stream from outside, as when it has been silent for too long; its reader meets `Closed`."""
        now_s = self._now_s()
        self._put(Lost(now_s, why), Closed(now_s, UnreachableError(why)))

    def retry(self) -> None:
        """Try again now instead of when the delay is over."""
        self._retry_now.set()

    async def _run(self) -> None:
        try:
            while True:
                try:
                    await self._exchange()
                    await asyncio.sleep(self._bayeux.interval_s)
                except SessionLostError:
                    raise
                except RetryableError as error:
                    await self._fail(error)
        except GwsError as error:
            self._put(Lost(self._now_s(), str(error)), Closed(self._now_s(), error))
        except Exception as error:  # a fault of ours must not leave a deaf stream that looks alive
            _LOG.exception("the stream stopped by a fault of its own")
            self._put(Closed(self._now_s(), RetryableError(f"internal fault ({type(error).__name__}), see the log")))

    async def _exchange(self) -> None:
        bayeux = self._bayeux
        if bayeux.client_id is None:
            await bayeux.shake_hands()
            self._wanted = TOPICS
        await bayeux.poll(at_once=bool(self._gap_due or self._wanted), subscribe=self._wanted)
        self.heard_at_s = self._now_s()
        self._settle_subscriptions()
        self._connected = True
        self._backoff.reset()
        if self._gap_due:
            self._put(Gap(self._now_s(), self._gap_due))
            self._gap_due = ""
        self._hand_over()

    def _settle_subscriptions(self) -> None:
        refused = dict(self._bayeux.refusals)
        self._bayeux.refusals.clear()
        self._wanted = tuple(topic for topic in ESSENTIAL if topic in refused)
        if self._wanted:
            words = ", ".join(f"{topic} ({refused[topic] or 'no reason given'})" for topic in self._wanted)
            raise RetryableError(f"subscription refused: {words}")

    async def _fail(self, error: RetryableError) -> None:
        self._hand_over()
        self._put(Lost(self._now_s(), str(error)))
        self._gap_due = f"after: {error}"
        self._connected = self._connected and not isinstance(error, UnknownClientError)
        if isinstance(error, UnknownClientError) or self._backoff.failures >= _PATIENCE:
            self._bayeux.forget()
        self._retry_now.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(self._backoff.next_s(error), self._bayeux.interval_s)):
                await self._retry_now.wait()

    def _hand_over(self) -> None:
        raw, self._bayeux.events = self._bayeux.events, []
        received_s = self._now_s()
        self._put(*(event for channel, data in raw for event in read_message(channel, data, received_s)))

    def _put(self, *items: Item) -> None:
        if not items:
            return
        if len(self._queue) + len(items) > self._queue_length:
            told: list[Item] = [item for item in (*self._queue, *items) if isinstance(item, (Lost, Gap, Closed))]
            self._queue = told[-100:]
            # A stream that is lost stays lost: the gap of the overflow must not look like its return.
            items = () if self._gap_due else (Gap(self._now_s(), "too many messages at once"),)
        self._queue.extend(items)
        self._filled.set()
