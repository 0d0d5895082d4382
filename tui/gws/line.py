"""One connected login: its session, REST half and stream, as the feed uses them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Protocol

from pydantic import SecretStr

from tui.gws.auth import Login, Session
from tui.gws.directory import AgentState, Contact
from tui.gws.errors import RefusedError
from tui.gws.events import Item, ServiceEvent
from tui.gws.models import Envelope, User
from tui.gws.patience import Patience
from tui.gws.rest import Rest
from tui.gws.snapshot import Recall, Snapshot
from tui.gws.stream import PATH, Stream
from tui.gws.turns import Turns


class Events(Protocol):
    """A running stream; see `Stream` for each of these."""

    @property
    def heard_at_s(self) -> float | None:
        """When the last word came."""
        ...

    @property
    def longest_silence_s(self) -> float:
        """After how many seconds without a word it cannot be alive."""
        ...

    async def batch(self, wait_s: float | None = None) -> Sequence[Item]:
        """Wait for items."""
        ...

    def wake(self) -> None:
        """Let `batch` return."""
        ...

    def give_up(self, why: str) -> None:
        """End it from outside."""
        ...

    def retry(self) -> None:
        """Try again now."""
        ...


class Line(Protocol):
    """What a feed needs of a server; see `Rest` for the requests."""

    async def log_in(self) -> User:
        """Start the HTTP session."""
        ...

    async def snapshot(self, subresources: str, recall: Recall = ...) -> Snapshot:
        """Read the existing state."""
        ...

    async def operate(self, path: str, operation: str, parameters: Mapping[str, object] | None = None) -> Envelope:
        """Post one operation, once."""
        ...

    async def services(self) -> tuple[ServiceEvent, ...]:
        """Read the state of the backends."""
        ...

    async def agent_states(self) -> tuple[AgentState, ...]:
        """Read the agent states of the deployment."""
        ...

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        """Search the directory."""
        ...

    async def told(self, path: str) -> Mapping[str, object]:
        """Read what a server may not have."""
        ...

    def stream(self) -> AbstractAsyncContextManager[Events]:
        """Start the stream."""
        ...


Connect = Callable[[], AbstractAsyncContextManager[Line]]
"""Opens a new line; entered anew for every login."""


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


Renew = Callable[[], Awaitable[SecretStr | None]]
"""Looks for the password again; None where there is none now."""


def line_to(
    login: Login, now_s: Callable[[], float], path: str = PATH, turns: Turns | None = None, renew: Renew | None = None
) -> Connect:
    """Say how to connect to a login.

    Args:
        login: Where and as whom.
        now_s: The clock that stamps arrivals.
        path: Path of the CometD server.
        turns: Shared by the sources of this server.
        renew: Asked before the line that is opened next after one was refused: the password may have been changed.

    Returns:
        A function that opens a new line with an empty cookie jar.
    """
    refused = False

    @asynccontextmanager
    async def connect() -> AsyncIterator[Line]:
        nonlocal login, refused
        if refused and renew is not None:
            login = replace(login, password=await renew() or login.password)
        try:
            async with Session(login) as session:
                refused = False
                yield GwsLine(session, now_s, path, turns)
        except RefusedError:
            refused = True
            raise

    return connect
