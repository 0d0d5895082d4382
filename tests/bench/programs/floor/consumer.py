"""A bare consumer of a floor, on the library alone: every value decoded, the last of each key kept.

    python -m tests.bench.programs.floor.consumer URL [values]

It does what no reader of a floor may leave out, and no more: it counts the messages, and answers the flow control of
the server. With `values` it reads them as a wall does, parsed and validated, and has no board: the floor of that.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable

import nats
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy

from tests.bench.programs.counting import STEP, Counter
from tests.bench.programs.floor.burst import FLOOR, MARK
from tui.floor.values import LoginValue, decode_value
from tui.patches.garbage import calm_collector


def _as_json(data: bytes, _: object) -> object:
    return [json.loads(line) for line in data.split(b"\n")]


def _as_value(data: bytes, before: object) -> object:
    return decode_value(data, MARK, before if isinstance(before, LoginValue) else None)


async def follow(url: str, read: Callable[[bytes, object], object]) -> None:
    """Follow until it is ended."""
    connection = await nats.connect(url)
    kept: dict[str, object] = {}
    counter = Counter()
    mark, beats = FLOOR.login("main", MARK), FLOOR.publisher("c1")
    last, wanted = 0, None
    complete = asyncio.Event()

    async def take(message: Msg) -> None:
        nonlocal last
        if message.subject == inbox:
            if message.reply:
                await connection.publish(message.reply)
            return
        number = int(message.reply.split(".")[6])
        if number != last + 1:
            raise ValueError("a message that did not come")
        last = number
        if message.subject != beats:
            kept[message.subject] = read(message.data, kept.get(message.subject))
        if wanted is not None and last >= wanted and not complete.is_set():
            # All that was there has come; what it took is not counted.
            complete.set()
        elif message.subject == mark and complete.is_set():
            counter.add(STEP)

    inbox = connection.new_inbox()
    await connection.subscribe(inbox, cb=take, pending_msgs_limit=0, pending_bytes_limit=0)
    config = ConsumerConfig(
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
    wanted = (await connection.jetstream().add_consumer(FLOOR.stream, config=config)).num_pending or 0
    await complete.wait()
    calm_collector()
    counter.ready()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1], _as_value if sys.argv[2:] == ["values"] else _as_json))
