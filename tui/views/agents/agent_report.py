"""What agents do, for who looks at no screen: asked for again and again, found by words, counted."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import NamedTuple

from tui.live.feeds.roster import Roster
from tui.live.store.board import Board, Changes
from tui.source.text import clean
from tui.views.agents.agent_choice import AgentOrder, chosen_agents
from tui.views.agents.agent_counts import AgentCount, agent_counts
from tui.views.agents.agent_filter import read_agent_filter
from tui.views.agents.agent_rows import AgentRows
from tui.views.slices import PAUSE_S, SLICE_S, more_for


class Polled(NamedTuple):
    """What the directory told.

    Attributes:
        agents: How many it told of.
        ago_s: How long ago, seconds; None where it has not told anything yet.
        missing: How many more it has.
        why: Why the last look failed; "" where it did not.
    """

    agents: int
    ago_s: float | None
    missing: int
    why: str


class FoundAgents(NamedTuple):
    """Agents that were found.

    Attributes:
        query: Words by which they were found; "" finds everybody.
        everybody: How many there are.
        found: How many of them were found.
        counts: Those who were found, by what they do.
        polled: How much the directory told of them.
    """

    query: str
    everybody: int
    found: int
    counts: Sequence[AgentCount]
    polled: Polled


class AgentReport:
    """Finds and counts the agents of a board and of the directory.

    Attributes:
        found: Who was found last; None before the first look.
    """

    def __init__(self, board: Board, roster: Roster, query: str = "") -> None:
        """Ask nobody yet.

        Args:
            board: What the logins tell, as it may be shown.
            roster: Asks for all others.
            query: A filter, as in the agents view.

        Raises:
            FilterError: It is none.
        """
        self.found: FoundAgents | None = None
        self._board = board
        self._roster = roster
        self._query = clean(query).strip()
        self._wanted = read_agent_filter(self._query)
        self._rows = AgentRows(board, roster)
        self._live = asyncio.Event()
        self.stop = board.watch(self._take)

    async def run(self) -> AsyncIterator[FoundAgents]:
        """Ask again and again, as soon as any login is live.

        Yields:
            Who was found, after each look.
        """
        self._note_live()
        await self._live.wait()
        async for _ in self._roster.run():
            yield await self._find()

    async def look(self) -> FoundAgents:
        """Ask once.

        Returns:
            Who was found.
        """
        await self._roster.look()
        return await self._find()

    def _take(self, changes: Changes) -> None:
        if changes.links:
            self._note_live()
        self._rows.calls.take((*changes.added, *changes.changed, *changes.ended, *changes.removed))

    def _note_live(self) -> None:
        if any(source.link.live for source in self._board.sources.values()):
            self._live.set()

    async def _find(self) -> FoundAgents:
        self._rows.calls.work(more_for(SLICE_S))
        while self._rows.calls.busy:
            # Somebody whose call was not looked at yet would count as ready.
            await asyncio.sleep(PAUSE_S)
            self._rows.calls.work(more_for(SLICE_S))
        everybody = self._rows.rows()
        found = chosen_agents(everybody, self._wanted, AgentOrder.GROUP)
        self.found = FoundAgents(self._query, len(everybody), len(found), agent_counts(found), self._polled())
        return self.found

    def _polled(self) -> Polled:
        roster = self._roster
        looked_s = roster.looked_at_s
        ago_s = None if looked_s is None else max(0.0, self._board.clock.now_s() - looked_s)
        return Polled(len(roster.agents), ago_s, roster.missing, roster.why)
