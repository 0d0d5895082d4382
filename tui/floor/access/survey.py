"""A short look at a floor: how large it is, who publishes there, and which of them are heard."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from nats.js.errors import APIError

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorRefusedError, FloorStreamError, FloorUnreachableError
from tui.floor.reader import Connecting, FloorReader
from tui.floor.reading import FloorReading
from tui.floor.stream import check_stream
from tui.floor.subjects import Subjects
from tui.live.clock import Clock
from tui.live.publishers import Publisher
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.source.text import clean

WAIT_S = 7.0
"""How long beats are waited for: those of a collector come every two seconds, those of a desk every fifteen."""
_LOOK_S = 0.05


@dataclass(frozen=True, slots=True)
class FloorSize:
    """How much a floor holds.

    Attributes:
        values: Logins and publishers, those that are gone among them.
        used_bytes: Of all values.
        most_bytes: That it may hold.
        readers: Walls that read it now.
    """

    values: int
    used_bytes: int
    most_bytes: int
    readers: int


@dataclass(frozen=True, slots=True)
class FloorSurvey:
    """What was found.

    Attributes:
        size: How much it holds.
        publishers: Who publishes.
        logins: How many logins a wall shows.
        live: How many of those are live.
        now_s: When that was, clock of the publishers' times.
    """

    size: FloorSize
    publishers: Sequence[Publisher]
    logins: int
    live: int
    now_s: float


async def measure(connection: FloorConnection, subjects: Subjects) -> FloorSize:
    """See how much a floor holds, after whether it can be trusted.

    Raises:
        FloorStreamError: There is none, or none that can be trusted.
        FloorRefusedError: The user may not look.
        FloorUnreachableError: No answer.
    """
    await check_stream(connection, subjects)
    try:
        found = await connection.ask(connection.stream.stream_info(subjects.stream))
    except APIError as error:
        raise FloorStreamError(clean(error.description or "the stream cannot be looked at")) from None
    state, most = found.state, found.config.max_bytes or 0
    return FloorSize(state.messages, state.bytes, most, state.consumer_count)


async def survey(connect: Connecting, reading: FloorReading, clock: Clock, wait_s: float = WAIT_S) -> FloorSurvey:
    """Read a floor as a wall does, until every publisher was heard.

    Args:
        connect: Opens a connection.
        reading: What is read.
        clock: For all times.
        wait_s: For no longer than this.

    Raises:
        FloorStreamError: There is no stream, or none that can be trusted.
        FloorRefusedError: The user may not read it.
        FloorUnreachableError: No server is there, or none that answers.
    """
    async with connect() as connection:
        size = await measure(connection, reading.subjects)
    board = Board(clock)
    reader = FloorReader(connect, reading, board, Journal(clock))
    running = asyncio.create_task(reader.run())
    try:
        await _heard(reader, wait_s)
        publishers, now_s = reader.publishers(), clock.now_s()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return FloorSurvey(
        size, publishers, sum(one.logins for one in publishers), sum(one.live for one in publishers), now_s
    )


async def _heard(reader: FloorReader, wait_s: float) -> None:
    until_s = asyncio.get_running_loop().time() + wait_s
    while asyncio.get_running_loop().time() < until_s:
        if reader.link.state is LinkState.REFUSED:
            raise FloorRefusedError(reader.link.why)
        if reader.link.state is LinkState.LIVE and all(one.heard_at_s is not None for one in reader.publishers()):
            return
        await asyncio.sleep(_LOOK_S)
    if reader.link.state is not LinkState.LIVE:
        raise FloorUnreachableError(reader.link.why or f"not read within {wait_s:g} s")
