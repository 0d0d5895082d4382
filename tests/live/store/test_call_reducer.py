"""How messages and snapshots change the calls of one source, and which contradictions ask for another look."""

from __future__ import annotations

import pytest

from tests.live.resources import call, held, message, released, ringing, snapshot, talking
from tui.live.store.call_reducer import CallReducer, Difference
from tui.live.store.card import DISCONNECTED, RELEASED, UNSEEN, BoardCall, CallKey, Sight
from tui.live.store.outside import Lead, lead_of
from tui.live.store.snapshot_merge import MergeTerms
from tui.source.events import CallEvent, Event, UnreadableEvent
from tui.source.models import Call
from tui.source.snapshot import Snapshot, Unreadable

KEY = CallKey("agent.one", "a")


class Book:
    """A ledger, each of whose steps is closed at once."""

    def __init__(self) -> None:
        self.calls: dict[CallKey, BoardCall] = {}
        self.ledger = CallReducer("agent.one", self.calls, {})
        self.revision = 0

    def take(self, *events: Event) -> Difference:
        for event in events:
            self.ledger.take(event)
        return self._close()

    def find(self, at_s: float, *calls: Call, absent: str = UNSEEN, then: tuple[Event, ...] = ()) -> Difference:
        self._take_snapshot(snapshot(*calls), at_s, absent)
        for event in then:
            self.ledger.take(event)
        return self._close()

    def find_unreadable(self, at_s: float, *unreadable: Unreadable) -> Difference:
        self._take_snapshot(snapshot(unreadable=unreadable), at_s, UNSEEN)
        return self._close()

    def sweep(self, at_s: float) -> list[CallKey]:
        return list(self.ledger.sweep(at_s, 6.0))

    @property
    def a(self) -> BoardCall:
        return self.calls[KEY]

    def _take_snapshot(self, found: Snapshot, at_s: float, absent: str) -> None:
        self.ledger.take_snapshot(found, MergeTerms(Sight(at_s, at_s - 0.1), absent, at_s), _lead)

    def _close(self) -> Difference:
        self.revision += 1
        return self.ledger.close_step(self.revision, _lead)


def _lead(known: BoardCall) -> Lead:
    return lead_of(known.call)


@pytest.fixture
def book() -> Book:
    return Book()


@pytest.mark.parametrize("by_snapshot", [True, False])
def test_one_id_on_two_devices_is_two_cards(by_snapshot: bool) -> None:
    def here(duration: int) -> Call:
        return call("a", "Established", duration, deviceUri="http://gws.example.com/api/v2/devices/d1")

    def there(duration: int, state: str = "Ringing") -> Call:
        return call("a", state, duration, deviceUri="http://gws.example.com/api/v2/devices/d2")

    book = Book()
    book.find(0.0, here(100), *([there(4)] if by_snapshot else []))
    first = book.take(message(1.0, here(101)), message(1.0, there(5)))
    again = book.take(message(2.0, here(102)), message(2.0, there(6)))

    states = {key.id: known.call.state for key, known in book.calls.items()}
    assert states == {"a": "Established", "a on d2": "Ringing"}
    assert (first.changed, again.changed, again.doubts) == ((), (), ())
    assert book.find(3.0, here(103), there(7)).changed == ()

    book.take(message(4.0, there(8, "Released")))
    assert [key.id for key, known in book.calls.items() if not known.ended] == ["a"]


def test_a_call_that_changed_its_device_while_nobody_looked_is_one_card() -> None:
    book = Book()
    book.find(0.0, call("a", "Established", 100, deviceUri="http://gws.example.com/api/v2/devices/d1"))
    book.find(60.0, call("a", "Established", 160, deviceUri="http://gws.example.com/api/v2/devices/d2"))
    assert [(key.id, known.ended) for key, known in book.calls.items()] == [("a", False)]


def test_a_call_is_added_changed_ended_and_removed(book: Book) -> None:
    assert book.take(ringing(100.0)).added == (KEY,)
    assert book.take(talking(104.0)).changed == (KEY,)
    assert book.take(released(110.0)).ended == (KEY,)
    assert (book.sweep(115.9), book.sweep(116.0), book.calls) == ([], [KEY], {})


def test_one_step_reports_each_call_once(book: Book) -> None:
    difference = book.take(ringing(100.0), talking(100.0), released(100.0))
    assert (difference.added, difference.changed, difference.ended) == ((), (), (KEY,))


def test_what_says_nothing_new_changes_nothing(book: Book) -> None:
    book.take(talking(100.0, duration=50))
    before = book.a
    difference = book.take(talking(110.0, duration=60, mute="Off"))
    assert (difference, book.a) == (Difference((), (), (), (), ()), before)


def test_a_changed_call_carries_the_number_of_its_step(book: Book) -> None:
    book.take(ringing(100.0), ringing(100.0, "b"))
    book.take(talking(101.0))
    assert (book.a.revision, book.calls[CallKey("agent.one", "b")].revision) == (2, 1)


@pytest.mark.parametrize("named", ["+12025550100", ""])
def test_an_ended_call_is_shown_with_those_whom_its_last_copy_names_or_with_those_who_were_in_it(
    book: Book, named: str
) -> None:
    book.take(ringing(100.0), talking(105.0))
    book.take(released(110.0, participants=[{"phoneNumber": named}] if named else []))
    assert [party.number for party in book.a.call.parties] == [named or "+12025550143"]
    assert book.a.call.state == "Released"


def test_released_is_ignored_where_it_is_the_first_word(book: Book) -> None:
    assert book.take(released(100.0)) == Difference((), (), (), (), ())
    assert book.calls == {}


def test_a_repeated_released_changes_nothing(book: Book) -> None:
    book.take(ringing(100.0))
    book.take(released(110.0))
    assert book.take(released(112.0)).ended == ()
    assert book.a.ended_at_s == 110.0


@pytest.mark.parametrize("swept", [False, True])
def test_a_late_message_does_not_revive_a_call_that_was_released(book: Book, swept: bool) -> None:
    book.take(talking(100.0))
    book.take(released(110.0))
    if swept:
        book.sweep(120.0)
    difference = book.take(held(121.0, duration=9))
    assert (difference.added, len(difference.doubts)) == ((), 1)
    assert all(known.ended for known in book.calls.values())


@pytest.mark.parametrize("swept", [False, True])
def test_a_snapshot_revives_it_and_is_doubted(book: Book, swept: bool) -> None:
    book.take(talking(100.0))
    book.take(released(110.0))
    if swept:
        book.sweep(120.0)
    difference = book.find(121.0, call(state="Established", duration=21))
    assert (difference.added, len(difference.doubts), book.a.ended) == ((KEY,), 1, False)


def test_a_late_message_revives_what_was_only_absent_and_is_doubted(book: Book) -> None:
    """The snapshot may have been older than the message."""
    book.take(ringing(100.0))
    book.find(105.0)
    difference = book.take(talking(105.1, duration=5))
    assert (difference.added, len(difference.doubts), book.a.age_s(110.0)) == ((KEY,), 1, 10.0)


@pytest.mark.parametrize("end", [RELEASED, DISCONNECTED])
def test_a_call_that_is_offered_again_begins_anew(book: Book, end: str) -> None:
    book.take(talking(100.0, duration=50), held(110.0, duration=60))
    book.take(released(120.0)) if end == RELEASED else book.find(120.0, absent=end)
    assert book.take(ringing(125.0)).added == (KEY,)
    assert (book.a.age_s(130.0), book.a.held_total_s(130.0), book.a.answered_at_s) == (5.0, 0.0, None)


def test_a_new_leg_is_seen_although_the_end_of_the_old_was_missed(book: Book) -> None:
    book.take(ringing(100.0), talking(104.0, duration=4))
    difference = book.take(ringing(200.0))
    assert (book.a.age_s(205.0), book.a.answered_at_s, len(difference.doubts)) == (5.0, None, 1)


def test_a_late_ringing_keeps_the_start(book: Book) -> None:
    book.find(104.0, call(state="Established", duration=4))
    difference = book.take(ringing(104.5, duration=2))
    assert (book.a.call.state, book.a.age_s(110.0), len(difference.doubts)) == ("Ringing", 10.0, 1)


def test_a_call_whose_begin_was_missed_is_shown_and_doubted(book: Book) -> None:
    difference = book.take(talking(100.0, duration=30))
    assert (difference.added, len(difference.doubts), book.a.state_since_s) == ((KEY,), 1, None)
    assert book.take(ringing(100.0, "b")).doubts == ()


def test_a_call_that_becomes_younger_is_noted(book: Book) -> None:
    book.take(talking(100.0, duration=50, conn_id="0071"))
    difference = book.find(110.0, call(state="Established", duration=20, conn_id="0072"))
    assert (book.a.age_s(110.0), difference.doubts) == (20.0, ("a is younger than it was shown",))


def test_a_call_that_is_only_counted_anew_is_noted_once(book: Book) -> None:
    book.take(talking(100.0, duration=50))
    difference = book.find(110.0, call(state="Established", duration=2))
    assert (book.a.age_s(110.0), difference.changed) == (60.0, (KEY,))
    assert difference.doubts == ("a is counted from 2 s again, and its earlier start stands",)
    assert book.find(113.0, call(state="Established", duration=5)) == Difference((), (), (), (), ())


def test_what_a_snapshot_lacks_has_ended(book: Book) -> None:
    book.take(talking(100.0), ringing(100.0, "b"))
    difference = book.find(110.0, call("b"), absent=DISCONNECTED)
    assert (difference.ended, book.a.ended_how, book.a.call.state) == ((KEY,), DISCONNECTED, "Released")


def test_released_improves_the_word_about_an_unseen_end(book: Book) -> None:
    book.take(talking(100.0))
    book.find(110.0)
    book.take(released(110.5, duration=9))
    assert (book.a.ended_how, book.a.ended_at_s) == (RELEASED, 110.0)


def test_released_wins_over_the_snapshot_that_it_comes_after(book: Book) -> None:
    book.take(talking(100.0))
    book.find(110.0, call(state="Established", duration=10), then=(released(109.9, duration=9),))
    assert (book.a.ended, book.a.ended_how) == (True, RELEASED)


def test_a_released_call_in_the_snapshot_has_ended(book: Book) -> None:
    book.take(talking(100.0))
    book.find(110.0, call(state="Released", duration=9), call("b", "Released"))
    assert (book.a.ended_how, set(book.calls)) == (RELEASED, {KEY})


def test_what_is_replayed_on_a_snapshot_counts_once(book: Book) -> None:
    book.take(talking(100.0), held(110.0, duration=10))
    seen: tuple[CallEvent, ...] = (talking(115.0, duration=15), held(118.0, duration=18), talking(120.0, duration=20))
    book.ledger.begin_look()
    book.take(*seen)
    before = book.a
    difference = book.find(121.0, call(state="Established", duration=21), then=seen)
    assert (book.a.held_s, book.a) == (7.0, before)
    assert difference == Difference((), (), (), (), ())


def test_a_call_that_ended_during_a_look_stays_as_it_was_shown(book: Book) -> None:
    book.take(talking(100.0))
    book.ledger.begin_look()
    book.take(released(110.0, duration=10))
    difference = book.find(111.0, call(state="Established", duration=10), then=(released(110.0, duration=10),))
    assert (difference.ended, difference.doubts, book.a.ended_at_s) == ((), (), 110.0)


def test_a_call_that_was_swept_during_a_look_stays_away(book: Book) -> None:
    book.take(talking(100.0))
    book.take(released(110.0))
    book.ledger.begin_look()
    assert book.sweep(117.0) == [KEY]
    assert book.find(118.0) == Difference((), (), (), (), ())
    assert book.calls == {}


def test_an_unreadable_message_marks_its_call_until_the_next_that_can_be_read(book: Book) -> None:
    book.take(talking(100.0))
    difference = book.take(UnreadableEvent(101.0, "/v2/me/calls", "no usable state", "a"))
    assert (difference.changed, difference.doubts, book.a.unreadable) == (
        (KEY,),
        ("no usable state",),
        "no usable state",
    )
    book.take(talking(102.0, duration=2))
    assert book.a.unreadable == ""


def test_an_unreadable_message_of_no_known_call_is_a_doubt(book: Book) -> None:
    difference = book.take(UnreadableEvent(101.0, "/v2/me/calls", "no usable id"))
    assert (book.calls, difference.doubts) == ({}, ("no usable id",))


def test_an_unreadable_call_has_a_card_until_a_snapshot_lacks_it(book: Book) -> None:
    book.find_unreadable(100.0, Unreadable(id="", why="no usable id"))
    (card,) = book.calls.values()
    assert (card.unreadable, card.ended) == ("no usable id", False)
    book.find(160.0)
    (card,) = book.calls.values()
    assert card.ended


def test_what_comes_beside_a_call_is_kept_until_something_newer_comes(book: Book) -> None:
    first = CallEvent(100.0, "StatusChange", call(), "5001", {"BusinessCall": 1}, {"eventProcessing": {}})
    book.take(first)
    book.take(talking(101.0, duration=1))
    assert (book.a.phone_number, book.a.extensions) == ("5001", {"BusinessCall": 1})
    book.take(CallEvent(102.0, "StatusChange", call(state="Held", duration=2), "5001", {"WrapUpTime": 9}))
    assert (book.a.extensions, book.a.metrics) == ({"WrapUpTime": 9}, {"eventProcessing": {}})


def test_which_calls_are_a_supervisors_copies_is_known_after_every_step(book: Book) -> None:
    book.take(ringing(1.0), talking(1.0, "b", monitoring=True))
    assert book.ledger.monitored == {CallKey("agent.one", "b")}
    book.take(talking(2.0, monitoring=True), talking(2.0, "b"))
    assert book.ledger.monitored == {KEY}
    before = book.ledger.remember()
    book.take(released(3.0, monitoring=True))
    assert book.ledger.monitored == set()
    book.find(4.0, call("c", "Established", 1, monitoring=True))
    assert book.ledger.monitored == {CallKey("agent.one", "c")}
    book.find(5.0)
    assert book.ledger.monitored == set()
    book.calls[KEY] = BoardCall(KEY, call("a", "Established", monitoring=True))
    book.ledger.recall(before)
    assert book.ledger.monitored == {KEY}
