"""The agents of my groups: read from a real server, joined page by page, with honest times."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.screens.centre import go_live
from tests.screens.supervise.floor import AGENT, BOSS, EVERYBODY, Floor, open_floor
from tui.gws.roster import AgentRequests, read_device_ids, read_groups, read_page
from tui.live.clock import FixedClock
from tui.live.feeds.roster import MOST_PAGES, Roster
from tui.live.store.board import Board
from tui.source.errors import UnreachableError
from tui.source.raw import Raw, UnsendableError

GROUPS = {"groups": [{"id": "g1", "name": "Billing agents"}, {"id": "g2", "name": "Support agents"}, {"name": "x"}]}


class Told(AgentRequests):
    """A server with a fixed directory, as a far end: only `told` is asked."""

    def __init__(self, size: int = 3, *, offsets: bool = True, groups: Mapping[str, object] = GROUPS) -> None:
        self.state = "Ready"
        self.size = size
        self.offsets = offsets
        self.groups = groups
        self.down = False
        self.asked: list[str] = []

    async def told(self, path: str) -> Mapping[str, object]:
        self.asked.append(path)
        if self.down:
            raise UnreachableError("cannot connect")
        if path.startswith("/me/groups"):
            return self.groups
        query = parse_qs(urlsplit(path).query)
        first = int(query.get("offset", ["0"])[0]) if self.offsets else 0
        everybody = [self._contact(number) for number in range(self.size)]
        return {"contacts": everybody[first : first + 100], "totalCount": self.size}

    def _contact(self, number: int) -> dict[str, Any]:
        state = {"state": self.state, "displayName": self.state}
        voice = {"channel": "voice", "available": True, "phoneNumber": f"{5001 + number}", "userState": state}
        return {"id": f"id{number}", "name": f"a{number}", "availability": {"channels": [voice]}}


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock)
    go_live(board, BOSS, [], ["5006"])
    return board


async def test_everybody_of_all_groups_once_with_his_groups(board: Board) -> None:
    roster = Roster(board, {BOSS: Told()})
    await roster.look()

    assert [agent.contact.number for agent in roster.agents.values()] == ["5001", "5002", "5003"]
    assert {agent.groups for agent in roster.agents.values()} == {("Billing agents", "Support agents")}


@pytest.mark.parametrize(("offsets", "read", "missing"), [(True, 250, 0), (False, 100, 150)])
async def test_all_pages_are_read_and_what_is_missing_is_told(
    board: Board, offsets: bool, read: int, missing: int
) -> None:
    told = Told(250, offsets=offsets, groups={})
    roster = Roster(board, {BOSS: told})
    await roster.look()

    assert (len(roster.agents), roster.missing) == (read, missing)
    assert len(told.asked) < MOST_PAGES


async def test_a_state_counts_from_when_it_was_first_seen_and_anew_after_a_pause(
    board: Board, clock: FixedClock
) -> None:
    told = Told()
    roster = Roster(board, {BOSS: told}, poll_s=15.0)
    await roster.look()
    began_s = clock.now_s()
    clock.advance(15.0)
    await roster.look()
    assert {agent.since_s for agent in roster.agents.values()} == {began_s}

    told.state = "NotReady"
    clock.advance(15.0)
    await roster.look()
    changed_s = clock.now_s()
    assert {agent.since_s for agent in roster.agents.values()} == {changed_s}

    clock.advance(600.0)
    await roster.look()
    assert {agent.since_s for agent in roster.agents.values()} == {clock.now_s()}


async def test_a_look_that_fails_keeps_what_was_known_with_its_age(board: Board, clock: FixedClock) -> None:
    told = Told()
    roster = Roster(board, {BOSS: told})
    await roster.look()
    looked_at_s = roster.looked_at_s
    told.down = True
    clock.advance(15.0)
    await roster.look()

    assert (len(roster.agents), roster.looked_at_s, roster.why) == (3, looked_at_s, "cannot connect")


def test_hostile_answers_are_read_as_nothing() -> None:
    for rubbish in ({}, {"contacts": 7, "groups": "x", "user": [], "totalCount": {}}, {"user": {"devices": [1, {}]}}):
        assert read_groups(rubbish) == ()
        assert (read_page(rubbish).contacts, read_page(rubbish).total) == ((), None)
        assert read_device_ids(rubbish) == {}


@pytest.fixture
async def all_six() -> AsyncIterator[Floor]:
    async with open_floor(EVERYBODY) as floor:
        yield floor


async def test_ids_are_asked_for_exactly(board: Board) -> None:
    odd = "g\u00ad1/é?"
    told = Told(1, groups={"groups": [{"id": odd, "name": "Odd"}, {"id": "g1/é?", "name": "Other"}]})
    roster = Roster(board, {BOSS: told})
    await roster.look()
    groups = [parse_qs(urlsplit(path).query).get("includeUsersInBusinessUnits") for path in told.asked]
    assert groups == [None, [odd], ["g1/é?"]]

    (agent,) = roster.agents.values()
    await roster.device_id(agent.contact.model_copy(update={"raw_id": Raw("a\u00ad/.")}))
    assert told.asked[-1] == "/users/a%C2%AD%2F.?subresources=devices"
    with pytest.raises(UnsendableError):
        await roster.device_id(agent.contact.model_copy(update={"raw_id": Raw("..")}))


async def test_against_the_simulator(all_six: Floor) -> None:
    parts = all_six.parts
    await parts.roster.look()

    agents = {agent.contact.number: agent for agent in parts.roster.agents.values()}
    assert set(agents) == set(EVERYBODY)
    assert agents[AGENT].groups == ("Billing agents",)
    assert agents[AGENT].state is not None
    assert await parts.roster.device_id(agents[AGENT].contact) == Raw(all_six.device(AGENT).id)
