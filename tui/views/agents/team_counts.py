"""How many agents of each team do what: a row for each, and one for all of them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.views.agents.agent_counts import NOT_READY
from tui.views.agents.agent_line import AgentLine
from tui.views.words.durations import at_least_words
from tui.views.words.natural_order import natural
from tui.views.words.role import Role

ALL = "all"
NO_TEAM = "team unknown"
_READY, _WRAP, _OUT = "READY", "AFTER CALL WORK", "LOGGED OUT"
_ON_CALL = frozenset({"TALKING", "HELD", "RINGING", "DIALING"})


class TeamCount(NamedTuple):
    """One team.

    Attributes:
        name: What it is called.
        agents: How many it has.
        ready: How many wait for a call.
        longest_ready: For how long the longest of them, in words; "" where nobody does.
        on_call: How many have a call.
        wrap: How many have work after one.
        not_ready: How many are not ready.
        reasons: Why, the most frequent reason first, in words.
        out: How many are logged out.
        others: How many do something else, or nobody is sure what.
    """

    name: str
    agents: int
    ready: int
    longest_ready: str
    on_call: int
    wrap: int
    not_ready: int
    reasons: str
    out: int
    others: int


COLUMNS: tuple[tuple[str, str, Role], ...] = (
    ("agents", "agents", Role.TEXT),
    ("ready", "ready", Role.TALKING),
    ("longest_ready", "longest", Role.TEXT),
    ("on_call", "on call", Role.DIALING),
    ("wrap", "wrap-up", Role.HELD),
    ("not_ready", "not ready", Role.RINGING),
    ("out", "out", Role.DIM),
    ("others", "others", Role.RINGING),
)
"""What is shown of a team beside its name: attribute, heading, and what it means."""


def team_counts(lines: Iterable[AgentLine]) -> Sequence[TeamCount]:
    """Count agents by team.

    Args:
        lines: Agents.

    Returns:
        All of them first, then each team by its name; those without a team last.
    """
    teams: dict[str, list[AgentLine]] = {}
    everybody = list(lines)
    for line in everybody:
        teams.setdefault(line.groups, []).append(line)
    names = sorted(teams, key=lambda name: (name == "", natural(name)))
    return [_count(ALL, everybody), *(_count(name or NO_TEAM, teams[name]) for name in names)]


def _count(name: str, lines: Sequence[AgentLine]) -> TeamCount:
    words = Counter(line.doing.word for line in lines)
    ready = [line for line in lines if line.doing.word == _READY and line.doing_s is not None]
    longest = max(ready, key=lambda line: line.doing_s or 0.0, default=None)
    reasons = Counter(line.reason for line in lines if line.doing.word == NOT_READY and line.reason)
    counted = {_READY, _WRAP, NOT_READY, _OUT} | _ON_CALL
    return TeamCount(
        name=name,
        agents=len(lines),
        ready=words[_READY],
        longest_ready=at_least_words(longest.doing_s, exact=longest.doing_exact) if longest is not None else "",
        on_call=sum(words[word] for word in _ON_CALL),
        wrap=words[_WRAP],
        not_ready=words[NOT_READY],
        reasons=", ".join(f"{number} {reason}" for reason, number in reasons.most_common()),
        out=words[_OUT],
        others=sum(number for word, number in words.items() if word not in counted),
    )
