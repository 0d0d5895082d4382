"""What a run is and has seen, in the text format of Prometheus: the numbers of the screen and of the lines."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple, Protocol

from tui.live.reports.health import Health
from tui.views.service.figures import NOTHING, ServiceFigures
from tui.views.service.service_count import Counted, ServiceKind

MOST_NAMES: Mapping[ServiceKind, int] = {ServiceKind.TEAM: 200, ServiceKind.QUEUE: 201, ServiceKind.AGENT: 500}
"""So many of a kind are told by name, the ones that were seen first; all others together."""
LONGEST_NAME = 128
"""Characters of a label; what is the same up to there is told together."""
_ESCAPES = str.maketrans({"\\": r"\\", '"': r"\"", "\n": r"\n"})


class SeenService(Protocol):
    """What was counted; see `ServiceCount`."""

    @property
    def since(self) -> datetime:
        """Wall clock of the beginning."""
        ...

    @property
    def within_s(self) -> float:
        """How soon a call is wanted to be answered, seconds."""
        ...

    @property
    def seen(self) -> Counted:
        """Everything since the beginning."""
        ...

    @property
    def hour(self) -> Counted:
        """The last hour, or what there is of it."""
        ...


class _Figure(NamedTuple):
    """What there is of each group: its name, its type, and what it is in words."""

    name: str
    kind: str
    words: str
    of: Callable[[ServiceFigures], float]


_FIGURES = (
    _Figure("calls_rang_total", "counter", "calls that rang", lambda one: one.rang),
    _Figure("calls_answered_total", "counter", "calls that rang and were answered here", lambda one: one.answered),
    _Figure(
        "calls_answered_in_time_total",
        "counter",
        "calls that were answered within callboard_answer_within_seconds",
        lambda one: one.in_time,
    ),
    _Figure("calls_missed_total", "counter", "calls that rang and were not answered here", lambda one: one.missed),
    _Figure("calls_handled_total", "counter", "calls in which somebody spoke, whoever called", lambda one: one.handled),
    _Figure("calls_unseen_total", "counter", "calls not seen whole, in no other figure", lambda one: one.unseen),
    _Figure("talk_seconds_total", "counter", "how long the handled were talked, without hold", lambda one: one.talk_s),
    _Figure("hold_seconds_total", "counter", "how long the handled were on hold", lambda one: one.hold_s),
    _Figure("longest_ring_seconds", "gauge", "longest ring since the start", lambda one: one.longest_ring_s),
)
_OF_THE_HOUR = _Figure(
    "longest_ring_last_hour_seconds", "gauge", "longest ring of the last hour", lambda one: one.longest_ring_s
)


def metrics_text(health: Health, count: SeenService | None) -> str:
    """Write everything down for a scraper.

    Args:
        health: How the run is.
        count: What was counted; None where nothing is.

    Returns:
        Lines, each with its end. Nothing is in one metric twice: what is of all has names without a label.
    """
    lines = [
        *_family("sources", "gauge", "Logins that are followed.", [("", health.sources)]),
        *_family("sources_live", "gauge", "Those that are live.", [("", health.live)]),
        *([] if count is None else _service(count)),
    ]
    return "".join(f"{line}\n" for line in lines)


def _service(count: SeenService) -> Iterator[str]:
    since_s = count.since.timestamp()
    yield from _family("service_start_time_seconds", "gauge", "When counting began.", [("", since_s)])
    words = "How soon a call is wanted to be answered."
    yield from _family("answer_within_seconds", "gauge", words, [("", count.within_s)])
    for kind in ServiceKind:
        names = _names(count.seen, kind)
        seen, hour = _told(count.seen, kind, names), _told(count.hour, kind, names)
        for figure in _FIGURES:
            yield from _figures(kind, figure, seen)
        # Who rang in none of its minutes has a longest ring of no seconds then, and no gap.
        yield from _figures(kind, _OF_THE_HOUR, {name: hour.get(name, NOTHING) for name in seen})


def _names(seen: Counted, kind: ServiceKind) -> Mapping[str, str]:
    """What each is called in a label; those for which there is no room together."""
    names = [group.name for group in seen if group.kind is kind]
    most = MOST_NAMES.get(kind, 1)
    return {name: name[:LONGEST_NAME] if place < most else f"other {kind}s" for place, name in enumerate(names)}


def _told(counted: Counted, kind: ServiceKind, names: Mapping[str, str]) -> Mapping[str, ServiceFigures]:
    told: dict[str, ServiceFigures] = {}
    if kind is ServiceKind.ALL:
        told[""] = NOTHING
    for group, figures in counted.items():
        if group.kind is kind:
            name = names[group.name]
            told[name] = told.get(name, NOTHING) + figures
    return told


def _figures(kind: ServiceKind, figure: _Figure, told: Mapping[str, ServiceFigures]) -> Iterator[str]:
    of_all = kind is ServiceKind.ALL
    samples = [
        ("" if of_all else f'{{{kind}="{name.translate(_ESCAPES)}"}}', figure.of(one)) for name, one in told.items()
    ]
    prefix, by = ("", "") if of_all else (f"{kind}_", f", by {kind}")
    return _family(f"{prefix}{figure.name}", figure.kind, f"Seen here: {figure.words}{by}.", samples)


def _family(name: str, kind: str, words: str, samples: Sequence[tuple[str, float]]) -> Iterator[str]:
    if samples:
        yield f"# HELP callboard_{name} {words}"
        yield f"# TYPE callboard_{name} {kind}"
    for label, value in samples:
        yield f"callboard_{name}{label} {value}"
