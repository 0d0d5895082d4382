"""The event log, and the words of events in it."""

from __future__ import annotations

import pytest

from tests.live.resources import call, device, device_message, message, ringing
from tui.gws.events import ErrorEvent, Event, ServiceEvent, UnreadableEvent
from tui.live.clock import FixedClock
from tui.live.journal import Journal, Kind
from tui.live.wording import words_of


def test_entries_are_kept_in_order_with_their_dates(clock: FixedClock) -> None:
    journal = Journal(clock)
    journal.note("agent.one", Kind.LINK, "logged in")
    clock.advance(60.0)
    journal.note("agent.two", Kind.PROBLEM, "cut")
    first, second = journal
    assert (first.words, second.words, second.source, second.kind) == ("logged in", "cut", "agent.two", Kind.PROBLEM)
    assert (second.at - first.at).total_seconds() == 60.0


def test_a_repetition_is_counted(clock: FixedClock) -> None:
    journal = Journal(clock)
    for _ in range(3):
        journal.note("agent.one", Kind.PROBLEM, "cut")
    clock.advance(1.0)
    journal.note("agent.one", Kind.PROBLEM, "cut")
    (entry,) = journal
    assert (entry.times, entry.at, journal.revision) == (4, clock.wall(), 4)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [("agent.two", Kind.LINK, "cut"), ("agent.one", Kind.CALL, "cut"), ("agent.one", Kind.LINK, "cut again")],
)
def test_what_differs_is_no_repetition(clock: FixedClock, source: str, kind: Kind, words: str) -> None:
    journal = Journal(clock)
    journal.note("agent.one", Kind.LINK, "cut")
    journal.note(source, kind, words)
    assert len(journal) == 2


def test_the_oldest_entries_go_first(clock: FixedClock) -> None:
    journal = Journal(clock, length=3)
    for number in range(5):
        journal.note("", Kind.LINK, str(number))
    assert [entry.words for entry in journal] == ["2", "3", "4"]


def test_a_reader_may_be_interrupted_by_a_note(clock: FixedClock) -> None:
    journal = Journal(clock)
    journal.note("", Kind.LINK, "first")
    for entry in journal:
        journal.note("", Kind.LINK, f"after {entry.words}")
    assert [entry.words for entry in journal] == ["first", "after first"]


@pytest.mark.parametrize(
    ("event", "kind", "words"),
    [
        (ringing(1.0), Kind.CALL, "StatusChange: Inbound Ringing +12025550143  a"),
        (message(1.0, call(participants=[]), ""), Kind.CALL, "message: Inbound Ringing no party  a"),
        (device_message(1.0, device()), Kind.DEVICE, "5001 Ready"),
        (ErrorEvent(1.0, "d1", "not registered"), Kind.PROBLEM, "error message: not registered d1"),
        (ServiceEvent(1.0, "SIP_Server", "Voice", "Inactive"), Kind.LINK, "service SIP_Server Voice Inactive"),
        (ServiceEvent(1.0, "", "", ""), Kind.LINK, "service (unnamed)"),
        (
            UnreadableEvent(1.0, "/v2/me/calls", "no usable id"),
            Kind.PROBLEM,
            "unreadable on /v2/me/calls: no usable id",
        ),
    ],
)
def test_events_in_words(event: Event, kind: Kind, words: str) -> None:
    assert words_of(event) == (kind, words)
