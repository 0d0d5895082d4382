"""Takes the logins of a publisher that will never come back from all walls: on order, and only if it is not alive."""

import asyncio
from dataclasses import dataclass

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorConflictError, FloorStreamError
from tui.floor.keys import FloorKeys
from tui.floor.session import FloorSession
from tui.floor.subjects import PublisherKey, Subjects
from tui.floor.values import Signature, ValueHead, decode_head
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.rivals import patience_s
from tui.live.clock import Clock
from tui.live.store.privacy import OPEN

_LOOK_S = 0.5


class PublisherAliveError(FloorStreamError):
    """The publisher beats: what it has is its own."""


@dataclass(frozen=True, slots=True)
class RetiredLogins:
    """What became of the logins of a publisher.

    Attributes:
        gone: How many were taken away.
        kept: How many somebody has written meanwhile.
    """

    gone: int
    kept: int


async def retire(connection: FloorConnection, subjects: Subjects, publisher: str, clock: Clock) -> RetiredLogins:
    """Say of all logins of a publisher that they are published no more; should it come back, it publishes them again.

    Args:
        connection: Of somebody who may write these keys.
        subjects: The bucket.
        publisher: Its name.
        clock: Ours.

    Raises:
        ValueError: It cannot be a name.
        PublisherAliveError: It beats.
        FloorStreamError: Nobody of that name has ever published there, or there is no stream that can be trusted.
        FloorRefusedError: The user may not read or write.
        FloorUnreachableError: Anything was doubtful on the way.
    """
    keys, beat_key = FloorKeys(connection, subjects), subjects.publisher(publisher)
    found = await FloorSession(connection, subjects, clock.now_s).snapshot()
    heads = {}
    for subject, message in found.items():
        head = _head(message.data) if _is_login(subjects, subject) else None
        if head is not None and head.signature.publisher == publisher and not head.gone:
            heads[subject] = message.sequence, head
    if not heads and beat_key not in found:
        raise FloorStreamError(f"nothing of {publisher} stands there")
    await _wait_for_a_beat(keys, beat_key, publisher)
    encoder, gone, kept = LoginEncoder(OPEN), 0, 0
    for subject, (sequence, head) in heads.items():
        name, session, fence = head.signature
        data = encoder.encode_gone(Signature(name, session, fence + 1), head.now_s)
        try:
            await keys.put(subject, data, sequence)
        except FloorConflictError:
            kept += 1
        else:
            gone += 1
    return RetiredLogins(gone, kept)


async def _wait_for_a_beat(keys: FloorKeys, beat_key: str, publisher: str) -> None:
    """Give it as long as everybody does who would take over."""
    loop = asyncio.get_running_loop()
    first = await keys.last(beat_key)
    until_s = loop.time() + patience_s(b"" if first is None else first.data)
    while loop.time() < until_s:
        await asyncio.sleep(_LOOK_S)
        last = await keys.last(beat_key)
        if last is not None and (first is None or last.sequence != first.sequence):
            raise PublisherAliveError(f"{publisher} is alive: end it first")


def _is_login(subjects: Subjects, subject: str) -> bool:
    try:
        return not isinstance(subjects.read(subject), PublisherKey)
    except ValueError:
        return False


def _head(data: bytes) -> ValueHead | None:
    # Whose it is stands in the first line: a floor has thousands of values, most of them of others.
    try:
        return decode_head(data)
    except ValueError:
        return None
