"""A publisher that writes what it must not, as far as its server lets it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import random

from nats.errors import Error
from nats.js.errors import APIError

from tests.floor.servers import as_user
from tui.floor.connection import connected
from tui.floor.errors import FloorError
from tui.floor.subjects import Subjects

FLOOR = Subjects("floor")
_HEAD = {"v": 1, "pub": "h1", "session": "h", "fence": 1, "now": 1.0, "link": ["live", ""], "link_s": [0, None, None]}


async def be_hostile(url: str, whose: str, rng: random.Random) -> None:
    """Write rubbish.

    Args:
        url: Of the server.
        whose: One of somebody else: what is written there has an old fence.
        rng: Decides what.
    """
    async with connected(as_user(url, "operator")) as connection:
        own, beat = FLOOR.login("main", "h0"), FLOOR.publisher("h1")
        # Of a session that is over: who may write a key, and beats, is the publisher of its login.
        fenced_off = json.dumps({**_HEAD, "session": "over", "fence": 0}).encode() + b'\n{"user":{},"devices":[]}'
        writes: list[tuple[str, bytes, dict[str, str]]] = [
            (own, b"{", {}),
            (own, b"\x00" * 200_000, {}),
            (own, b"[" * 100_000, {}),
            (own, json.dumps({**_HEAD, "now": 1e300}).encode(), {}),
            (own, json.dumps({**_HEAD, "v": 2}).encode(), {}),
            (own, json.dumps(_HEAD).encode() + b'\n{"user":{"firstName":"\\u001b[31m\\u202e"},"devices":[]}', {}),
            (own, b"x", {"Nats-Rollup": "all"}),
            (own, b"x", {"Status": "100", "Nats-Last-Consumer": "7"}),
            (own, b"x" * 300_000, {}),
            (beat, b"null", {}),
            (beat, json.dumps({"v": 1, "session": "h", "now": -1e9, "logins": 1e9, "beat_s": 1e-9}).encode(), {}),
            (beat, json.dumps({"v": 9}).encode(), {}),
            (FLOOR.login("main", whose), fenced_off, {}),
            ("$KV.floor.a.main", b"x", {}),
            ("$KV.floor.pub.a.b", b"x", {}),
            *((FLOOR.login("main", f"h{number}"), b"{}", {}) for number in range(50)),
        ]
        rng.shuffle(writes)
        for subject, data, headers in writes:
            with contextlib.suppress(APIError, Error, FloorError, asyncio.TimeoutError):
                await connection.ask(connection.stream.publish(subject, data, headers=headers or None))
