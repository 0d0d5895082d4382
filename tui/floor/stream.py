"""The stream of a floor: made so that no publisher can take away what another one wrote, and looked at for that."""

from nats.js.api import DiscardPolicy, StorageType, StreamConfig, StreamInfo
from nats.js.errors import APIError, NotFoundError

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorStreamError
from tui.floor.limits import LARGEST_FLOOR_BYTES, LARGEST_VALUE_BYTES
from tui.floor.subjects import Subjects
from tui.source.text import clean


async def make_stream(connection: FloorConnection, subjects: Subjects) -> bool:
    """Make the stream, unless it is there.

    Args:
        connection: Of somebody who may.
        subjects: The bucket.

    Returns:
        Whether it was made just now.

    Raises:
        FloorStreamError: One of its name is there that cannot be trusted, or the server will not have it.
        FloorRefusedError: The user may not.
        FloorUnreachableError: No answer.
    """
    faults = await _faults(connection, subjects)
    if faults is None:
        try:
            await connection.ask(connection.stream.add_stream(_wanted(subjects)))
        except APIError as error:
            raise FloorStreamError(clean(error.description or "the stream was not made")) from None
        # An older server passes over what it does not know.
        faults = await _faults(connection, subjects)
        _refuse(subjects, faults)
        return True
    _refuse(subjects, faults)
    return False


async def check_stream(connection: FloorConnection, subjects: Subjects) -> int:
    """Look whether the stream is there, and can be trusted.

    Returns:
        Number of its last message; 0 where there was none.

    Raises:
        FloorStreamError: It is not.
        FloorRefusedError: The user may not look.
        FloorUnreachableError: No answer.
    """
    found = await _look(connection, subjects)
    _refuse(subjects, None if found is None else _faults_of(found.config, subjects))
    if found is None or found.created is None:
        raise FloorStreamError(f"stream {subjects.stream} does not say when it was made")
    return found.state.last_seq


def _refuse(subjects: Subjects, faults: tuple[str, ...] | None) -> None:
    if faults is None:
        raise FloorStreamError(f"there is no stream {subjects.stream}")
    if faults:
        raise FloorStreamError(f"stream {subjects.stream}: {', '.join(faults)}")


def _wanted(subjects: Subjects) -> StreamConfig:
    # Not the library's own bucket: there one header of one publisher takes away all that the others wrote.
    return StreamConfig(
        name=subjects.stream,
        subjects=[subjects.every],
        max_msgs_per_subject=1,
        allow_rollup_hdrs=False,
        deny_delete=True,
        deny_purge=True,
        discard=DiscardPolicy.NEW,
        max_msg_size=LARGEST_VALUE_BYTES,
        max_bytes=LARGEST_FLOOR_BYTES,
        storage=StorageType.FILE,
        allow_direct=True,
    )


async def _faults(connection: FloorConnection, subjects: Subjects) -> tuple[str, ...] | None:
    found = await _look(connection, subjects)
    return None if found is None else _faults_of(found.config, subjects)


async def _look(connection: FloorConnection, subjects: Subjects) -> StreamInfo | None:
    try:
        return await connection.ask(connection.stream.stream_info(subjects.stream))
    except NotFoundError:
        return None
    except APIError as error:
        raise FloorStreamError(clean(error.description or "the stream cannot be looked at")) from None


def _faults_of(found: StreamConfig, subjects: Subjects) -> tuple[str, ...]:
    held = {
        "it takes other subjects": found.subjects == [subjects.every],
        "it keeps more than the last value": found.max_msgs_per_subject == 1,
        "rollup is on": not found.allow_rollup_hdrs,
        "messages can be deleted": found.deny_delete,
        "it can be purged": found.deny_purge,
        "new values push out old ones": found.discard == DiscardPolicy.NEW,
        "values end by age": not found.max_age,
        "values end by a header": not found.allow_msg_ttl,
        "values cannot be read directly": bool(found.allow_direct),
    }
    return tuple(fault for fault, is_held in held.items() if not is_held)
