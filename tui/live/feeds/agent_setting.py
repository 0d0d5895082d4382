"""A supervisor sets an agent's state: sent once, and shown by the next look at the agents (API.md 8.4)."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from tui.live.commands.agent_control import shows
from tui.live.commands.command import Command, Target
from tui.live.commands.operation import Operation, Outcome
from tui.live.feeds.roster import Roster
from tui.live.operations.operator import Operator
from tui.live.posting import NotSentError
from tui.live.store.board import Board

LOOKS_AFTER_S = (1.0, 4.0, 10.0, 15.0)
"""Pauses before each look that an operation asks for: a state reaches the directory some time after the telephone."""
WITHIN_S = 35.0
"""After this it counts as timed out; none of these looks has shown it."""


class AgentSetting:
    """Sets states, and looks until they are seen."""

    def __init__(self, board: Board, operator: Operator, roster: Roster) -> None:
        """Take these; nothing is sent.

        Args:
            board: Tells what the login may do that looks at the agents.
            operator: Sends.
            roster: Knows the agents, and looks again.
        """
        self._board = board
        self._operator = operator
        self._roster = roster
        self._running: set[asyncio.Task[Operation]] = set()

    def why_not(self, command: Command, user_id: str) -> str:
        """Say why the state of an agent cannot be set now.

        Args:
            command: A row of the table.
            user_id: The agent.

        Returns:
            Words for people; "" where it can be set.
        """
        agent = self._roster.agents.get(user_id)
        if agent is None or not user_id:
            asked = self._roster.looked_at_s is not None
            return "not among the agents of the last look" if asked else "the agents are not known yet"
        # The directory that knows them is that of this login's server, and no other's.
        source = self._roster.asked_as
        known = self._board.sources.get(source)
        if known is not None and known.link.live and known.user.kept_from_states:
            return f"{known.user.kept_from_states} ({source})"
        reason = self._operator.why_not(command, source, user_id)
        if reason or self._is_live(user_id):
            return reason
        return "so it was at the last look" if self._roster.recent and shows(command, agent.state) else ""

    async def set(self, command: Command, user_id: str, whom: str) -> Operation:
        """Set the state of an agent, once, and wait until it is seen, failed or timed out.

        Args:
            command: A row of the table.
            user_id: The agent.
            whom: How they are named in the event log.

        Returns:
            The operation as it ended.

        Raises:
            NotSentError: It is not allowed now; nothing was sent.
        """
        named = replace(command, words=f"{command.words} {whom}")
        reason = self.why_not(command, user_id)
        if reason:
            raise NotSentError(f"{named.words}: {reason}")
        # What was sent is looked for although its screen may be closed.
        running = asyncio.create_task(self._set(named, user_id), name=named.words)
        self._running.add(running)
        running.add_done_callback(self._running.discard)
        return await asyncio.shield(running)

    def asked(self) -> Mapping[str, Command]:
        """The states that were asked for and are not seen yet, the latest of each agent, by their user ids."""
        sent = sorted(self._operator.operations.values(), key=lambda one: one.number)
        waiting = (one for one in sent if one.outcome is Outcome.PENDING and one.command.target is Target.AGENT)
        return {one.asked.target_id: one.command for one in waiting}

    async def _set(self, command: Command, user_id: str) -> Operation:
        contact = self._roster.agents[user_id].contact
        looking = asyncio.create_task(self._look_again())
        try:
            return await self._operator.send_to_agent(command, self._roster.asked_as, contact, WITHIN_S)
        finally:
            looking.cancel()

    async def _look_again(self) -> None:
        for pause_s in LOOKS_AFTER_S:
            await asyncio.sleep(pause_s)
            await self._roster.look()

    def _is_live(self, user_id: str) -> bool:
        return any(one.link.live and one.user.id == user_id for one in self._board.sources.values())
