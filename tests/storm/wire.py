"""One connection through the proxy: requests one way, answers the other, and what the conditions do to them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass

from tests.storm.conditions import Conditions, Strike
from tests.storm.http_message import half_of, read_message


@dataclass(frozen=True, slots=True)
class End:
    """One end of a connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@dataclass(frozen=True, slots=True)
class Ears:
    """Whom to tell: of an exchange that breaks while the client waits for it, and of each message."""

    on_broken: Callable[[], None]
    on_message: Callable[[bytes], None]


class Wire:
    """A client's connection and its counterpart at the server.

    Attributes:
        asked: Whether a request came whose answer has not gone back whole.
    """

    def __init__(
        self,
        client: End,
        server: End,
        conditions: Conditions,
        ears: Ears,
        repeat: Callable[[bytes], None],
    ) -> None:
        """Join two ends.

        Args:
            client: Where requests come from.
            server: Where they go.
            conditions: The state of the path.
            ears: Whom to tell what happens.
            repeat: Sends a request to the server on another connection.
        """
        self.asked = False
        self._client = client
        self._server = server
        self._conditions = conditions
        self._ears = ears
        self._repeat = repeat
        self._requests: asyncio.Queue[bytes] = asyncio.Queue()
        self._session = ""
        self._patience: asyncio.TimerHandle | None = None

    async def run(self) -> None:
        """Carry messages until either side ends, then end the other."""
        works = (self._listen(), self._carry_requests(), self._carry_answers())
        pumps = {asyncio.create_task(work) for work in works}
        try:
            done, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            for pump in done:
                pump.result()
        finally:
            self._be_patient()
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)
            await close(self._client, self._server)

    def cut(self) -> None:
        """Break the connection on both sides."""
        if self.asked:
            self.asked = False
            self._ears.on_broken()
        self._client.writer.transport.abort()
        self._server.writer.transport.abort()

    async def _listen(self) -> None:
        # Apart from carrying, so that what a client asked before it went away is not delivered after a freeze: a late
        # poll would take messages at the server that nobody could know of.
        while request := await read_message(self._client.reader):
            self.asked = True
            self._ears.on_message(request)
            self._requests.put_nowait(request)

    async def _carry_requests(self) -> None:
        while True:
            request = await self._requests.get()
            await self._conditions.pass_through()
            request, self._session = self._conditions.balancer.request(request)
            self._server.writer.write(request)
            self._be_patient(self._conditions.patience_s)
            if self._conditions.take_strike(request=True):
                self._repeat(request)
                self.cut()
                return

    async def _carry_answers(self) -> None:
        while answer := await read_message(self._server.reader):
            self._be_patient()
            answer = self._conditions.balancer.answer(answer, self._session)
            self._ears.on_message(answer)
            await self._conditions.pass_through()
            strike = self._conditions.take_strike(request=False)
            if strike is Strike.DROP:
                self.cut()
                return
            if strike is Strike.HALVE:
                self._client.writer.write(half_of(answer))
                self.asked = False
                self._ears.on_broken()
                return
            await self._deliver(answer)
            self.asked = False

    def _be_patient(self, for_s: float = 0.0) -> None:
        if self._patience is not None:
            self._patience.cancel()
        self._patience = asyncio.get_running_loop().call_later(for_s, self.cut) if for_s else None

    async def _deliver(self, answer: bytes) -> None:
        start = 0
        while start < len(answer):
            size = self._conditions.trickle_bytes or len(answer)
            self._client.writer.write(answer[start : start + size])
            start += size
            if start < len(answer):
                await self._conditions.pause(self._conditions.trickle_pause_s)
        with contextlib.suppress(ConnectionError):
            await self._client.writer.drain()


async def close(*ends: End) -> None:
    """Send what is still to be sent, and close."""
    for end in ends:
        end.writer.close()
    for end in ends:
        with contextlib.suppress(ConnectionError):
            await end.writer.wait_closed()
