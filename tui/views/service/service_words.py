"""Figures of service in words and as JSON values: the same numbers on the screen and in lines."""

from collections.abc import Sequence
from typing import NamedTuple

from tui.language.count_words import count_of
from tui.views.service.figures import NOTHING, ServiceFigures
from tui.views.service.service_count import EVERYBODY, Counted, ServiceCount, ServiceGroup, ServiceKind
from tui.views.words.durations import duration

_KINDS = tuple(ServiceKind)
_MOST_SHOWN = 12


class ServiceRow(NamedTuple):
    """One line: whose figures, how many of how many calls were answered, and the rest in words."""

    name: str
    number: str
    words: str


def service_rows(counted: Counted, within_s: float) -> Sequence[ServiceRow]:
    """Say figures: of all first, then by team, queue and agent, those with most calls first.

    Args:
        counted: The figures.
        within_s: How soon a call is wanted to be answered, seconds.

    Returns:
        Lines; what is left out of a kind is counted.
    """
    rows = [_row("all", counted.get(EVERYBODY, NOTHING), within_s)]
    for kind in _KINDS[1:]:
        groups = sorted((group for group in counted if group.kind is kind), key=lambda group: _place(counted, group))
        rows += [_row(f"{kind} {group.name}", counted[group], within_s) for group in groups[:_MOST_SHOWN]]
        if len(groups) > _MOST_SHOWN:
            rows.append(ServiceRow(count_of(len(groups) - _MOST_SHOWN, f"more {kind}"), "", ""))
    return rows


def service_object(count: ServiceCount) -> dict[str, object]:
    """Give all figures to a program.

    Args:
        count: What was counted.

    Returns:
        JSON values: since the beginning and of the last hour, for all, and for each team, queue and agent.
    """
    return {
        "seen": "here",
        "since": count.since.isoformat(),
        "within": count.within_s,
        "sinceStart": _periods(count.seen),
        "lastHour": _periods(count.hour),
    }


def _periods(counted: Counted) -> dict[str, object]:
    groups = {
        f"{kind}s": {group.name: figures.wire() for group, figures in counted.items() if group.kind is kind}
        for kind in _KINDS[1:]
    }
    return {"all": counted.get(EVERYBODY, NOTHING).wire(), **groups}


def _place(counted: Counted, group: ServiceGroup) -> tuple[int, str]:
    figures = counted[group]
    return -(figures.rang + figures.handled), group.name


def _row(name: str, figures: ServiceFigures, within_s: float) -> ServiceRow:
    words = [f"{figures.in_time} within {within_s:g} s", f"{figures.missed} missed"]
    if figures.rang:
        words.append(f"longest ring {duration(figures.longest_ring_s)}")
    if figures.handled:
        words.append(f"average talk {duration(figures.average_talk_s)}, hold {duration(figures.average_hold_s)}")
    if figures.unseen:
        words.append(f"{figures.unseen} not seen whole")
    return ServiceRow(name, f"{figures.answered}/{figures.rang}", " · ".join(words))
