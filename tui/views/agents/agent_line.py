"""One agent as they are shown, and their times in words."""

from dataclasses import dataclass

from tui.views.words.durations import duration
from tui.views.words.marks import Sign
from tui.views.words.role import Role

AT_LEAST = "≥"
NO_SIGN = Sign("?", "NO STATE", Role.TEXT)


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
        state_s: For how long they are in that state; None where nobody can tell.
        exact: Whether its begin was seen; else it lasts at least so long.
        live: Whether one of this wall's logins tells it, not the last look.
        call: What they do on the telephone, in words; "" for nothing that is known.
        call_role: What that means.
        listener: Which supervisor of this wall monitors them; "" for none.
        asked: Which state was asked for them and is not seen yet, in words; "" for none.
        doing: What they are counted as: their state, or what they do on the telephone.
        doing_s: For how long; None where nobody can tell.
        doing_exact: Whether its begin was seen.
    """

    id: str
    number: str
    name: str
    groups: str
    sign: Sign
    reason: str
    state_s: float | None
    exact: bool
    live: bool
    call: str = ""
    call_role: Role = Role.DIM
    listener: str = ""
    asked: str = ""
    doing: Sign = NO_SIGN
    doing_s: float | None = None
    doing_exact: bool = False


def time_words(line: AgentLine) -> str:
    """For how long an agent is in their state.

    Args:
        line: Who.

    Returns:
        Such as `≥4:10` where its begin was not seen.
    """
    return at_least_words(line.state_s, exact=line.exact)


def at_least_words(seconds: float | None, *, exact: bool) -> str:
    """Say a time whose begin may not have been seen.

    Args:
        seconds: How long; None where nobody can tell.
        exact: Whether the begin was seen.

    Returns:
        Such as `≥4:10` where it was not.
    """
    return f"{'' if exact or seconds is None else AT_LEAST}{duration(seconds)}"
