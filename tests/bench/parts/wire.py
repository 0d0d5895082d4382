"""From the wire to the board: how many messages a second of processor time takes in."""

from __future__ import annotations

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from time import process_time
from typing import Any

from tests.bench.far_side import serving
from tests.bench.programs.counting import STEP
from tests.bench.rows import Row
from tests.interop.node_process import HERE, NodeServer
from tests.pseudo_terminal import ROOT
from tui.gws.messages import CALLS_TOPIC, read_message

CALLS = 200
MESSAGES = 50_000
PEERS = {
    "library_loop": "a bare loop of the CometD library that counts",
    "js_map": "CometD's JavaScript client and a Map",
}


async def measure(rounds: int, *, short: bool = False) -> list[Row]:
    """Messages per second of processor time, and per second."""
    messages = MESSAGES // 5 if short else MESSAGES
    taken: dict[str, list[dict[str, Any]]] = defaultdict(list)
    floor: list[float] = []
    for _ in range(rounds):
        for name in ("board_loop", *PEERS):
            async with serving(CALLS) as server:
                taken[name].append(await _count(name, server, messages))
                if name == "board_loop":
                    floor.append(await _parse_alone(server))
    ours = _rates(taken["board_loop"], "cpu_s")
    return [
        *(
            Row(
                "wire to board",
                ours,
                "messages per CPU second",
                words,
                _rates(taken[name], "cpu_s"),
                budget=0.7 if name == "library_loop" else None,
                is_ratio=True,
                at_least=True,
            )
            for name, words in PEERS.items()
        ),
        Row("wire to board", ours, "messages per CPU second", "parse and validate alone", floor),
        Row("wire to board, on the clock", _rates(taken["board_loop"], "s"), "messages/s"),
    ]


def _rates(taken: Sequence[dict[str, Any]], of: str) -> list[float]:
    return [one["count"] / one[of] for one in taken]


async def _count(name: str, server: NodeServer, messages: int) -> dict[str, Any]:
    async with _running(name, server) as process:
        assert process.stdout is not None
        last: dict[str, Any] = json.loads(await process.stdout.readline())
        while last.get("count", 0) < messages:
            await server.control("burst", n=STEP)
            last = json.loads(await asyncio.wait_for(process.stdout.readline(), 60.0))
        return last


@asynccontextmanager
async def _running(name: str, server: NodeServer) -> AsyncIterator[asyncio.subprocess.Process]:
    login = {"url": server.url, "user": server.user, "password": server.password}
    words = [sys.executable, "-m", f"tests.bench.programs.{name}", *login.values()]
    if name == "js_map":
        words = ["node", str(HERE / "js_map.mjs"), json.dumps(login)]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*words, stdin=pipe, stdout=pipe, cwd=ROOT)
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _parse_alone(server: NodeServer) -> float:
    call = (await server.control("calls"))["calls"][0]
    message = {"messageType": "CallStateChangeMessage", "notificationType": "AttachedDataChanged", "call": call}
    text = json.dumps({"channel": CALLS_TOPIC, "data": message})
    begun_s = process_time()
    for _ in range(STEP):
        read_message(CALLS_TOPIC, json.loads(text)["data"], 0.0)
    return STEP / (process_time() - begun_s)
