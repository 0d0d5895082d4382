"""Agents of each team, counted by what they do, and names with numbers in the order of people."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from tui.views.agents.agent_line import AgentLine
from tui.views.agents.team_counts import COLUMNS, team_counts
from tui.views.words.marks import Sign
from tui.views.words.natural_order import natural
from tui.views.words.role import Role
from widgets.drawing.palette import DARK, Ground
from widgets.drawing.pen import pen_of
from widgets.lists.team_lines import team_strips

WORDS = ("READY", "TALKING", "HELD", "AFTER CALL WORK", "NOT READY", "LOGGED OUT", "NOT SURE", "AUX WORK")


def agents(number: int) -> list[AgentLine]:
    choose = random.Random(number)
    lines = []
    for place in range(number):
        word, team = choose.choice(WORDS), choose.choice(("Sales 2", "Sales 10", "Care 1", ""))
        reason = choose.choice(("Lunch", "Training", "")) if word == "NOT READY" else ""
        sign = Sign("○", word, Role.TEXT)
        age_s = choose.uniform(1.0, 900.0)
        line = AgentLine(
            f"d{place}", str(place), "", team, sign, reason, -age_s, True, True, doing=sign, doing_since_s=-age_s
        )
        lines.append(line)
    return lines


def test_every_agent_is_counted_once_in_a_team_and_once_in_all() -> None:
    lines = agents(300)
    everybody, *teams = team_counts(lines)

    assert [team.name for team in teams] == ["Care 1", "Sales 2", "Sales 10", "team unknown"]
    numbers = [name for name, _, _ in COLUMNS if name not in ("agents", "longest_ready")]
    for count in (everybody, *teams):
        assert sum(getattr(count, name) for name in numbers) == count.agents
    assert everybody.agents == 300 == sum(team.agents for team in teams)
    assert everybody.ready == sum(line.doing.word == "READY" for line in lines)
    assert everybody.on_call == sum(line.doing.word in ("TALKING", "HELD") for line in lines)
    lunch = sum(line.reason == "Lunch" for line in lines)
    assert f"{lunch} Lunch" in everybody.reasons.split(", ")
    assert team_counts([])[0].agents == 0


@pytest.mark.parametrize("width", range(20, 200, 12))
def test_a_table_of_teams_has_whole_columns_or_none(width: int) -> None:
    teams = team_counts(agents(300))
    head, everybody, *rows = (strip.text for strip in team_strips(teams, 2, pen_of(DARK, Ground.BACKGROUND), width, 6))
    headings = [heading for _, heading, _ in COLUMNS if heading in head]
    known = [heading for _, heading, _ in COLUMNS]
    assert known[: len(headings)] == headings or [*known[:2], *known[3:]][: len(headings)] == headings
    assert everybody.split()[0] == "all"
    assert "300" in everybody or not headings
    assert [row.split()[0] for row in rows[:3]] == ["Sales", "Sales", "team"]
    assert all(len(text) == width for text in (head, everybody, *rows))


def test_a_name_is_not_cut_where_there_is_room_beside_it() -> None:
    name = "Billing and collections, second line, evening shift"
    teams = team_counts([replace(line, groups=name) for line in agents(40)])

    def text(width: int) -> str:
        return team_strips(teams, 1, pen_of(DARK, Ground.BACKGROUND), width, 6)[2].text

    assert name in text(160)
    assert name not in text(100)
    assert teams[1].reasons in text(160)


def test_names_with_numbers_stand_as_people_expect() -> None:
    names = ["c10", "c2", "c1", "a", "10", "9", "c2b", "²"]
    assert sorted(names, key=natural) == ["9", "10", "a", "c1", "c2", "c2b", "c10", "²"]
