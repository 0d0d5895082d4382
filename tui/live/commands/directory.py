"""Who can be called, and which states an agent can take: questions to the server, asked when a person wants to know."""

from collections.abc import Mapping
from typing import Protocol

from tui.live.commands.agent_states import state_commands
from tui.live.commands.command import Command
from tui.source.directory import AgentStateOption, Contact

LIMIT = 20
"""Contacts that are asked for."""


class Asker(Protocol):
    """What is needed of a source; a feed is one."""

    async def agent_states(self) -> tuple[AgentStateOption, ...]:
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
            askers: By source; of others nothing is known.
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
            RetryableError: See `tui.source.port.Line`.
        """
        asker = self._askers.get(source)
        return () if asker is None else state_commands(await asker.agent_states())

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
            RetryableError: See `tui.source.port.Line`.
        """
        asker = self._askers.get(source)
        return () if asker is None else await asker.contacts(words.strip(), limit)
