"""How one source keeps its part of the board right: listen, look, replay, follow; on virtual time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.live.resources import call, device
from tests.live.world import SOURCE, World
from tui.live.feeds.feed import FeedSchedule
from tui.live.store.card import DISCONNECTED, CallKey
from tui.live.store.link import LinkState
from tui.source.errors import ServerFaultError
from tui.source.events import ErrorEvent, Gap, Lost, ServiceEvent, UnreadableEvent

KEY = CallKey(SOURCE, "a")
LIVE, STALE, RECOVERING = LinkState.LIVE, LinkState.STALE, LinkState.RECOVERING
Worlds = Callable[..., World]


def test_it_listens_before_it_looks(new_world: Worlds) -> None:
    world = new_world()
    world.server.put_quietly(call("a", "Established"))
    world.run_until(lambda: world.snapshots == 1, within_s=1.0, step_s=0.001)
    assert world.stream.connected
    assert world.states == [RECOVERING]


def test_what_comes_during_the_look_is_replayed_in_the_same_step(new_world: Worlds) -> None:
    world = new_world()
    world.server.put_quietly(call("a", "Ringing"))
    world.server.put_quietly(call("b", "Ringing"))
    world.server.answer_delay_s = 0.5
    world.run_until(lambda: world.snapshots == 1, within_s=1.0, step_s=0.001)
    world.run_for(0.1)
    world.server.put(call("a", "Established"))
    world.server.release("b")
    world.run_for(0.1)
    assert world.shown == {}
    world.go_live()
    assert world.shown == {"a": "Established"}
    assert [step.added for step in world.steps if step.added] == [(KEY,)]


def test_messages_are_followed(world: World) -> None:
    world.server.put(call("a"))
    world.server.set_device(device())
    world.run_for(0.1)
    assert world.shown == {"a": "Ringing"}
    assert set(world.board.sources[SOURCE].devices) == {"d1"}


def test_the_first_snapshot_asks_for_everything_and_the_others_for_less(world: World) -> None:
    world.run_for(70.0)
    assert world.server.asked["snapshot of everything"] == 1
    assert world.server.asked["snapshot of calls and devices"] == 1


def test_it_looks_again_every_minute(world: World) -> None:
    world.server.put_quietly(call("a"))
    assert world.run_until(lambda: world.shown == {"a": "Ringing"}, within_s=67.0) > 53.0
    world.run_for(600.0)
    assert 9 <= world.snapshots - 2 <= 12
    assert world.states == [RECOVERING, LIVE]


def test_a_small_state_is_looked_at_often_and_what_was_checked_is_known(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(resync_s=15.0))
    world.go_live()
    world.run_for(600.0)
    assert 33 <= world.snapshots <= 46
    checked_s = world.board.sources[SOURCE].checked_at_s
    assert checked_s is not None
    assert 0.0 <= world.clock.now_s() - checked_s <= 16.6


def test_a_state_that_is_slow_to_come_is_looked_at_seldom(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(resync_s=15.0, resync_max_s=120.0))
    world.server.answer_delay_s = 2.0
    world.run_for(1_200.0)
    assert 9 <= world.snapshots <= 13
    world.feed.keep_pace(15.0, 15.0, 300.0)
    world.run_for(1_200.0)
    assert world.snapshots > 60


def test_a_lost_stream_is_stale_at_once(world: World) -> None:
    world.server.put(call("a"))
    world.run_for(10.0)
    world.stream.lose("connection reset", back_after_s=5.0)
    world.settle()
    assert (world.link.state, world.link.why) == (STALE, "connection reset")
    frozen_s = world.board.sure_until_s(SOURCE)
    world.run_for(3.0)
    assert (world.board.sure_until_s(SOURCE), world.snapshots) == (frozen_s, 1)


def test_nothing_is_looked_at_while_nobody_listens(world: World) -> None:
    """A snapshot without a stream would be true for a moment, and look live for ever."""
    world.stream.lose("connection reset", back_after_s=200.0)
    world.stream.hand_over(ErrorEvent(0.0, "a", "it failed"), ServiceEvent(0.0, "SIP_Server", "Voice", "Active"))
    world.run_for(30.0)
    world.end_question()
    assert (world.link.state, world.snapshots) == (STALE, 1)


def test_a_gap_asks_for_one_snapshot(world: World) -> None:
    world.stream.lose("connection reset")
    world.run_until(lambda: world.link.live, within_s=2.0)
    world.run_for(30.0)
    assert (world.snapshots, world.server.asked["login"]) == (2, 1)
    assert world.states == [RECOVERING, LIVE, STALE, RECOVERING, LIVE]


def test_a_gap_on_a_running_stream_is_not_live_until_it_is_closed(world: World) -> None:
    world.run_for(10.0)
    world.stream.overflow()
    world.settle()
    assert not world.link.live
    world.run_until(lambda: world.link.live, within_s=1.0)
    assert world.snapshots == 2


def test_a_gap_during_a_look_asks_for_one_more(world: World) -> None:
    world.server.answer_delay_s = 1.0
    world.run_for(10.0)
    world.stream.overflow()
    world.run_for(0.5)
    world.server.put_quietly(call("a"))
    world.stream.overflow()
    world.run_until(lambda: world.link.live, within_s=3.0)
    assert (world.shown, world.snapshots, world.server.most_at_once) == ({"a": "Ringing"}, 3, 1)


def test_many_gaps_are_no_storm(world: World) -> None:
    world.run_for(10.0)
    for _ in range(100):
        world.stream.overflow()
        world.run_for(0.05)
    assert world.snapshots <= 1 + 5.0 / 0.5 + 1
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_a_call_that_ended_while_away_says_so(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(20.0)
    world.stream.lose("connection reset", back_after_s=30.0)
    world.server.release("a")
    world.run_until(lambda: not world.shown, within_s=32.0)
    assert world.board.calls[KEY].ended_how == DISCONNECTED
    world.run_for(8.0)
    assert world.board.calls == {}


def test_a_snapshot_that_fails_is_tried_again_a_little_later_each_time(world: World) -> None:
    world.run_for(10.0)
    world.server.snapshot_faults = [ServerFaultError("HTTP 503 from the server") for _ in range(6)]
    world.stream.overflow()
    world.run_for(0.1)
    assert (world.link.state, world.link.why) == (STALE, "snapshot failed: HTTP 503 from the server")
    took_s = world.run_until(lambda: world.link.live, within_s=6.0)
    assert took_s > 3.5
    assert (world.snapshots, world.server.asked["login"]) == (8, 1)


def test_a_snapshot_that_fails_is_tried_again_when_somebody_asks(world: World) -> None:
    world.server.snapshot_faults = [ServerFaultError("HTTP 503 from the server", retry_after_s=120.0)]
    world.stream.overflow()
    world.run_for(10.0)
    world.end_question()
    assert world.link.state is STALE
    world.feeds.retry()
    world.run_until(lambda: world.link.live, within_s=1.0)


def test_asking_to_retry_while_all_is_well_asks_for_nothing(world: World) -> None:
    for _ in range(20):
        world.feeds.retry()
        world.run_for(0.2)
    assert world.snapshots == 1


def test_a_contradiction_costs_one_look_after_some_seconds(world: World) -> None:
    world.server.put(call("a"))
    world.run_for(5.0)
    world.server.release("a")
    world.run_for(1.0)
    world.server.repeat(call("a", "Held"))
    world.server.repeat(call("a", "Held"))
    world.run_for(0.1)
    assert (world.shown, world.snapshots) == ({}, 1)
    took_s = world.run_until(lambda: world.snapshots == 2, within_s=4.0)
    assert took_s > 2.5
    world.run_for(20.0)
    assert world.snapshots == 2


@pytest.mark.parametrize(
    "doubt",
    [
        ErrorEvent(0.0, "a", "it failed"),
        UnreadableEvent(0.0, "/v2/me/calls", "no usable id"),
        ServiceEvent(0.0, "", "", ""),
        ServiceEvent(0.0, "SIP_Server", "Voice", "Active"),
    ],
)
def test_doubts_are_no_storm(world: World, doubt: ErrorEvent | UnreadableEvent | ServiceEvent) -> None:
    for _ in range(300):
        world.server.publish(doubt)
        world.run_for(0.1)
    assert 8 <= world.snapshots - 1 <= 11
    assert world.states == [RECOVERING, LIVE]


def test_an_error_about_a_device_names_its_number(world: World) -> None:
    world.server.set_device(device())
    world.run_for(0.1)
    number = world.board.sources[SOURCE].devices["d1"].device.phone_number
    world.server.publish(ErrorEvent(0.0, "d1", "the server reports an error without words"))
    world.run_for(0.1)
    wordless = f"{number}: the server reports an error without words: looking again"
    assert [words for words in world.words if "error" in words] == [wordless]
    world.run_until(lambda: world.snapshots == 2, within_s=8.0)
    world.feed.is_told_of = lambda *_: True
    world.server.publish(ErrorEvent(0.0, "d1", "the server reports an error without words"))
    world.run_until(lambda: world.snapshots == 3, within_s=8.0)
    assert [words for words in world.words if "error" in words] == [wordless]


def test_a_backend_that_has_no_calls_is_no_reason_to_look(world: World) -> None:
    world.server.publish(ServiceEvent(0.0, "Stat_Server", "Reporting", "Inactive"))
    world.run_for(20.0)
    assert (world.snapshots, world.link.live) == (1, True)


def test_the_age_of_the_last_word_is_kept(world: World) -> None:
    world.run_for(15.0)
    world.server.put(call("a"))
    world.run_for(3.0)
    heard_s = world.board.sources[SOURCE].heard_at_s
    assert heard_s is not None
    assert 2.9 < world.clock.now_s() - heard_s < 3.1


def test_lost_and_gap_in_one_batch_are_both_taken(world: World) -> None:
    world.server.put_quietly(call("a"))
    world.stream.hand_over(Lost(0.0, "connection reset"), Gap(0.0, "after: connection reset"))
    world.run_until(lambda: world.shown == {"a": "Ringing"}, within_s=1.0)
    assert world.states == [RECOVERING, LIVE, STALE, RECOVERING, LIVE]


def test_who_wants_to_be_sure_costs_one_snapshot_and_sees_it(world: World) -> None:
    world.run_for(10.0)
    seen: list[tuple[list[str], float]] = []
    world.feed.witness(lambda _, found, asked_s: seen.append(([each.id for each in found.calls], asked_s)))
    world.server.put_quietly(call("a"))
    wanted_s = world.clock.now_s()
    for _ in range(5):
        world.loop.call_soon(world.feed.look)
    world.run_for(0.2)
    ((ids, asked_s),) = seen
    assert (ids, world.snapshots, asked_s >= wanted_s) == (["a"], 2, True)
    for _ in range(40):
        world.loop.call_soon(world.feed.look)
        world.run_for(0.05)
    assert world.snapshots <= 2 + 2.0 / 0.5 + 1
    assert world.states == [RECOVERING, LIVE]
