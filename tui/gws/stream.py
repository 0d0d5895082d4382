"""The stream of one session: long polls in a loop, typed events out, and a `Gap` wherever something may be missing."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext, suppress
from typing import Self

from tui.gws.auth import ReadingSession
from tui.gws.bayeux import Bayeux, UnknownClientError
from tui.gws.connections.silence import silent_for
from tui.gws.evictions import Evictions
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC, read_message
from tui.gws.poll_hold import PollHold
from tui.source.errors import DoubtfulError, RetryableError, SessionLostError, SourceError, UnreachableError
from tui.source.events import Closed, Gap, Item, Lost
from tui.source.retry import RetryTimer

_LOG = logging.getLogger(__name__)

ESSENTIAL = (CALLS_TOPIC, DEVICES_TOPIC)
"""Without these the board would be deaf, so a refusal is never passed over."""
TOPICS = (*ESSENTIAL, SERVICES_TOPIC)

LONGEST_QUEUE = 20_000
"""Messages that may wait for the reader; beyond that all are dropped, and a `Gap` says so."""
LARGEST_QUEUE_BYTES = 24 << 20
"""Of the answers in which they came, likewise."""
CLOSE_S = 3.0
_HOPELESS = 5
"""Troubles in a row before the Bayeux session is given up."""
_CALM_S = 5.0
"""A failure after so long an exchange is no storm, and begins a new row."""
RESUME_S = 0.5
"""How long a session may take to answer after a failure: some servers let the new poll wait for the end of the broken
one, whatever it asks for; a new handshake is faster than their hold, and costs little where the network is slow."""
IDLE_S = 0.5
"""Shortest cycle of held polls that bring nothing: a server that does not hold them must not be hammered."""


class Stream:
    """Yields batches of items: events as they come, `Lost` when nothing is sure any more, `Gap` when it runs again.

    The first item of a good start is a `Gap`. `Closed` is the last item, also of a stream that is left. The poll never
    waits for the reader.

    Attributes:
        heard_at_s: When the last poll was answered, clock of the caller, seconds; None before the first.
        handed_bytes: How long all answers were whose messages the reader has got.
        keeps_raw: Whether messages are kept as they came, beside what was read of them.
    """

    def __init__(
        self,
        session: ReadingSession,
        now_s: Callable[[], float],
        queue_length: int = LONGEST_QUEUE,
        patience: RetryTimer | None = None,
        hold: PollHold | None = None,
    ) -> None:
        """Prepare; nothing is sent before the stream is entered.

        Args:
            session: A session that is logged in.
            now_s: The clock that stamps arrivals.
            queue_length: Messages that may wait for the reader.
            patience: When to try again.
            hold: What is known of how long polls are held.
        """
        self.heard_at_s: float | None = None
        self.handed_bytes = 0
        self.keeps_raw = True
        self._bayeux = Bayeux(session, hold, self._hear)
        self._evictions = Evictions()
        self._now_s = now_s
        self._patience = patience or RetryTimer()
        self._queue: list[Item] = []
        self._queue_bytes = 0
        self._queue_length = queue_length
        self._filled = asyncio.Event()
        self._connected = False
        self._over = False
        self._begun_s = 0.0
        self._idle = False
        self._gap_due = "connected"
        self._wanted: tuple[str, ...] = TOPICS
        self._task: asyncio.Task[None] | None = None

    @property
    def longest_silence_s(self) -> float:
        """After how many seconds without a word the stream cannot be alive."""
        return self._bayeux.longest_silence_s

    async def __aenter__(self) -> Self:
        """Start polling."""
        self._task = asyncio.create_task(self._run(), name="cometd")
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop polling, and tell the server, within `CLOSE_S`."""
        task = self._task
        try:
            async with asyncio.timeout(CLOSE_S):
                if task is not None:
                    task.cancel()
                    await asyncio.wait([task])
                if self._connected:
                    await self._bayeux.leave()
        except (SourceError, TimeoutError):
            _LOG.debug("the server did not hear our goodbye")
        finally:
            self._put(Closed(self._now_s(), UnreachableError("the stream was left")))

    async def batch(self, wait_s: float | None = None) -> Sequence[Item]:
        """Wait for items.

        Args:
            wait_s: How long at the most; None for ever.

        Returns:
            All items that wait, oldest first; empty when the time is up.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._filled.wait()
        return self.waiting()

    def waiting(self) -> Sequence[Item]:
        """Take the items that wait, without waiting for more."""
        self._filled.clear()
        items, self._queue = self._queue, []
        self.handed_bytes += self._queue_bytes
        self._queue_bytes = 0
        return items

    def wake(self) -> None:
        """Let `batch` return, with what there is."""
        self._filled.set()

    def give_up(self, why: str) -> None:
        """End the stream from outside, as when it has been silent for too long; its reader meets `Closed`."""
        self._close(UnreachableError(why))
        if self._task is not None:
            self._task.cancel()

    def retry(self) -> None:
        """Try again now instead of when the delay is over."""
        self._patience.hurry()

    async def _run(self) -> None:
        try:
            while True:
                try:
                    await self._exchange()
                    await asyncio.sleep(self._pause_s())
                except SessionLostError:
                    raise
                except RetryableError as error:
                    await self._fail(error)
        except SourceError as error:
            self._close(error)
        except Exception as error:  # a fault of ours must not leave a deaf stream that looks alive
            _LOG.exception("the stream stopped by a fault of its own")
            self._close(RetryableError(f"internal fault ({type(error).__name__}), see the log"))

    async def _exchange(self) -> None:
        bayeux = self._bayeux
        self._begun_s = asyncio.get_running_loop().time()
        if bayeux.client_id is None:
            await bayeux.shake_hands()
            self._wanted = TOPICS
        held = not (self._gap_due or self._wanted)
        await self._poll(held=held)
        self._hear()
        self._settle_subscriptions()
        self._connected = True
        self._idle = held and not bayeux.events
        if held:
            # Only a poll that could have failed like the last one shows that the failures are over.
            self._patience.backoff.reset()
        if self._gap_due:
            self._patience.came_back()
            self._put(Gap(self._now_s(), self._gap_due))
            self._gap_due = ""
        self._hand_over()

    def _hear(self) -> None:
        self.heard_at_s = self._now_s()

    async def _poll(self, *, held: bool) -> None:
        resumes = not held and not self._wanted
        try:
            async with silent_for(RESUME_S) if resumes else nullcontext():
                await self._bayeux.poll(at_once=not held, subscribe=self._wanted)
        except TimeoutError as error:
            self._bayeux.forget()
            raise UnknownClientError("the session does not answer") from error

    def _settle_subscriptions(self) -> None:
        refused = self._bayeux.refusals
        self._wanted = tuple(topic for topic in ESSENTIAL if topic in refused)
        words = ", ".join(f"{topic} ({why})" for topic, why in refused.items())
        if self._wanted:
            raise RetryableError(f"subscription refused: {words}")
        if refused:
            _LOG.warning("subscription refused: %s", words)

    def _pause_s(self) -> float:
        spent_s = asyncio.get_running_loop().time() - self._begun_s
        return max(self._bayeux.interval_s, IDLE_S - spent_s if self._idle else 0.0)

    async def _fail(self, error: RetryableError) -> None:
        if self._gap_due:
            # What a new session brings before its gap is covered by the snapshot that the gap asks for.
            self._bayeux.events.clear()
            self._bayeux.events_bytes = 0
        self._hand_over()
        if asyncio.get_running_loop().time() - self._begun_s >= _CALM_S:
            self._patience.backoff.reset()
        least_s, words = self._bayeux.interval_s, str(error)
        if isinstance(error, UnknownClientError) and self._connected and not self._gap_due:
            self._evictions.note(asyncio.get_running_loop().time())
            least_s, words = max(least_s, self._evictions.wait_s), f"{self._evictions.words}{error}"
        self._gap_due = f"after: {error}"
        self._put(Lost(self._now_s(), words))
        self._give_up_session(error)
        await self._patience.wait(error, least_s)

    def _give_up_session(self, error: RetryableError) -> None:
        backoff, forgotten = self._patience.backoff, isinstance(error, UnknownClientError)
        if forgotten and self._connected:
            # The server answers: a handshake is the next step now, and no repetition of what failed.
            backoff.failures = 0
        self._connected = self._connected and not forgotten
        if isinstance(error, DoubtfulError) and backoff.failures >= _HOPELESS:
            raise SessionLostError(str(error)) from error
        if forgotten or backoff.failures + backoff.relapses >= _HOPELESS:
            self._bayeux.forget()

    def _hand_over(self) -> None:
        raw, self._bayeux.events = self._bayeux.events, []
        self._queue_bytes += self._bayeux.events_bytes
        self._bayeux.events_bytes = 0
        received_s = self._now_s()
        events: list[Item] = []
        # The oldest last, so that each message is freed as soon as it was read: together they may be large.
        raw.reverse()
        while raw:
            events += read_message(*raw.pop(), received_s, keeps_raw=self.keeps_raw)
        self._put(*events)

    def _close(self, error: SourceError) -> None:
        # Nobody is there to say goodbye to: waiting for an answer would only delay the next login.
        self._connected = False
        self._put(Lost(self._now_s(), str(error)), Closed(self._now_s(), error))

    def _put(self, *items: Item) -> None:
        if not items or self._over:
            return
        self._over = isinstance(items[-1], Closed)
        if len(self._queue) + len(items) > self._queue_length or self._queue_bytes > LARGEST_QUEUE_BYTES:
            told: list[Item] = [item for item in (*self._queue, *items) if isinstance(item, (Lost, Gap, Closed))]
            self._queue, self._queue_bytes = told[-100:], 0
            # A stream that is lost stays lost: the gap of the overflow must not look like its return.
            items = () if self._gap_due or self._over else (Gap(self._now_s(), "too many messages at once"),)
        self._queue.extend(items)
        self._filled.set()
