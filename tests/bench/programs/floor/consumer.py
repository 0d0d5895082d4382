"""A bare consumer of a floor, on the library alone: every value decoded, the last of each key kept.

    python -m tests.bench.programs.floor.consumer URL

It does what no reader of a floor may leave out, and no more: it counts the messages, and answers the flow control of
the server.
"""

from __future__ import annotations

import asyncio
import json
import sys

import nats
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from tests.bench.programs.counting import STEP, Counter
from tests.bench.programs.floor.burst import FLOOR, MARK


async def follow(url: str) -> None:
    """Follow until it is ended."""
    connection = await nats.connect(url)
    kept: dict[str, list[object]] = {}
    counter = Counter()
    mark = FLOOR.login("main", MARK)
    last = 0
    complete = asyncio.Event()

    async def take(message: Msg) -> None:
        nonlocal last
        if message.subject == inbox:
            if message.reply:
                await connection.publish(message.reply)
            complete.set()
            return
        number = int(message.reply.split(".")[6])
        if number != last + 1:
            raise ValueError("a message that did not come")
        last = number
        kept[message.subject] = [json.loads(line) for line in message.data.split(b"\n")]
        if message.subject == mark and complete.is_set():
            counter.add(STEP)

    inbox = connection.new_inbox()
    await connection.subscribe(inbox, cb=take, pending_msgs_limit=0, pending_bytes_limit=0)
    wanted = ConsumerConfig(
        deliver_subject=inbox,
        deliver_policy=DeliverPolicy.LAST_PER_SUBJECT,
        filter_subject=FLOOR.every,
        ack_policy=AckPolicy.NONE,
        max_deliver=1,
        flow_control=True,
        idle_heartbeat=2.0,
        mem_storage=True,
        num_replicas=1,
    )
    await connection.jetstream().add_consumer(FLOOR.stream, config=wanted)
    await complete.wait()
    counter.ready()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1]))
