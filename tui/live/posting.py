"""What the operator needs of a source: one way to post an operation, once."""

from collections.abc import Mapping
from typing import Protocol

from tui.gws.models import Envelope


class NotSentError(Exception):
    """Nothing was sent: it is not allowed now, or there is no line to the server."""


class Poster(Protocol):
    """Something that can post an operation; a feed is one."""

    async def operate(self, path: str, operation: str, parameters: Mapping[str, object]) -> Envelope:
        """Post one operation, once; see `Rest.operate` for arguments, answer and errors.

        Raises:
            NotSentError: There is no live line to the server.
        """
        ...

    def look(self) -> None:
        """Take a snapshot as soon as may be; see `Feed.look`."""
        ...
