"""The event log, and the words of events in it."""

from __future__ import annotations

import pytest

from tests.live.resources import call, device, device_message, message, ringing
from tui.live.clock import FixedClock
from tui.live.store.journal import EntryKind, Journal
from tui.live.store.wording import words_of
from tui.source.events import ErrorEvent, Event, ServiceEvent, UnreadableEvent


def test_entries_are_kept_in_order_with_their_dates(clock: FixedClock) -> None:
    journal = Journal(clock)
    journal.note("agent.one", EntryKind.LINK, "logged in")
    clock.advance(60.0)
    journal.note("agent.two", EntryKind.PROBLEM, "cut")
    first, second = journal
    assert (first.words, second.words, second.source, second.kind) == (
        "logged in",
        "cut",
        "agent.two",
        EntryKind.PROBLEM,
    )
    assert (second.at - first.at).total_seconds() == 60.0


def test_a_repetition_is_counted(clock: FixedClock) -> None:
    journal = Journal(clock)
    for _ in range(3):
        journal.note("agent.one", EntryKind.PROBLEM, "cut")
    clock.advance(1.0)
    journal.note("agent.one", EntryKind.PROBLEM, "cut")
    (entry,) = journal
    assert (entry.times, entry.at, journal.revision) == (4, clock.wall(), 4)


@pytest.mark.parametrize(
    ("source", "kind", "words"),
    [
        ("agent.two", EntryKind.LINK, "cut"),
        ("agent.one", EntryKind.CALL, "cut"),
        ("agent.one", EntryKind.LINK, "cut again"),
    ],
)
def test_what_differs_is_no_repetition(clock: FixedClock, source: str, kind: EntryKind, words: str) -> None:
    journal = Journal(clock)
    journal.note("agent.one", EntryKind.LINK, "cut")
    journal.note(source, kind, words)
    assert len(journal) == 2


def test_the_oldest_entries_go_first(clock: FixedClock) -> None:
    journal = Journal(clock, length=3)
    for number in range(5):
        journal.note("", EntryKind.LINK, str(number))
    assert [entry.words for entry in journal] == ["2", "3", "4"]


def test_a_reader_may_be_interrupted_by_a_note(clock: FixedClock) -> None:
    journal = Journal(clock)
    journal.note("", EntryKind.LINK, "first")
    for entry in journal:
        journal.note("", EntryKind.LINK, f"after {entry.words}")
    assert [entry.words for entry in journal] == ["first", "after first"]


@pytest.mark.parametrize(
    ("event", "kind", "words"),
    [
        (ringing(1.0), EntryKind.CALL, "StatusChange: Inbound Ringing +12025550143  a"),
        (message(1.0, call(participants=[]), ""), EntryKind.CALL, "message: Inbound Ringing no party  a"),
        (device_message(1.0, device()), EntryKind.DEVICE, "5001 Ready"),
        (ErrorEvent(1.0, "d1", "not registered"), EntryKind.PROBLEM, "error message: not registered d1"),
        (ServiceEvent(1.0, "SIP_Server", "Voice", "Inactive"), EntryKind.LINK, "service SIP_Server Voice Inactive"),
        (ServiceEvent(1.0, "", "", ""), EntryKind.LINK, "service (unnamed)"),
        (
            UnreadableEvent(1.0, "/v2/me/calls", "no usable id"),
            EntryKind.PROBLEM,
            "unreadable on /v2/me/calls: no usable id",
        ),
    ],
)
def test_events_in_words(event: Event, kind: EntryKind, words: str) -> None:
    assert words_of(event) == (kind, words)
