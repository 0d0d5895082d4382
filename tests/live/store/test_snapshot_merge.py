"""What a snapshot changes is worked out some calls at a time, and is what it would be if all was done in one step."""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.live.resources import NUMBER, call, device, device_message, message, snapshot
from tui.live import steps
from tui.live.clock import FixedClock
from tui.live.store import snapshot_merge
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey, Sight
from tui.live.store.link import LinkState
from tui.live.store.outside import Who
from tui.source.events import Event, UnreadableEvent
from tui.source.models import Call
from tui.source.snapshot import Unreadable

SOURCE = "agent.one"
STATES = ("Ringing", "Established", "Held", "Released")
PARTIES: tuple[list[dict[str, str]], ...] = (
    [{"phoneNumber": NUMBER}],
    [{"phoneNumber": NUMBER}, {"phoneNumber": "5002"}],
    [],
)

calls = st.builds(
    lambda call_id, state, age_s, parties, on: call(
        call_id, state, age_s, participants=parties, deviceUri=f"/devices/{on}", ani=NUMBER
    ),
    st.sampled_from("abcd"),
    st.sampled_from(STATES),
    st.integers(0, 30),
    st.sampled_from(PARTIES),
    st.sampled_from(["d1", "d1", "d2"]),
)
device_messages = st.builds(lambda number: device(number=number), st.sampled_from(["5001", "5002"]))
happenings = st.lists(
    st.one_of(calls, calls, device_messages, st.sampled_from([0.5, 4.0, 7.0]), st.just("unreadable"), st.just("some")),
    max_size=12,
)


@pytest.fixture(autouse=True)
def _one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "AT_ONCE", 1)


class Looking:
    """A board whose source is asked for its state while calls come, change and go."""

    def __init__(self, *, sliced: bool) -> None:
        self.clock = FixedClock()
        self.board = Board(self.clock, ended_for_s=6.0)
        self.told: list[Changes] = []
        self.board.add_source(SOURCE)
        self.board.replace(SOURCE, snapshot(devices=(device(),)), Sight(self.clock.now_s()))
        self.board.watch(self.told.append)
        self._sliced = sliced
        self._steps: Iterator[None] = iter(())
        self._since: list[Event] = []

    def take(self, things: Iterable[object]) -> None:
        for thing in things:
            if isinstance(thing, float):
                self.clock.advance(thing)
                self.board.sweep()
            elif thing == "some":
                next(self._steps, None)
            else:
                self._hear(thing)

    def ask(self) -> None:
        self._since = []
        self.asked_s = self.clock.now_s()
        self.board.begin_look(SOURCE)

    def find(self, found: tuple[Call, ...], unreadable: tuple[Unreadable, ...]) -> None:
        self._found = snapshot(*found, devices=(device(),), unreadable=unreadable)
        self._sight = Sight(self.clock.now_s(), self.asked_s)
        if self._sliced:
            self._steps = self.board.prepare(SOURCE, self._found, self._sight)

    def show(self) -> tuple[str, ...]:
        return self.board.replace(SOURCE, self._found, self._sight, self._since)

    @property
    def known(self) -> tuple[object, ...]:
        """All that is told of it; `revision` and `lead` are beside, since two calls are equal without them."""
        memory = self.board.remember()
        beside = {key: (known.lead, known.revision, known.country) for key, known in memory.calls.items()}
        board = self.board
        counted = board.weight(SOURCE), board.going_on(SOURCE), set(board.monitored_of(SOURCE))
        told = [
            tuple(map(frozenset, (one.added, one.changed, one.ended, one.removed, one.devices))) for one in self.told
        ]
        return memory.calls, beside, memory.ledgers, counted, told

    def _hear(self, thing: object) -> None:
        now_s = self.clock.now_s()
        if isinstance(thing, Call):
            event: Event = message(now_s, thing)
        elif thing == "unreadable":
            event = UnreadableEvent(now_s, "/v2/me/calls", "no usable state", "a")
        else:
            event = device_message(now_s, thing)  # type: ignore[arg-type]  # the only thing that is left
        self._since.append(event)
        if self.board.sources[SOURCE].link.live:
            self.board.apply(SOURCE, [event])


@given(
    before=happenings,
    asked=happenings,
    found=st.lists(calls, max_size=5),
    unreadable=st.lists(st.sampled_from(["a", "e", ""]), max_size=2),
    meanwhile=happenings,
    live=st.booleans(),
)
def test_in_slices_and_at_once_it_is_the_same(
    before: list[object],
    asked: list[object],
    found: list[Call],
    unreadable: list[str],
    meanwhile: list[object],
    live: bool,
) -> None:
    results = []
    for sliced in (True, False):
        looking = Looking(sliced=sliced)
        looking.take(before)
        if not live:
            looking.board.set_link(SOURCE, LinkState.STALE, "cut")
        looking.ask()
        looking.take(asked)
        looking.find(tuple(found), tuple(Unreadable(id=one, why="no usable state") for one in unreadable))
        looking.take(meanwhile)
        results.append((looking.show(), looking.known))
    assert results[0] == results[1]


def test_nothing_is_seen_of_it_before_the_step() -> None:
    looking = Looking(sliced=True)
    looking.take([call("gone", "Established", 5)])
    looking.ask()
    looking.find((call("a"), call("b", "Established", 9)), ())
    before = dict(looking.board.calls), len(looking.told)
    looking.take(["some"] * 20)
    assert (dict(looking.board.calls), len(looking.told)) == before
    looking.show()
    assert [key.id for key, known in looking.board.calls.items() if not known.ended] == ["a", "b"]
    assert len(looking.told) == before[1] + 1


def test_what_was_worked_out_is_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    looking = Looking(sliced=True)
    looking.ask()
    looking.find((call("a"), call("b", "Established", 9)), ())
    looking.take(["some"] * 20)
    monkeypatch.setattr(snapshot_merge.SnapshotMerge, "_take_copy", _refuse)
    looking.show()
    assert {key.id for key in looking.board.calls} == {"a", "b"}


def test_a_call_that_leaves_the_board_meanwhile_stays_away() -> None:
    looking = Looking(sliced=True)
    looking.take([call("gone", "Established", 5), call("gone", "Released", 6)])
    looking.ask()
    looking.find((call("a"),), ())
    looking.take(["some"] * 20)
    looking.take([7.0])
    looking.show()
    assert {key.id for key in looking.board.calls} == {"a"}


def test_what_is_not_taken_is_not_kept() -> None:
    looking = Looking(sliced=True)
    looking.ask()
    found, sight = snapshot(call("a")), Sight(looking.clock.now_s())
    copy = weakref.ref(found.calls[0])
    left = looking.board.prepare(SOURCE, found, sight)
    next(left)
    del found, left
    assert copy() is not None
    looking.board.forget_prepared(SOURCE)
    assert copy() is None


def test_it_is_worked_out_anew_where_the_link_is_another_meanwhile() -> None:
    looking = Looking(sliced=True)
    looking.take([call("gone", "Established", 5)])
    looking.ask()
    looking.find((), ())
    looking.take(["some"] * 20)
    looking.board.set_link(SOURCE, LinkState.STALE, "cut")
    looking.show()
    assert looking.board.calls[CallKey(SOURCE, "gone")].ended_how == "ended while disconnected"


@pytest.mark.parametrize(("own", "who"), [("5001", Who.PARTY), ("5003", Who.WITHHELD)])
def test_who_is_outside_is_told_by_the_devices_of_the_snapshot(own: str, who: Who) -> None:
    looking = Looking(sliced=True)
    looking.ask()
    parties = [{"phoneNumber": "5003"}]
    inbound = call("a", "Established", 1, participants=parties, ani="Unknown", deviceUri="/devices/d1")
    found = snapshot(inbound, devices=(device(number=own),))
    sight = Sight(looking.clock.now_s())
    for _ in looking.board.prepare(SOURCE, found, sight):
        assert looking.board.calls == {}
    looking.board.replace(SOURCE, found, sight)
    lead = looking.board.calls[CallKey(SOURCE, "a")].lead
    assert lead is not None
    assert lead.who is who


def _refuse(*_: object) -> None:
    raise AssertionError("a call is looked at in the step")
