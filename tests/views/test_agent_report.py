"""What agents do, for who looks at no screen: the numbers of the agents view, as values and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pytest

from tests.screens.centre import BILLING, busy, go_live, lose
from tests.screens.roster import Directory, roster_of
from tui.live.clock import FixedClock
from tui.live.feeds.roster import Roster
from tui.live.store.board import Board
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.views.agents.agent_choice import AgentOrder, chosen_agents
from tui.views.agents.agent_count_words import agents_object, agents_sentences, same_numbers
from tui.views.agents.agent_counts import AgentCount, agent_counts
from tui.views.agents.agent_filter import read_agent_filter
from tui.views.agents.agent_report import AgentReport, FoundAgents
from tui.views.agents.agent_rows import AgentRows
from tui.views.slices import without_end


@pytest.fixture
def roster(board: Board, clock: FixedClock) -> Roster:
    busy(board, clock)
    return roster_of(board)


def in_the_view(board: Board, roster: Roster, query: str) -> Sequence[AgentCount]:
    """What stands above the list of the agents view."""
    rows = AgentRows(board, roster)
    rows.calls.work(without_end)
    return agent_counts(chosen_agents(rows.rows(), read_agent_filter(query), AgentOrder.GROUP))


@pytest.mark.parametrize("query", ["", "lunch billing", "5006", "nobody at all", " NOT ready "])
async def test_the_numbers_and_the_words_of_the_filter_are_those_of_the_view(
    board: Board, clock: FixedClock, roster: Roster, query: str
) -> None:
    await roster.look()
    clock.advance(12.0)
    found = await AgentReport(board, roster, query).look()

    assert found.counts == in_the_view(board, roster, query)
    assert sum(count.number for count in found.counts) == found.found
    told = agents_object(found)
    assert (told["filter"], told["agents"], told["found"]) == (query.strip(), 35, found.found)


async def test_each_count_is_told_with_its_longest(board: Board, clock: FixedClock, roster: Roster) -> None:
    await roster.look()
    clock.advance(42.0)
    report = AgentReport(board, roster, "5002")
    lunch = {"doing": "not ready", "reason": "Lunch", "agents": 3, "longest": 42.0, "atLeast": True}

    assert agents_object(await AgentReport(board, roster, "lunch").look())["counts"] == [lunch]
    assert agents_sentences(await AgentReport(board, roster, "lunch").look()) == [
        "3 of 35 agents, found by lunch: 3 not ready, Lunch, the longest for at least 42 seconds."
    ]
    (said,) = agents_sentences(await report.look())
    assert said.startswith("1 of 35 agents, found by 5002: 1 talking, for ")


async def test_a_call_that_begins_or_ends_is_counted(board: Board, roster: Roster) -> None:
    report = AgentReport(board, roster, "talking")
    before = await report.look()
    lose(board, BILLING)
    after = await report.look()

    assert before.found > after.found
    assert same_numbers(before, replaced_time(before))
    assert not same_numbers(before, after)
    assert not same_numbers(None, before)


def replaced_time(found: FoundAgents) -> FoundAgents:
    return found._replace(counts=[count._replace(longest_s=9_999.0) for count in found.counts])


async def test_what_the_directory_left_out_or_did_not_answer_is_said(board: Board, roster: Roster) -> None:
    report = AgentReport(board, roster)
    await report.look()
    lose(board, BILLING)
    roster.missing = 7
    found = await report.look()

    assert found.polled.why
    assert agents_sentences(found)[1:] == [
        "7 more were not read.",
        f"The last look at the agents failed: {found.polled.why}.",
    ]


class OddDirectory(Directory):
    """Everybody is called Zoe, and has a reason of their own."""

    async def told(self, path: str) -> Mapping[str, object]:
        page = await super().told(path)
        contacts: list[dict[str, Any]] = cast("list[dict[str, Any]]", page.get("contacts", []))
        for contact in contacts:
            why = {"state": "NotReady", "displayName": f"Reason {contact['id']}"}
            contact |= {"firstName": "Zoe", "availability": {"channels": [{"channel": "voice", "userState": why}]}}
        return page


async def test_masked_names_are_not_found_and_kinds_without_end_are_not_all_said(board: Board) -> None:
    go_live(board, BILLING, [])
    roster = Roster(board, {BILLING: OddDirectory()})
    assert (await AgentReport(board, roster, "Zoe").look()).found == 27
    roster.mask = WALL.name
    assert (await AgentReport(masked_board(board, WALL), roster, "Zoe").look()).found == 0

    found = await AgentReport(board, roster).look()
    (said,) = agents_sentences(found)
    assert len(found.counts) == 27
    assert said.count("not ready") == 12
    assert said.endswith("; 15 do something else.")
