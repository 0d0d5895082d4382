"""The store: sources, devices, links, and one notification for each visible step."""

from __future__ import annotations

import logging

import pytest

from tests.live.resources import call, device, device_message, held, released, ringing, snapshot, talking
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import DISCONNECTED, UNSEEN, CallKey, Sight
from tui.live.store.link import SEES_NOTHING, Link, LinkState
from tui.source.events import ErrorEvent, Event
from tui.source.models import Call, Device, User

ONE, TWO = "agent.one", "agent.two"
KEY = CallKey(ONE, "a")


@pytest.fixture
def board(clock: FixedClock) -> Board:
    """Two sources; the first is live and empty."""
    made = Board(clock)
    made.add_source(ONE)
    made.add_source(TWO)
    made.replace(ONE, snapshot(), Sight(clock.now_s(), clock.now_s()))
    return made


@pytest.fixture
def steps(board: Board) -> list[Changes]:
    """What the board tells from now on."""
    told: list[Changes] = []
    board.watch(told.append)
    return told


def look(board: Board, *calls: Call, then: tuple[Event, ...] = (), devices: tuple[Device, ...] = ()) -> tuple[str, ...]:
    now_s = board.clock.now_s()
    return board.replace(ONE, snapshot(*calls, devices=devices), Sight(now_s, now_s), then)


def test_a_snapshot_and_what_came_meanwhile_are_one_step(board: Board, steps: list[Changes]) -> None:
    board.set_link(ONE, LinkState.STALE, "cut")
    look(
        board, call("a"), call("b"), then=(talking(1_000.0), released(1_000.0, "b"), device_message(1_000.0, device()))
    )
    assert steps[1:] == [Changes(added=(KEY,), ended=(CallKey(ONE, "b"),), devices=((ONE, "d1"),), links=(ONE,))]


def test_a_watcher_sees_a_whole_step(board: Board) -> None:
    shown: list[tuple[int, bool]] = []
    board.watch(lambda _: shown.append((len(board.calls), board.sources[ONE].link.live)))
    look(board, call("a"), call("b"), then=(ringing(1_000.0, "c"),))
    assert shown == [(3, True)]


def test_equal_values_tell_nobody(board: Board, steps: list[Changes]) -> None:
    look(board, call("a"), devices=(device(),))
    del steps[:]
    revision = board.revision
    look(board, call("a", duration=0), devices=(device(),))
    board.apply(ONE, [ringing(1_000.0), device_message(1_000.0, device())])
    board.set_link(ONE, LinkState.LIVE)
    board.sweep()
    board.hear(ONE, 1_000.0)
    assert (steps, board.revision) == ([], revision)


def test_an_error_message_changes_nothing(board: Board, steps: list[Changes]) -> None:
    assert board.apply(ONE, [ErrorEvent(1_000.0, "a", "it failed")]) == ()
    assert steps == []


def test_who_no_longer_watches_is_not_told(board: Board) -> None:
    told: list[Changes] = []
    unwatch = board.watch(told.append)
    unwatch()
    unwatch()
    board.apply(ONE, [ringing(1_000.0)])
    assert told == []


def test_a_watcher_that_breaks_stops_nobody(
    board: Board, steps: list[Changes], caplog: pytest.LogCaptureFixture
) -> None:
    def broken(_: Changes) -> None:
        raise RuntimeError("a screen broke")

    board.watch(broken)
    told: list[Changes] = []
    board.watch(told.append)
    with caplog.at_level(logging.ERROR):
        board.apply(ONE, [ringing(1_000.0)])
    assert (len(steps), len(told)) == (1, 1)
    assert "a screen broke" in caplog.text


def test_two_sources_may_have_a_call_with_the_same_id(board: Board) -> None:
    board.replace(TWO, snapshot(call("a", "Held")), Sight(1_000.0, 1_000.0))
    board.apply(ONE, [talking(1_000.0)])
    board.apply(ONE, [released(1_001.0)])
    assert {key.source: known.call.state for key, known in board.calls.items()} == {ONE: "Released", TWO: "Held"}


def test_a_snapshot_of_one_source_leaves_the_other_alone(board: Board) -> None:
    board.replace(TWO, snapshot(call("a")), Sight(1_000.0, 1_000.0))
    look(board, call("b"))
    assert not board.calls[CallKey(TWO, "a")].ended


@pytest.mark.parametrize(("state", "how"), [(LinkState.LIVE, UNSEEN), (LinkState.STALE, DISCONNECTED)])
def test_how_an_absent_call_ended(board: Board, clock: FixedClock, state: LinkState, how: str) -> None:
    board.apply(ONE, [talking(1_000.0)])
    board.set_link(ONE, state, "cut")
    clock.advance(30.0)
    look(board)
    assert board.calls[KEY].ended_how == how


def test_a_call_that_is_gone_surely_went_on_until_the_last_word(board: Board, clock: FixedClock) -> None:
    """After a suspend of an hour it was not an hour longer, as far as anybody knows."""
    board.apply(ONE, [talking(1_000.0)])
    clock.advance(20.0)
    board.hear(ONE, clock.now_s())
    clock.advance(3_600.0)
    board.set_link(ONE, LinkState.STALE, "silent for 3600 s")
    board.hear(ONE, clock.now_s())
    clock.advance(5.0)
    look(board)
    assert board.calls[KEY].age_s(clock.now_s()) == 20.0


def test_ended_calls_are_swept_after_some_seconds(board: Board, clock: FixedClock, steps: list[Changes]) -> None:
    board.apply(ONE, [talking(1_000.0), ringing(1_000.0, "b")])
    board.apply(ONE, [released(1_000.0)])
    del steps[:]
    clock.advance(5.9)
    board.sweep()
    assert (steps, len(board.calls)) == ([], 2)
    clock.advance(0.1)
    board.sweep()
    assert (steps, list(board.calls)) == ([Changes(removed=(KEY,))], [CallKey(ONE, "b")])


def test_durations_stand_still_while_a_source_is_not_live(board: Board, clock: FixedClock) -> None:
    clock.advance(10.0)
    board.set_link(ONE, LinkState.STALE, "cut")
    clock.advance(10.0)
    board.set_link(ONE, LinkState.RECOVERING)
    assert (board.sure_until_s(ONE), board.sources[ONE].link.since_s) == (1_010.0, 1_020.0)
    look(board)
    assert (board.sure_until_s(ONE), board.sources[ONE].link) == (1_020.0, Link(LinkState.LIVE, 1_020.0, SEES_NOTHING))


def test_a_link_that_was_never_live_has_nothing_to_freeze(board: Board, clock: FixedClock) -> None:
    board.set_link(TWO, LinkState.REFUSED, "wrong password")
    clock.advance(9.0)
    board.set_link(TWO, LinkState.REFUSED, "still wrong")
    link = board.sources[TWO].link
    assert link == Link(LinkState.REFUSED, 1_000.0, "still wrong")
    assert board.sure_until_s(TWO) == 1_009.0


def test_adding_a_source_again_changes_nothing(board: Board, steps: list[Changes]) -> None:
    board.add_source(ONE)
    assert (steps, board.sources[ONE].link.live) == ([], True)


def test_devices_merge_by_id(board: Board, steps: list[Changes]) -> None:
    look(board, devices=(device("d1"), device("d2", number="5002")))
    board.apply(ONE, [device_message(1_000.0, device("d2", "NotReady", "5002"))])
    states = {key: known.device.user_state.state for key, known in board.sources[ONE].devices.items()}
    assert (states, steps[-1].devices) == ({"d1": "Ready", "d2": "NotReady"}, ((ONE, "d2"),))


def test_a_device_that_a_snapshot_lacks_is_gone_and_told(board: Board, steps: list[Changes]) -> None:
    look(board, devices=(device("d1"), device("d2")))
    look(board, devices=(device("d1"),))
    assert (set(board.sources[ONE].devices), steps[-1].devices) == ({"d1"}, ((ONE, "d2"),))


def test_time_in_an_agent_state_is_known_only_if_its_begin_was_seen(board: Board) -> None:
    look(board, devices=(device(),))
    assert board.sources[ONE].devices["d1"].state_since_s is None
    board.apply(ONE, [device_message(1_007.0, device(state="NotReady"))])
    assert board.sources[ONE].devices["d1"].state_since_s == 1_007.0
    board.apply(ONE, [device_message(1_008.0, device(state="NotReady", number="5009"))])
    assert board.sources[ONE].devices["d1"].state_since_s == 1_007.0
    look(board, devices=(device(state="LoggedOut"),))
    assert board.sources[ONE].devices["d1"].state_since_s is None


def test_the_smaller_snapshot_does_not_take_the_groups_away(board: Board) -> None:
    user = User.model_validate({"userName": ONE, "groups": [{"id": "g", "name": "Billing"}]})
    grouped = snapshot().model_copy(update={"user": user})
    board.replace(ONE, grouped, Sight(1_000.0, 1_000.0))
    look(board)
    assert [group.name for group in board.sources[ONE].user.groups] == ["Billing"]


def test_the_last_word_is_the_latest(board: Board) -> None:
    board.hear(ONE, 1_020.0)
    board.hear(ONE, 1_010.0)
    assert board.sources[ONE].heard_at_s == 1_020.0


def test_what_a_source_that_is_not_live_says_was_not_seen_happening(board: Board, clock: FixedClock) -> None:
    board.apply(ONE, [talking(1_000.0)])
    board.set_link(ONE, LinkState.STALE, "cut")
    clock.advance(9.0)
    board.apply(ONE, [held(1_009.0, duration=9)])
    assert board.calls[KEY].state_since_s is None
