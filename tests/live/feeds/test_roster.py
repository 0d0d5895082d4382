"""A look at thousands of agents: a few in each turn of the event loop, and what was known stands until it is done."""

from __future__ import annotations

import asyncio

from tui.live.clock import FixedClock
from tui.live.feeds.roster import Roster
from tui.live.store.board import Board
from tui.live.store.link import LinkState
from tui.source.directory import Contact, DirectoryPage
from tui.source.models import AgentGroup
from tui.source.raw import Raw

AGENTS = 450


class Directory:
    """Answers at once with everybody, who are all in one state."""

    def __init__(self) -> None:
        self.state = "Ready"

    async def agent_groups(self) -> tuple[AgentGroup, ...]:
        return ()

    async def agents(self, group: AgentGroup, offset: int) -> DirectoryPage:
        del group, offset
        voice = {"channel": "voice", "userState": {"state": self.state}}
        raw = ({"id": f"u{number}", "availability": {"channels": [voice]}} for number in range(AGENTS))
        return DirectoryPage(tuple(map(Contact.model_validate, raw)), AGENTS)

    async def device_ids(self, user_id: Raw) -> dict[str, Raw]:
        del user_id
        return {}


async def test_others_have_their_turn_while_thousands_are_looked_at() -> None:
    clock, directory = FixedClock(100.0), Directory()
    board = Board(clock)
    board.add_source("5001")
    board.set_link("5001", LinkState.LIVE)
    roster = Roster(board, {"5001": directory})
    turns = 0

    async def looked() -> None:
        nonlocal turns
        look = asyncio.create_task(roster.look())
        before, turns = roster.agents, 0
        while not look.done():
            assert roster.agents is before
            turns += 1
            await asyncio.sleep(0)
        await look

    await looked()
    assert turns > AGENTS // 100
    clock.advance(1)
    directory.state = "NotReady"
    await looked()
    clock.advance(1)
    await looked()
    assert {agent.since_s for agent in roster.agents.values()} == {101.0}
