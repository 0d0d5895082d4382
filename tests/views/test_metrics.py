"""Figures for Prometheus: what its text format asks, and that each number is the one of the count."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from tests.views.exposition import Sample, read_exposition
from tests.views.test_service import counting, ring, talk
from tui.live.clock import FixedClock
from tui.live.reports.health import Health
from tui.live.store.board import Board
from tui.views.service.figures import NOTHING, ServiceFigures
from tui.views.service.metrics import LONGEST_NAME, MOST_NAMES, metrics_text
from tui.views.service.service_count import EVERYBODY, ServiceGroup, ServiceKind

WELL = Health(3, 2)


@dataclass(frozen=True)
class ManyGroups:
    """More than a board of this size has."""

    seen: Mapping[ServiceGroup, ServiceFigures]
    since: datetime = datetime(2026, 11, 28, tzinfo=UTC)
    within_s: float = 20.0

    @property
    def hour(self) -> Mapping[ServiceGroup, ServiceFigures]:
        return self.seen


def test_each_figure_of_everybody_and_of_each_group(board: Board, clock: FixedClock) -> None:
    count = counting(board, "a", "b")
    talk(board, clock, "c1", 12, 60, 20, queue="Gold")
    talk(board, clock, "c2", 31, 40, 0, queue="Silver", source="b")
    ring(board, clock, "c3", 41.0, queue="Gold")
    samples = read_exposition(metrics_text(WELL, count))
    told = {(sample.name, *sample.labels.items()): sample.value for sample in samples}

    assert told["callboard_sources",] == 3
    assert told["callboard_sources_live",] == 2
    assert told["callboard_answer_within_seconds",] == 20
    assert told["callboard_service_start_time_seconds",] == count.since.timestamp()
    for group, one in count.seen.items():
        prefix = "callboard_" if group == EVERYBODY else f"callboard_{group.kind}_"
        label = () if group == EVERYBODY else ((str(group.kind), group.name),)
        assert [told[f"{prefix}{name}", *label] for name in NAMES] == [
            *(one.rang, one.answered, one.in_time, one.missed, one.handled, one.unseen),
            *(one.talk_s, one.hold_s, one.longest_ring_s, one.longest_ring_s),
        ]
    assert told["callboard_queue_calls_rang_total", ("queue", "Gold")] == 1
    clock.advance(3_700.0)
    samples = read_exposition(metrics_text(WELL, count))
    told = {(sample.name, *sample.labels.items()): sample.value for sample in samples}
    assert told["callboard_longest_ring_seconds",] == 31.0
    assert told["callboard_longest_ring_last_hour_seconds",] == 0.0
    assert told["callboard_queue_longest_ring_last_hour_seconds", ("queue", "Silver")] == 0.0


NAMES = (
    "calls_rang_total",
    "calls_answered_total",
    "calls_answered_in_time_total",
    "calls_missed_total",
    "calls_handled_total",
    "calls_unseen_total",
    "talk_seconds_total",
    "hold_seconds_total",
    "longest_ring_seconds",
    "longest_ring_last_hour_seconds",
)


def test_what_has_not_happened_yet_is_nought_and_no_gap(board: Board) -> None:
    told = {sample.name: sample.value for sample in read_exposition(metrics_text(WELL, counting(board)))}

    assert {told[f"callboard_{name}"] for name in NAMES} == {0}
    assert not [name for name in told if "_agent_" in name or "_queue_" in name]
    assert [sample.name for sample in read_exposition(metrics_text(WELL, None))] == [
        "callboard_sources",
        "callboard_sources_live",
    ]


@pytest.mark.parametrize("name", ['say "hi"', "back\\slash", "two\nlines", '{a="b"} 7', "Köln #1 €", "\\n", ""])
def test_labels_come_back_as_they_were(name: str) -> None:
    group = ServiceGroup(ServiceKind.QUEUE, name)
    samples = read_exposition(metrics_text(WELL, ManyGroups({group: ServiceFigures(rang=2)})))

    assert by_name(samples, "callboard_queue_calls_rang_total") == {name: 2}


def by_name(samples: list[Sample], name: str) -> dict[str, float]:
    return {value: sample.value for sample in samples if sample.name == name for value in sample.labels.values()}


@pytest.mark.parametrize("kind", MOST_NAMES)
def test_there_are_never_series_without_end_and_none_is_lost(kind: ServiceKind) -> None:
    most = MOST_NAMES[kind]
    seen = {ServiceGroup(kind, f"n{place}"): ServiceFigures(rang=1) for place in range(700)}
    rang = by_name(read_exposition(metrics_text(WELL, ManyGroups(seen))), f"callboard_{kind}_calls_rang_total")

    assert len(rang) == most + 1
    assert sum(rang.values()) == 700
    assert rang[f"other {kind}s"] == 700 - most
    # The ones that were seen first keep their names, whoever comes later: a counter never goes back.
    few = dict(list(seen.items())[: most - 1])
    assert (
        by_name(read_exposition(metrics_text(WELL, ManyGroups(few))), f"callboard_{kind}_calls_rang_total").items()
        <= rang.items()
    )


def test_long_names_are_cut_and_told_together() -> None:
    seen = {ServiceGroup(ServiceKind.QUEUE, "q" * 200 + end): ServiceFigures(rang=1) for end in "ab"}
    rang = by_name(read_exposition(metrics_text(WELL, ManyGroups(seen))), "callboard_queue_calls_rang_total")

    assert rang == {"q" * LONGEST_NAME: 2}


def test_names_units_and_types_are_as_prometheus_asks(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    talk(board, clock, "c1", 12, 60, 20, queue="Gold")
    assert count.seen[EVERYBODY] != NOTHING
    for sample in read_exposition(metrics_text(WELL, count)):
        assert re.fullmatch(r"callboard_[a-z_]+", sample.name)
        assert (sample.kind == "counter") == sample.name.endswith("_total")
        assert sample.kind in ("counter", "gauge")
        assert sample.words.endswith(".")
        if "_calls_" not in sample.name and "sources" not in sample.name:
            assert "_seconds" in sample.name
            assert sample.name.removesuffix("_total").endswith("_seconds")
        if "calls" in sample.name or "ring" in sample.name:
            assert sample.words.startswith("Seen here: ")
