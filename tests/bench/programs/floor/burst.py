"""Values of a floor as fast as its server takes them, written before: `python -m ... URL AGENTS`.

With each line of its input it writes so many, the last of which is a mark: another value of the login `MARK`.
"""

from __future__ import annotations

import asyncio
import sys
from itertools import count

import nats
from nats.aio.client import Client

from tests.bench.programs.counting import STEP, say
from tests.bench.programs.floor.agents import FIRST, Agents, name_of
from tests.bench.programs.floor.orders import orders
from tui.floor.beats import PublisherBeat, PublisherKind, encode_beat
from tui.floor.subjects import Subjects
from tui.floor.values import Signature
from tui.floor.writing.encoding import LoginEncoder
from tui.live.store.privacy import OPEN

FLOOR = Subjects("floor")
MARK = f"{FIRST}"
TURNS = 4
"""So many values of each login, one after the other."""
BEAT_S = 1.0
_SIGNATURE = Signature("c1", "s1", 1)


def write(agents: Agents, encoder: LoginEncoder, agent: int) -> tuple[str, bytes]:
    """The value of a login as it is now, and its subject."""
    name, now_s = name_of(agent), agents.board.clock.now_s()
    return FLOOR.login("main", name), encoder.encode(agents.board.part(name), _SIGNATURE, now_s)


async def run(url: str, number: int) -> None:
    """Write until there is nothing more to read."""
    agents, encoder = Agents(number), LoginEncoder(OPEN)
    connection = await nats.connect(url)
    for agent in range(number):
        await connection.publish(*write(agents, encoder, agent))
    beating = asyncio.create_task(_beat(connection, agents))
    turns = []
    for _ in range(TURNS):
        for agent in range(1, number):
            agents.change(agent)
        turns.append([write(agents, encoder, agent) for agent in range(1, number)])
    values = [value for turn in turns for value in turn]
    await connection.flush()
    say({"ready": True})
    at = 0
    async for _ in orders():
        for _ in range(STEP - 1):
            await connection.publish(*values[at % len(values)])
            at += 1
        agents.change(0)
        await connection.publish(*write(agents, encoder, 0))
        await connection.flush()
    beating.cancel()


async def _beat(connection: Client, agents: Agents) -> None:
    for _ in count():
        now_s = agents.board.clock.now_s()
        beat = PublisherBeat("s1", now_s, PublisherKind.COLLECTOR, agents.agents, True, BEAT_S)
        await connection.publish(FLOOR.publisher("c1"), encode_beat(beat))
        await asyncio.sleep(BEAT_S)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], int(sys.argv[2])))
