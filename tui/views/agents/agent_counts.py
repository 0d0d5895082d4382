"""How many agents do what, and for how long the longest of them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tui.views.agents.agent_line import AgentLine
from tui.views.words.durations import at_least_words
from tui.views.words.marks import Sign
from tui.views.words.role import Role

NOT_READY = "NOT READY"
NOT_SURE = Sign("◐", "NOT SURE", Role.RINGING)
_ORDER = ("READY", "TALKING", "HELD", "RINGING", "DIALING", "AFTER CALL WORK", NOT_READY)
_LAST = ("LOGGED OUT", NOT_SURE.word)


class AgentCount(NamedTuple):
    """How many agents do something.

    Attributes:
        number: How many.
        sign: What they do.
        reason: Why they are not ready; "" where it is not known.
        longest_s: For how long the longest of them, seconds; None where nobody can tell.
        exact: Whether that is no less; else one of them may have done it for longer.
    """

    number: int
    sign: Sign
    reason: str = ""
    longest_s: float | None = None
    exact: bool = False

    @property
    def words(self) -> str:
        """What they do, with the reason."""
        return f"{self.sign.word} {self.reason}".rstrip()

    @property
    def longest(self) -> str:
        """For how long the longest of them; "" where nobody can tell."""
        return "" if self.longest_s is None else at_least_words(self.longest_s, exact=self.exact)


def agent_counts(lines: Iterable[AgentLine]) -> Sequence[AgentCount]:
    """Count agents by what they do; those who are not ready by their reason.

    Args:
        lines: Agents.

    Returns:
        Ready first, then who is on the telephone, after call work, not ready; the most frequent reason first.
    """
    found: dict[tuple[str, str], list[AgentLine]] = {}
    for line in lines:
        found.setdefault((line.doing.word, line.reason if line.doing.word == NOT_READY else ""), []).append(line)
    places = sorted(found, key=lambda place: (_rank(place[0]), place[0], -len(found[place]), place[1]))
    return [_count(found[place], place[1]) for place in places]


def _count(lines: Sequence[AgentLine], reason: str) -> AgentCount:
    longest = max(lines, key=lambda line: -1.0 if line.doing_s is None else line.doing_s)
    # One whose begin nobody saw may be the longest.
    exact = longest.doing_exact and all(line.doing_s is not None for line in lines)
    return AgentCount(len(lines), longest.doing, reason, longest.doing_s, exact)


def _rank(word: str) -> int:
    if word in _ORDER:
        return _ORDER.index(word)
    return len(_ORDER) + (1 + _LAST.index(word) if word in _LAST else 0)
