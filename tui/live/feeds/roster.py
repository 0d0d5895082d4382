"""All agents of the groups of a login as they were at the last look: nobody pushes their states (API.md 8.6)."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from tui.live.posting import NotSentError
from tui.live.store.board import Board
from tui.source.directory import Contact, DirectoryPage
from tui.source.errors import SourceError
from tui.source.models import AgentGroup, UserState
from tui.source.raw import NOTHING, Raw
from tui.source.reading import distinct

POLL_S = 15.0
MOST_PAGES = 20
"""Pages of one group that are read; what is beyond them is told as missing."""
MOST_AGENTS = 10_000
"""Agents of all groups that are kept, likewise."""
_STEP = 100
"""So many agents are looked at in one turn of the event loop."""
_TOO_LONG = 3.0
"""After so many intervals without a look nobody knows whether a state went on."""


class Teller(Protocol):
    """What is needed of a source; a feed is one."""

    async def agent_groups(self) -> tuple[AgentGroup, ...]:
        """Read the agent groups of the login; none where the server tells no groups."""
        ...

    async def agents(self, group: AgentGroup, offset: int) -> DirectoryPage:
        """Read some of the agents of a group; one without an id stands for everybody."""
        ...

    async def device_ids(self, user_id: Raw) -> Mapping[str, Raw]:
        """Read the ids of a user's devices, by their numbers; none where the server does not tell."""
        ...


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent at the last look.

    Attributes:
        contact: What the directory says.
        groups: Names of the asked groups that they are in, sorted; none where the server told no groups.
        since_s: When they were first seen in this state, board's clock: it lasts at least since then.
    """

    contact: Contact
    groups: tuple[str, ...]
    since_s: float

    @property
    def state(self) -> UserState | None:
        """The state on voice; None where they are not logged in."""
        return self.contact.voice.user_state if self.contact.voice is not None else None


class Roster:
    """Looks again and again, and remembers since when each state is seen.

    Attributes:
        agents: By id, as of the last look that succeeded.
        looked_at_s: When that look began, board's clock; None before the first.
        missing: How many agents the server has beyond those that were read.
        why: Why the last look failed, in words; "" where it did not.
        poll_s: Seconds between two looks.
        source: Whose groups; "" takes the first supervisor's that is live, else the first login's.
        asked_as: Which login the last look that succeeded was made with; "" before the first.
        numbers: Numbers of the devices that were asked for, by their ids.
        mask: Makes of a name what may be shown of it.
        told: Called after each look that succeeded, with the states on voice by user ids, and when it began.
    """

    def __init__(self, board: Board, tellers: Mapping[str, Teller], poll_s: float = POLL_S, source: str = "") -> None:
        """Look at nothing yet.

        Args:
            board: Tells the time, and which logins are live.
            tellers: By source.
            poll_s: Seconds between two looks.
            source: Whose groups; "" takes the first supervisor's that is live, else the first login's.
        """
        self.agents: Mapping[str, Agent] = {}
        self.looked_at_s: float | None = None
        self.missing = 0
        self.why = ""
        self.poll_s = poll_s
        self.numbers: dict[str, str] = {}
        self.mask: Callable[[str], str] = lambda name: name
        self.told: Callable[[Mapping[str, UserState | None], float], None] = lambda _, __: None
        self.asked_as = ""
        self._board = board
        self._tellers = tellers
        self.source = source

    def name_of(self, agent: Agent) -> str:
        """The name of an agent, as it may be shown."""
        return self.mask(agent.contact.shown_name)

    async def run(self) -> AsyncIterator[None]:
        """Look for as long as somebody wants to know.

        Yields:
            Nothing, after each look.
        """
        while True:
            await self.look()
            yield
            await asyncio.sleep(self.poll_s)

    async def look(self) -> None:
        """Look once. A look that fails leaves what was known, and says why."""
        began_s = self._board.clock.now_s()
        try:
            name = self._name()
            found, missing = await read_agents(self._tellers[name])
        except (SourceError, NotSentError) as error:
            self.why = str(error)
            return
        agents = await self._see(found, began_s)
        if self.looked_at_s is not None and began_s < self.looked_at_s:
            # Another one began later, and was answered sooner.
            return
        self.agents = agents
        self.looked_at_s, self.missing, self.why, self.asked_as = began_s, missing, "", name
        self.told({user_id: agent.state for user_id, agent in self.agents.items()}, began_s)

    @property
    def recent(self) -> bool:
        """Whether the last look is not so old that nobody knows any more what is so."""
        return self._is_recent(self._board.clock.now_s())

    async def device_id(self, contact: Contact) -> Raw:
        """Find the device of an agent who is no login of ours.

        Args:
            contact: Who.

        Returns:
            The id of the device with their number, else of their first, as it came; nothing where the server does not
            tell.

        Raises:
            SourceError: See `tui.source.port.Line`.
            NotSentError: No link is live.
            UnsendableError: No address can say who.
        """
        ids = await self._tellers[self._name()].device_ids(contact.raw_id)
        found = ids.get(contact.number) or next(iter(ids.values()), NOTHING)
        self.numbers[distinct(found.text)] = contact.number
        return found

    async def _see(self, found: Mapping[str, tuple[Contact, list[str]]], at_s: float) -> dict[str, Agent]:
        """Tell since when each is so; a few at a time, between which keys are answered."""
        before = self.agents if self._is_recent(at_s) else {}
        seen: dict[str, Agent] = {}
        for number, (contact, groups) in enumerate(found.values(), 1):
            agent = Agent(contact, tuple(sorted(set(groups))), at_s)
            known = before.get(contact.id)
            if known is not None and known.state == agent.state:
                agent = Agent(contact, agent.groups, known.since_s)
            seen[contact.id] = agent
            if number % _STEP == 0:
                await asyncio.sleep(0)
        return seen

    def _is_recent(self, at_s: float) -> bool:
        return self.looked_at_s is not None and at_s - self.looked_at_s <= self.poll_s * _TOO_LONG

    def _name(self) -> str:
        """The login that is asked."""
        sources = self._board.sources
        live = [name for name in self._tellers if sources[name].link.live]
        if self.source:
            live = [name for name in live if name == self.source]
        chief = next((name for name in live if sources[name].user.supervises), None)
        name = chief or next(iter(live), None)
        if name is None:
            raise NotSentError(
                f"{self.source} is not live, or is no login of this wall" if self.source else "no login is live"
            )
        return name


async def read_agents(teller: Teller) -> tuple[dict[str, tuple[Contact, list[str]]], int]:
    """Read all agents of the groups of a login, or everybody where it has no groups.

    Args:
        teller: The login.

    Returns:
        Contacts with the names of their groups, by id; how many more there are.

    Raises:
        SourceError: See `tui.source.port.Line`.
    """
    groups = await teller.agent_groups() or (AgentGroup(),)
    found: dict[str, tuple[Contact, list[str]]] = {}
    missing = 0
    for group in groups:
        contacts, beyond = await _all_of(teller, group)
        missing += beyond
        for contact in contacts:
            if contact.id not in found and len(found) >= MOST_AGENTS:
                missing += 1
                continue
            found.setdefault(contact.id, (contact, []))[1].extend([group.name] if group.name else [])
    return found, missing


async def _all_of(teller: Teller, group: AgentGroup) -> tuple[list[Contact], int]:
    """The agents of a group, page by page, and how many were not read."""
    found: dict[str, Contact] = {}
    total: int | None = None
    for _ in range(MOST_PAGES):
        page = await teller.agents(group, len(found))
        fresh = {contact.id: contact for contact in page.contacts if contact.id not in found}
        found.update(fresh)
        total = page.total
        # A server that knows no offset gives the first page for ever.
        if not fresh or total is None or len(found) >= total:
            break
    return list(found.values()), max(0, (total or 0) - len(found))
