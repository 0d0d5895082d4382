"""A line to a real server: REST and stream of one session."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager

from tui.gws.auth import Session
from tui.gws.line import Events
from tui.gws.patience import Patience
from tui.gws.rest import Rest
from tui.gws.stream import Stream
from tui.gws.turns import Turns


class GwsLine(Rest):
    """A line to a real server."""

    def __init__(self, session: Session, now_s: Callable[[], float], path: str, turns: Turns | None = None) -> None:
        """Work within a session.

        Args:
            session: Cookies, token and connections.
            now_s: The clock that stamps arrivals.
            path: Path of the CometD server.
            turns: Of the server; the stream's own if not given.
        """
        super().__init__(session)
        self._now_s = now_s
        self._path = path
        self._turns = turns

    def stream(self) -> AbstractAsyncContextManager[Events]:
        """Prepare the stream; entering it starts the polls."""
        return Stream(self._session, self._now_s, self._path, patience=Patience(self._turns))
