"""Agents whose calls change at a rate that it is told, published or not: `python -m ... URL AGENTS publish|alone`.

Every tenth change is one of twenty agents who hold a call, so that a wall has it in sight.
"""

from __future__ import annotations

import asyncio
import sys
from contextlib import asynccontextmanager

from tests.bench.programs.counting import say
from tests.bench.programs.floor.agents import HELD_AMONG, Agents, name_of
from tests.bench.programs.floor.burst import FLOOR
from tests.bench.programs.floor.orders import orders
from tui.floor.access.login import FloorLogin
from tui.floor.connection import connected
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.publisher import FloorPublisher, PublisherOptions
from tui.live.store.privacy import OPEN
from tui.patches.garbage import calm_collector

IN_SIGHT = 20
STEP_S = 0.01


async def run(url: str, number: int, *, published: bool) -> None:
    """Change until there is nothing more to read."""
    agents = Agents(number)
    names = {name: name for name in map(name_of, range(number))}

    @asynccontextmanager
    async def connect():  # type: ignore[no-untyped-def]  # noqa: ANN202 - what `connected` yields
        async with connected(FloorLogin((url,))) as connection:
            yield connection

    publisher = FloorPublisher(agents.board, names, connect, FLOOR, PublisherOptions("c1"), LoginEncoder(OPEN))
    tasks = [asyncio.create_task(publisher.run())] if published else []
    while published and not publisher.link.live:
        await asyncio.sleep(0.05)
    calm_collector()
    say({"ready": True})
    changing: asyncio.Task[None] | None = None
    async for order in orders():
        if changing is not None:
            changing.cancel()
        changing = asyncio.create_task(_change(agents, order["rate"])) if order["rate"] else None
    for task in tasks:
        task.cancel()


async def _change(agents: Agents, rate: int) -> None:
    loop = asyncio.get_running_loop()
    begun_s, done = loop.time(), 0
    while True:
        while done < (loop.time() - begun_s) * rate:
            agents.change(_holding(done // 10, agents.agents) if done % 10 == 0 else done * 7919 % agents.agents)
            done += 1
        await asyncio.sleep(STEP_S)


def _holding(turn: int, agents: int) -> int:
    return (HELD_AMONG * (turn % IN_SIGHT + 1) - 1) % agents


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], int(sys.argv[2]), published=sys.argv[3] == "publish"))
