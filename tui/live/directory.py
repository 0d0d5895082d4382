"""Who can be called, and which states an agent can take: questions to the server, asked when a person wants to know."""

from collections.abc import Mapping
from typing import Protocol

from tui.gws.directory import AgentState, Contact
from tui.live.agent_states import state_commands
from tui.live.command import Command

LIMIT = 20
"""Contacts that are asked for."""


class Asker(Protocol):
    """What is needed of a source; a feed is one."""

    async def agent_states(self) -> tuple[AgentState, ...]:
        """Read the agent states of the deployment."""
        ...

    async def contacts(self, words: str, limit: int) -> tuple[Contact, ...]:
        """Search the directory."""
        ...


class Directory:
    """Asks the sources."""

    def __init__(self, askers: Mapping[str, Asker]) -> None:
        """Ask nothing yet.

        Args:
            askers: By source.
        """
        self._askers = askers

    async def states(self, source: str) -> tuple[Command, ...]:
        """Read the agent states of the deployment.

        Args:
            source: Name of the source.

        Returns:
            A command for each that is not in the table already; none where the server does not tell.

        Raises:
            NotSentError: The link is not live.
            RetryableError: See `Rest.agent_states`.
        """
        return state_commands(await self._askers[source].agent_states())

    async def search(self, source: str, words: str, limit: int = LIMIT) -> tuple[Contact, ...]:
        """Search by name or number.

        Args:
            source: Name of the source.
            words: A part of a name or number.
            limit: How many are wanted at the most.

        Returns:
            Who was found, by name; none where the server does not tell.

        Raises:
            NotSentError: The link is not live.
            RetryableError: See `Rest.contacts`.
        """
        return await self._askers[source].contacts(words.strip(), limit)
