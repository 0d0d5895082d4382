"""Which agents are shown, and in which order."""

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

from tui.source.text import folded
from tui.views.agents.agent_filter import FilteredAgent
from tui.views.agents.agent_line import AgentLine
from tui.views.arrangement.filter_terms import CallFilter
from tui.views.words.natural_order import natural


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


def chosen_agents(lines: Iterable[AgentLine], wanted: CallFilter, order: AgentOrder) -> Sequence[AgentLine]:
    """Find agents, and put them in order.

    Args:
        lines: Everybody, as they are shown: what is masked is not found.
        wanted: From `read_agent_filter`.
        order: Which come first.

    Returns:
        Those who are found.
    """
    found = [line for line in lines if not wanted.terms or wanted.finds(FilteredAgent(line))]
    return sorted(found, key=_PLACES[order])


def by_group(line: AgentLine) -> tuple[object, ...]:
    """Where an agent stands among the groups: those of none come last."""
    return line.groups == "", natural(line.groups), natural(line.number)


def _by_state(line: AgentLine) -> tuple[object, ...]:
    return line.doing.word, line.reason, -_longest(line), natural(line.number)


def _by_time(line: AgentLine) -> tuple[object, ...]:
    return line.sign.word == "LOGGED OUT", -_longest(line), natural(line.number)


def _by_name(line: AgentLine) -> tuple[object, ...]:
    return line.name == "", natural(folded(line.name)), natural(line.number)


def _longest(line: AgentLine) -> float:
    return float("-inf") if line.doing_s is None else line.doing_s


_PLACES: dict[AgentOrder, Callable[[AgentLine], tuple[object, ...]]] = {
    AgentOrder.GROUP: by_group,
    AgentOrder.STATE: _by_state,
    AgentOrder.LONGEST: _by_time,
    AgentOrder.NAME: _by_name,
}
