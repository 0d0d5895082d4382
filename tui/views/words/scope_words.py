"""Whose calls a wall shows: those of its logins, and of nobody else, whatever else it knows of."""

from collections.abc import Iterable, Sequence

_MOST_NAMES = 20


def scope_words(names: Sequence[str], polled: int = 0) -> str:
    """Say whose calls are shown.

    Args:
        names: Of the logins.
        polled: Agents of whom no more than the state is asked for.

    Returns:
        One line, such as `calls of 1 login · 11 agents of your groups are only polled`.
    """
    logins = "1 login" if len(names) == 1 else f"{len(names):,} logins"
    return f"calls of {logins}{_polled(polled)}"


def scope_title(names: Sequence[str], polled: int = 0) -> str:
    """Say the same with the names, for where a wall has no title.

    Args:
        names: Of the logins.
        polled: Agents of whom no more than the state is asked for.
    """
    if not names:
        return ""
    if len(names) == 1:
        return f"calls of {names[0]}{_polled(polled)}"
    return f"{scope_words(names, polled)}: {' · '.join(names[:_MOST_NAMES])}"


def only_polled(agents: Iterable[str], logins: Iterable[str]) -> int:
    """Count the agents that are none of our logins.

    Args:
        agents: Ids of the users that are polled.
        logins: Those of ours.
    """
    return len(set(agents).difference(logins))


def _polled(polled: int) -> str:
    if not polled:
        return ""
    agents = "1 agent of your groups is" if polled == 1 else f"{polled:,} agents of your groups are"
    return f" · {agents} only polled"
