"""One connected login: its session, REST half and stream, as the feed uses them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from typing import Protocol

from pydantic import SecretStr

from tui.gws.directory import AgentState, Contact
from tui.gws.errors import RefusedError
from tui.gws.events import Item, ServiceEvent
from tui.gws.login import NOTIFICATIONS, Login
from tui.gws.models import Envelope, User
from tui.gws.snapshot import Recall, Snapshot
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

    async def snapshot(self, subresources: str, recall: Recall | None = None) -> Snapshot:
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


Renew = Callable[[], Awaitable[SecretStr | None]]
"""Looks for the password again; None where there is none now."""


def line_to(
    login: Login,
    now_s: Callable[[], float],
    path: str = NOTIFICATIONS,
    turns: Turns | None = None,
    renew: Renew | None = None,
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
        # The network takes longer to import than everything else together, and a screen can be seen before.
        from tui.gws.auth import Session
        from tui.gws.connection import GwsLine

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
