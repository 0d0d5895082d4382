"""One agent as they are shown, and their times in words."""

from dataclasses import dataclass, field

from tui.views.words.durations import at_least_words
from tui.views.words.marks import Sign
from tui.views.words.role import Role

NO_SIGN = Sign("?", "NO STATE", Role.TEXT)


class LineMoment:
    """Up to when lines are shown; those of one second share it, so that none is made anew because time passes.

    Attributes:
        at_s: That moment, board's clock.
    """

    __slots__ = ("at_s",)

    def __init__(self, at_s: float = 0.0) -> None:
        """Take a moment.

        Args:
            at_s: Board's clock.
        """
        self.at_s = at_s


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent as they are shown.

    Attributes:
        id: What the cursor remembers them by.
        number: Their number.
        name: Their name.
        groups: Names of their groups, in one text.
        sign: Mark, word and role of their state.
        reason: Why they are not ready; "" where it is not known.
        since_s: Since when they are in that state, board's clock; None where nobody can tell.
        exact: Whether its begin was seen; else it lasts at least so long.
        live: Whether one of this wall's logins tells it, not the last look.
        call: What they do on the telephone, in words; "" for nothing that is known.
        call_role: What that means.
        listener: Which supervisor of this wall monitors them; "" for none.
        asked: Which state was asked for them and is not seen yet, in words; "" for none.
        doing: What they are counted as: their state, or what they do on the telephone.
        doing_since_s: Since when; None where nobody can tell.
        doing_exact: Whether its begin was seen.
        moment: Up to when all of this is so.
    """

    id: str
    number: str
    name: str
    groups: str
    sign: Sign
    reason: str
    since_s: float | None
    exact: bool
    live: bool
    call: str = ""
    call_role: Role = Role.DIM
    listener: str = ""
    asked: str = ""
    doing: Sign = NO_SIGN
    doing_since_s: float | None = None
    doing_exact: bool = False
    moment: LineMoment = field(default_factory=LineMoment, compare=False)

    @property
    def state_s(self) -> float | None:
        """For how long they are in that state; None where nobody can tell."""
        return None if self.since_s is None else max(0.0, self.moment.at_s - self.since_s)

    @property
    def doing_s(self) -> float | None:
        """For how long they do what they are counted as; None where nobody can tell."""
        return None if self.doing_since_s is None else max(0.0, self.moment.at_s - self.doing_since_s)


def time_words(line: AgentLine) -> str:
    """For how long an agent is in their state.

    Args:
        line: Who.

    Returns:
        Such as `≥4:10` where its begin was not seen.
    """
    return at_least_words(line.state_s, exact=line.exact)
