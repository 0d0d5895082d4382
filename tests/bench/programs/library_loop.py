"""The CometD library as its documentation shows it, counting messages: `python -m ... URL USER PASSWORD`.

The library's own client does not start on this Python: it hands `loop` to functions that have not taken it since 3.10.
What it calls is wrapped so that the word is dropped; nothing else is changed.
"""

from __future__ import annotations

import asyncio
import base64
import sys
import time
from collections.abc import Callable
from typing import Any

from aiocometd import client
from aiocometd.client import Client
from aiocometd.constants import ConnectionType
from aiocometd.extensions import Extension
from aiocometd.transports import base, long_polling

from tests.bench.programs.counting import Counter, say

TOPICS = ("/v2/me/calls", "/v2/me/devices")
_DIGITS = str.maketrans("abcdefghij", "0123456789")
MANY = 200_000
"""Messages that may wait: with its usual hundred the library stops to poll, and loses some."""


class WithoutLoop:
    """`asyncio`, of which no function is given a loop."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever asyncio has
        found = getattr(asyncio, name)
        return _without_loop(found) if name in ("Semaphore", "wait", "wait_for", "sleep", "shield") else found


def _without_loop(function: Callable[..., Any]) -> Callable[..., Any]:
    def call(*given: Any, loop: object = None, **more: Any) -> Any:  # noqa: ANN401 - as the function has it
        del loop
        return function(*given, **more)

    return call


class Basic(Extension):
    """Sends name and password with every request, since its session keeps no login."""

    def __init__(self, user: str, password: str) -> None:
        self._words = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"

    async def outgoing(self, payload: Any, headers: Any) -> None:  # noqa: ANN401 - the library's form
        del payload
        headers["Authorization"] = self._words

    async def incoming(self, payload: Any, headers: Any = None) -> None:  # noqa: ANN401 - likewise
        pass


async def count(url: str, user: str, password: str, *, delays: bool) -> None:
    """Count until it is ended."""
    connection = Client(
        f"{url}/api/v2/notifications",
        ConnectionType.LONG_POLLING,
        max_pending_count=MANY,
        extensions=[Basic(user, password)],
    )
    await connection.open()
    for topic in TOPICS:
        await connection.subscribe(topic)
    counter = Counter()
    counter.ready()
    while True:
        message = await connection.receive()
        counter.add()
        if delays:
            say({"delay_ms": delay_ms(message["data"]["call"]["participants"][0]["phoneNumber"], time.time())})


def delay_ms(name: str, at_s: float) -> float:
    """How long before a moment a party got its name; see `paced.mjs`."""
    stamp = int(name[1:].translate(_DIGITS))
    return (at_s * 10_000 - stamp) % 1_000_000_000 / 10


def main() -> None:
    """Count; with a fifth word, tell the delay of each message as well."""
    for module in (client, base, long_polling):
        module.__dict__["asyncio"] = WithoutLoop()
    # The library's jar takes no cookies from addresses of numbers.
    url = sys.argv[1].replace("127.0.0.1", "localhost")
    asyncio.run(count(url, sys.argv[2], sys.argv[3], delays=len(sys.argv) > 4))


if __name__ == "__main__":
    main()
