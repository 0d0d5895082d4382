"""The filter of the agents view, such as `not ready reason:Lunch time>30m -team:Billing`.

It is the language of the filter of calls, with what is known of agents.
"""

from collections.abc import Sequence

from tui.source.text import folded
from tui.views.agents.agent_counts import NOT_SURE
from tui.views.agents.agent_line import AgentLine
from tui.views.arrangement.filter_fields import FilterFields
from tui.views.arrangement.filter_language import read_filter
from tui.views.arrangement.filter_terms import CallFilter
from tui.views.words.agent_words import AGENT_STATES
from tui.views.words.marks import ENDED, STATES

TIME = "time"
_ON_THE_TELEPHONE = tuple(sign.word for sign in STATES.values() if sign is not ENDED)
AGENT_FIELDS = FilterFields(
    fields=("state", "reason", "team", "agent"),
    times=(TIME,),
    # Busy is what a directory says of who has a call.
    states=tuple(folded(word) for word in (*AGENT_STATES, *_ON_THE_TELEPHONE, "busy", NOT_SURE.word)),
    bare_states=True,
)


def read_agent_filter(query: str) -> CallFilter:
    """Read a filter of agents; the name of a state alone means that state: `ready` finds nobody who is not ready.

    Args:
        query: As typed.

    Raises:
        FilterError: It is none.
    """
    return read_filter(query, AGENT_FIELDS)


class FilteredAgent:
    """An agent as a filter sees them: as they are shown, so that nothing that is masked is found."""

    def __init__(self, line: AgentLine) -> None:
        """See this one."""
        self._line = line

    @property
    def text(self) -> str:
        """Everything that plain words find, in one case."""
        line = self._line
        words = (
            line.number,
            line.name,
            line.groups,
            line.sign.word,
            line.doing.word,
            line.reason,
            line.call,
            line.asked,
        )
        return folded("\n".join((*words, f"LISTENED by {line.listener}" if line.listener else "")))

    def values(self, field: str, key: str) -> Sequence[str]:
        """What stands in a field."""
        del key
        line = self._line
        match field:
            case "state":
                # As they are counted: who looks for the ready wants no one who talks.
                return (line.doing.word,)
            case "reason":
                return (line.reason,)
            case "team":
                return (line.groups,)
        return line.number, line.name

    def lasted_s(self, what: str) -> float | None:
        """For how long they have done what they do; None where nobody knows exactly."""
        return self.at_least_s(what) if self._line.doing_exact else None

    def at_least_s(self, what: str) -> float | None:
        """The same, or for how long at least."""
        del what
        return self._line.doing_s
