"""Which agents are shown, and in which order."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from tui.source.text import folded
from tui.views.agents.agent_line import AgentLine
from tui.views.arrangement.plain_words import finds, words_of


class AgentOrder(StrEnum):
    """Which agents come first."""

    GROUP = "group"
    STATE = "state"
    LONGEST = "longest"
    NAME = "name"

    @property
    def following(self) -> "AgentOrder":
        """The next one."""
        orders = tuple(AgentOrder)
        return orders[(orders.index(self) + 1) % len(orders)]


def chosen_agents(lines: Iterable[AgentLine], query: str, order: AgentOrder) -> Sequence[AgentLine]:
    """Find agents, and put them in order.

    Args:
        lines: Everybody, as they are shown: what is masked is not found.
        query: As typed; every word has to be found.
        order: Which come first.

    Returns:
        Those who are found.
    """
    words = words_of(query)
    found = [line for line in lines if not words or finds(words, _text(line))]
    return sorted(found, key=lambda line: _place(line, order))


def _text(line: AgentLine) -> str:
    words = (line.number, line.name, line.groups, line.sign.word, line.doing.word, line.reason, line.call, line.asked)
    return folded("\n".join((*words, f"LISTENED by {line.listener}" if line.listener else "")))


def _place(line: AgentLine, order: AgentOrder) -> tuple[bool | float | str, ...]:
    longest = float("-inf") if line.doing_s is None else line.doing_s
    return {
        AgentOrder.GROUP: (line.groups == "", line.groups),
        AgentOrder.STATE: (line.doing.word, line.reason, -longest),
        AgentOrder.LONGEST: (line.sign.word == "LOGGED OUT", -longest),
        AgentOrder.NAME: (line.name == "", folded(line.name)),
    }[order] + (line.number,)
