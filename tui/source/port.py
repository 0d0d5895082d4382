"""The port: what a feed needs of one connected login, whatever kind of server is behind it."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Protocol, runtime_checkable

from tui.source.directory import AgentStateOption, Contact, DirectoryPage
from tui.source.events import Item, ServiceEvent
from tui.source.intent import Intent
from tui.source.models import AgentGroup, User
from tui.source.outages import Outages
from tui.source.raw import Raw
from tui.source.snapshot import Recall, Snapshot, SnapshotScope


class Events(Protocol):
    """A running stream; it ends with the block in which it was entered."""

    keeps_raw: bool

    @property
    def handed_bytes(self) -> int:
        """How long all answers were that were handed over."""
        ...

    @property
    def heard_at_s(self) -> float | None:
        """When the last word came."""
        ...

    @property
    def longest_silence_s(self) -> float:
        """After how many seconds without a word it cannot be alive; another number comes with a word alone."""
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
    """What a feed needs of a server."""

    async def log_in(self) -> User:
        """Start the session.

        Raises:
            RefusedError: The credentials are not accepted.
            RetryableError: The network, the server, or an answer that its API does not give.
        """
        ...

    async def snapshot(
        self, scope: SnapshotScope, recall: Recall | None = None, on_answer: Callable[[], None] = lambda: None
    ) -> Snapshot:
        """Read the existing state.

        Args:
            scope: How much of it.
            recall: Finds calls that are known already, with which the new copies share what is equal; None keeps the
                raw calls beside them. It may be called from another thread, and so only looks.
            on_answer: Called once the answer is here, so that nobody waits for its source any more.

        Raises:
            SessionLostError: Log in again.
            LimitError: More than is taken of one login.
            RetryableError: As for `log_in`, and so for everything that is read.
        """
        ...

    @property
    def outages(self) -> Outages:
        """What is known of the backends; the same for all lines to a login."""
        ...

    async def services(self) -> tuple[ServiceEvent, ...]:
        """Read the state of the backends."""
        ...

    async def agent_states(self) -> tuple[AgentStateOption, ...]:
        """Read the agent states of the deployment."""
        ...

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        """Search the directory."""
        ...

    async def prove(self) -> None:
        """Ask for something small: a session that is gone is found out by that."""
        ...

    async def agent_groups(self) -> tuple[AgentGroup, ...]:
        """Read the agent groups of the login; none where the server tells no groups."""
        ...

    async def agents(self, group: AgentGroup, offset: int) -> DirectoryPage:
        """Read some of the agents of a group; one without an id stands for everybody."""
        ...

    async def device_ids(self, user_id: Raw) -> Mapping[str, Raw]:
        """Read the ids of a user's devices, by their numbers; none where the server does not tell."""
        ...

    def stream(self) -> AbstractAsyncContextManager[Events]:
        """Start the stream."""
        ...


@runtime_checkable
class ActingLine(Line, Protocol):
    """What may also operate calls: a desk has such a line, a wall has none."""

    async def send(self, intent: Intent, parameters: Mapping[str, object] | None = None) -> str:
        """Send one operation, once: never repeated, whatever happens.

        Args:
            intent: What is wanted of what.
            parameters: What goes beside it, JSON values.

        Returns:
            In words, which part of it was not accepted and why; "" where all was. Accepted is not done.

        Raises:
            OperationError: The server turned it down; nothing was changed.
            SessionLostError: Not sent on: the session is gone.
            RetryableError: Whether it arrived is unknown.
        """
        ...


Connect = Callable[[], AbstractAsyncContextManager[Line]]
"""Opens a new line; entered anew for every login."""
