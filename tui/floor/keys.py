"""Single keys of a floor: read as they are now, and written upon what was read alone."""

from typing import NamedTuple

from nats.js.api import Header
from nats.js.errors import APIError, NotFoundError

from tui.floor.connection import FloorConnection
from tui.floor.errors import FloorConflictError, FloorStreamError, FloorUnreachableError
from tui.floor.subjects import Subjects
from tui.source.text import clean

_WRONG_LAST = (10071, 10164)
"""Codes of the server, old and new, for a value that was written upon another one than the last."""


class StoredValue(NamedTuple):
    """What stands under a key.

    Attributes:
        data: By whomever it was written.
        sequence: Its number in the stream.
    """

    data: bytes
    sequence: int


class FloorKeys:
    """Reads and writes the keys of one bucket over one connection."""

    def __init__(self, connection: FloorConnection, subjects: Subjects) -> None:
        """Ask nothing yet.

        Args:
            connection: Open.
            subjects: The bucket.
        """
        self._connection = connection
        self._stream = connection.stream
        self._name = subjects.stream

    async def last(self, subject: str) -> StoredValue | None:
        """Read the last value of a key.

        Args:
            subject: The key.

        Returns:
            None where there is none.

        Raises:
            FloorRefusedError: The user may not read it.
            FloorUnreachableError: No answer, or none that can be read.
        """
        reading = self._stream.get_last_msg(self._name, subject, direct=True)
        try:
            found = await self._connection.ask(reading, f"$JS.API.DIRECT.GET.{self._name}.{subject}")
        except NotFoundError:
            return None
        except APIError as error:
            raise FloorUnreachableError(_words(error)) from None
        except (LookupError, TypeError, ValueError) as error:
            # Headers that a publisher may write, where the library reads those of the server.
            raise FloorUnreachableError(f"a value that cannot be read: {clean(str(error))}") from None
        return StoredValue(found.data or b"", found.seq or 0)

    async def put(self, subject: str, data: bytes, upon: int) -> int:
        """Write a key.

        Args:
            subject: The key.
            data: The value.
            upon: Number of the value that was read; 0 where there was none.

        Returns:
            Number of the value that stands there now.

        Raises:
            FloorConflictError: Another value stands there.
            FloorRefusedError: The user may not write it.
            FloorStreamError: The server turned it down.
            FloorUnreachableError: No answer.
        """
        headers = {Header.EXPECTED_LAST_SUBJECT_SEQUENCE.value: str(upon)}
        try:
            told = await self._connection.ask(self._stream.publish(subject, data, headers=headers), subject)
        except APIError as error:
            if error.err_code in _WRONG_LAST:
                raise FloorConflictError("somebody else wrote there") from None
            raise FloorStreamError(_words(error)) from None
        return told.seq


def _words(error: APIError) -> str:
    return clean(error.description or "the server turned it down")
