"""One look at the stream of a floor: its last values, then what follows them, until the first doubt.

Nothing is mended: whoever reads begins again with all values, which costs a fraction of a second.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import NamedTuple

from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy
from nats.js.errors import APIError

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorStreamError, FloorUnreachableError
from tui.floor.stream import check_stream
from tui.floor.subjects import Subjects
from tui.source.text import clean

SILENT_S = 5.0
"""After so long without a word of the server nothing is sure."""
_HEARTBEAT_S = 2.0
_INACTIVE_S = 10.0
_LAST_SEEN = "Nats-Last-Consumer"
_STALLED = "Nats-Consumer-Stalled"


class StoredMessage(NamedTuple):
    """A message as it came.

    Attributes:
        data: By whomever it was written.
        sequence: Its number in the stream.
        stored_s: When the server stored it, clock of the server, seconds.
        heard_s: When it came, clock of the reader.
        fresh: Whether it was stored after the look had begun.
    """

    data: bytes
    sequence: int
    stored_s: float
    heard_s: float
    fresh: bool


@dataclass(slots=True)
class _Consumer:
    """One consumer, and how far it has come."""

    inbox: str = ""
    last: int = 0
    heard_s: float = 0.0
    wanted: int | None = None
    complete: bool = False

    def count(self, number: int) -> None:
        if number != self.last + 1:
            raise ValueError(f"message {self.last + 1} did not come")
        self.last = number


class FloorSession:
    """Reads one stream over one connection; of several values of one key only the last one is kept until it is taken.

    Attributes:
        last_before: Number of the last message that was there when the look began.
        heard_s: When the server said the last word, clock of the reader; None before the first.
    """

    def __init__(self, connection: FloorConnection, subjects: Subjects, now_s: Callable[[], float]) -> None:
        """Read nothing yet.

        Args:
            connection: Open; it ends with the first doubt.
            subjects: The bucket.
            now_s: The clock of the reader.
        """
        self.last_before = 0
        self.heard_s: float | None = None
        self._connection = connection
        self._subjects = subjects
        self._now_s = now_s
        self._loop = asyncio.get_running_loop()
        self._consumers: list[_Consumer] = []
        self._waiting: dict[str, StoredMessage] = {}
        self._woken = asyncio.Event()

    async def snapshot(self, sites: Sequence[str] = ()) -> Mapping[str, StoredMessage]:
        """Ask for everything, and wait until the last value of every key is here.

        Args:
            sites: Read these; all, if none is named.

        Returns:
            By subject; what a key said before is not among it.

        Raises:
            FloorStreamError: The stream is missing, or not one that can be trusted.
            FloorRefusedError: The user may not read it.
            FloorUnreachableError: Anything was doubtful on the way.
        """
        self.last_before = await check_stream(self._connection, self._subjects)
        filters = dict.fromkeys(each for site in sites for each in self._subjects.of_site(site))
        self._consumers = [_Consumer() for _ in filters or (None,)]
        for consumer, subject in zip(self._consumers, filters or (self._subjects.every,), strict=True):
            await self._follow(consumer, subject, named=bool(filters))
        while not all(consumer.complete for consumer in self._consumers):
            await self._word(None)
        return self._take()

    async def news(self, until_s: float | None = None) -> Mapping[str, StoredMessage]:
        """Wait for what comes next.

        Args:
            until_s: Not for longer, clock of the loop.

        Returns:
            The last value of each key that came; empty where none did in time.

        Raises:
            FloorUnreachableError: Anything is doubtful.
        """
        while not self._waiting and (until_s is None or self._loop.time() < until_s):
            await self._word(until_s)
        return self._take()

    def _take(self) -> Mapping[str, StoredMessage]:
        taken, self._waiting = self._waiting, {}
        return taken

    async def _word(self, until_s: float | None) -> None:
        """Wait until something came, until then, or until it has been silent for too long."""
        silent_s = min(consumer.heard_s for consumer in self._consumers) + SILENT_S
        self._woken.clear()
        try:
            async with asyncio.timeout_at(silent_s if until_s is None else min(silent_s, until_s)):
                await self._connection.ask(self._woken.wait())
        except TimeoutError:
            if self._loop.time() >= silent_s:
                raise FloorUnreachableError(f"silent for {SILENT_S:g} s") from None

    async def _follow(self, consumer: _Consumer, subject: str, *, named: bool) -> None:
        async def take(message: Msg) -> None:
            try:
                await self._hear(consumer, message)
            except (ValueError, IndexError) as error:
                self._connection.end(clean(f"a message out of turn: {error}"))

        consumer.heard_s = self._loop.time()
        consumer.inbox = await self._connection.listen(take)
        wanted = ConsumerConfig(
            name=f"wall-{token_hex(8)}" if named else None,
            deliver_subject=consumer.inbox,
            deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
            filter_subject=subject,
            ack_policy=AckPolicy.NONE,
            max_deliver=1,
            flow_control=True,
            idle_heartbeat=_HEARTBEAT_S,
            inactive_threshold=_INACTIVE_S,
            mem_storage=True,
            num_replicas=1,
        )
        stream = self._connection.stream
        try:
            made = await self._connection.ask(stream.add_consumer(self._subjects.stream, config=wanted))
        except APIError as error:
            raise FloorStreamError(clean(error.description or "the stream cannot be read")) from None
        consumer.wanted = made.num_pending or 0
        self._look_whether_complete(consumer)

    async def _hear(self, consumer: _Consumer, message: Msg) -> None:
        consumer.heard_s = self._loop.time()
        self.heard_s = self._now_s()
        if message.subject == consumer.inbox:
            await self._hear_server(consumer, message)
        else:
            self._hear_value(consumer, message)
        self._woken.set()

    async def _hear_server(self, consumer: _Consumer, message: Msg) -> None:
        headers = message.headers or {}
        if answer := message.reply or headers.get(_STALLED):
            await self._connection.tell(answer)
        if last := headers.get(_LAST_SEEN):
            if int(last) != consumer.last:
                raise ValueError(f"messages up to {int(last)} did not come")
            # It says so when there is nothing left to send.
            consumer.complete = consumer.complete or consumer.wanted is not None

    def _hear_value(self, consumer: _Consumer, message: Msg) -> None:
        # $JS.ACK.stream.consumer.delivered.sequence.number.stored.pending, in newer ones with two more before stream.
        numbers = message.reply.split(".")
        at = 5 if len(numbers) == 9 else 7
        sequence, number, stored_ns = (int(each) for each in numbers[at : at + 3])
        consumer.count(number)
        fresh = sequence > self.last_before
        stored = StoredMessage(message.data, sequence, stored_ns / 1e9, self._now_s(), fresh)
        self._waiting[message.subject] = stored
        if not consumer.complete:
            # All that was there had come before what was stored since.
            consumer.complete = sequence >= self.last_before and len(self._consumers) == 1
            self._look_whether_complete(consumer)

    def _look_whether_complete(self, consumer: _Consumer) -> None:
        if consumer.wanted is not None and consumer.last >= consumer.wanted:
            consumer.complete = True
            self._woken.set()
