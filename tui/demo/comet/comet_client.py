"""One CometD session of the server: its subscriptions, what waits for it, and its held poll."""

from __future__ import annotations

import asyncio
import secrets
from collections import deque
from enum import Enum, auto


class HoldEnd(Enum):
    """Why a held poll ended."""

    EVENT = auto()
    TIMEOUT = auto()
    SUPERSEDED = auto()
    FORGOTTEN = auto()
    LOGGED_OUT = auto()
    CLOSING = auto()


class CometClient:
    """A CometD session.

    Attributes:
        id: The Bayeux client id.
        user_name: Whose `me` it is.
        session_id: The HTTP session that it is bound to.
        browser: Value of the BAYEUX_BROWSER cookie.
        seen_s: When it last came, or its last poll ended.
        advised: The advice that it was last given.
        ack: Whether the acknowledgement extension is in use.
    """

    def __init__(self, user_name: str, session_id: str, browser: str, now_s: float, *, ack: bool) -> None:
        """A new session without subscriptions."""
        self.id = secrets.token_hex(12)
        self.user_name = user_name
        self.session_id = session_id
        self.browser = browser
        self.seen_s = now_s
        self.advised: tuple[object, ...] | None = None
        self.ack = ack
        self._topics: set[str] = set()
        self._wanted: dict[str, bool] = {}
        self._queue: list[str] = []
        self._hold: asyncio.Future[HoldEnd] | None = None
        self._sent: deque[tuple[int, list[str]]] = deque()
        self._batch = 0

    # Subscriptions

    def subscribe(self, topic: str) -> None:
        """Add a topic, which may end in * (one segment) or ** (any number)."""
        self._topics.add(topic)
        self._wanted.clear()

    def unsubscribe(self, topic: str) -> None:
        """Take a topic away."""
        self._topics.discard(topic)
        self._wanted.clear()

    def wants(self, topic: str) -> bool:
        """Whether a message on this topic is for it."""
        wanted = self._wanted.get(topic)
        if wanted is None:
            wanted = self._wanted[topic] = any(matches(pattern, topic) for pattern in self._topics)
        return wanted

    # Messages

    def push(self, text: str) -> None:
        """Put an encoded message into the queue and wake the held poll."""
        self._queue.append(text)
        self.end_hold(HoldEnd.EVENT)

    @property
    def waiting(self) -> bool:
        """Whether messages wait."""
        return bool(self._queue)

    def take(self) -> list[str]:
        """All waiting messages; with acknowledgement they are kept until they are acknowledged."""
        texts, self._queue = self._queue, []
        if self.ack and texts:
            self._batch += 1
            self._sent.append((self._batch, texts))
        return texts

    @property
    def batch(self) -> int:
        """Number of the last batch, for the acknowledgement extension."""
        return self._batch

    def acknowledge(self, batch: int) -> None:
        """Forget what has arrived up to that batch, and send the rest again."""
        while self._sent and self._sent[0][0] <= batch:
            self._sent.popleft()
        again = [text for _, texts in self._sent for text in texts]
        self._sent.clear()
        self._queue = again + self._queue

    # The held poll

    @property
    def held(self) -> bool:
        """Whether a poll is held."""
        return self._hold is not None

    async def hold(self, timeout_s: float) -> HoldEnd:
        """Wait for a message, or for whatever else ends the poll.

        Args:
            timeout_s: How long at most.
        """
        loop = asyncio.get_running_loop()
        hold: asyncio.Future[HoldEnd] = loop.create_future()
        self._hold = hold
        timer = loop.call_later(timeout_s, self.end_hold, HoldEnd.TIMEOUT)
        try:
            return await hold
        finally:
            timer.cancel()
            if self._hold is hold:
                self._hold = None

    def end_hold(self, why: HoldEnd) -> None:
        """End the held poll, if there is one."""
        hold, self._hold = self._hold, None
        if hold is not None and not hold.done():
            hold.set_result(why)


def matches(pattern: str, topic: str) -> bool:
    """Whether a Bayeux channel pattern covers a topic."""
    if pattern.endswith("/**"):
        return topic.startswith(pattern[:-2])
    if pattern.endswith("/*"):
        head = pattern[:-1]
        return topic.startswith(head) and "/" not in topic[len(head) :]
    return pattern == topic
