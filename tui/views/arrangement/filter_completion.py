"""How what is being typed into the filter may go on."""

from collections.abc import Iterable, Sequence

from tui.views.arrangement.filter_fields import DATA, FIELDS, TIMES
from tui.views.words.marks import DIRECTIONS, STATES

STATE_VALUES = tuple(sign.word.lower() for sign in STATES.values())
TYPE_VALUES = tuple(kind.lower() for kind in DIRECTIONS)


def completed(query: str, agents: Iterable[str] = (), teams: Iterable[str] = (), keys: Sequence[str] = ()) -> str:
    """Complete the last word of a filter.

    Args:
        query: As typed so far.
        agents: Numbers of agents and names of sources.
        teams: Names of teams.
        keys: Keys of attached data that are shown.

    Returns:
        The whole of it with its last word completed; "" where nothing is known to follow.
    """
    start = max(query.rfind(" "), query.rfind("\t")) + 1
    word = query[start:]
    sign = "-" if word.startswith("-") else ""
    part = word[len(sign) :]
    field, colon, typed = part.partition(":")
    before, comma, value = typed.rpartition(",")
    if not part or '"' in part or (colon and not value):
        return ""
    if colon:
        values = {"state": STATE_VALUES, "type": TYPE_VALUES, "agent": agents, "source": agents, "team": teams}
        offered: Iterable[str] = (
            f"{field}:{before}{comma}{_quoted(one)}" for one in sorted(values.get(field.lower(), ()))
        )
    else:
        names = (*(f"{name}:" for name in FIELDS), *(f"{DATA}.{key}:" for key in keys if " " not in key))
        offered = (*names, *(f"{name}>" for name in TIMES))
    found = next((one for one in offered if len(one) > len(part) and one.casefold().startswith(part.casefold())), "")
    return f"{query}{found[len(part) :]}" if found else ""


def _quoted(value: str) -> str:
    # Without its quotes, since what was typed has none: a value ends where its first space is.
    return value.partition(" ")[0]
