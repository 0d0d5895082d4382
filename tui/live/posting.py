"""What the operator needs of a source: one way to send an operation, once."""

from collections.abc import Mapping
from typing import Protocol

from tui.source.intent import Intent

ONLY_LOOKS = "this only looks, and cannot send anything"
"""Why a wall sends nothing, should anybody ask it to."""


class NotSentError(Exception):
    """Nothing was sent: it is not allowed now, or there is no line to the server."""


class Poster(Protocol):
    """Something that can send an operation; a feed is one."""

    async def send(self, intent: Intent, parameters: Mapping[str, object]) -> str:
        """Send one operation, once; see `tui.source.port.ActingLine` for arguments, answer and errors.

        Raises:
            NotSentError: There is no live line to the server.
        """
        ...

    def look(self) -> None:
        """Take a snapshot as soon as may be; see `Feed.look`."""
        ...
