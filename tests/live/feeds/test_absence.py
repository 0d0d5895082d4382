"""What a server does not tell has not ended: partial answers, answers of other forms, logins that see nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.live.resources import call, snapshot
from tests.live.world import SOURCE, World
from tui.live.feeds.feed import FeedSchedule
from tui.live.feeds.snapshot_inquiry import EVERYTHING_S, SnapshotInquiry
from tui.live.store.card import CallKey
from tui.live.store.link import SEES_NOTHING, LinkState
from tui.source.errors import BadReplyError, ServerFaultError, SourceError, UnreachableError
from tui.source.models import User
from tui.source.retry_queue import Turns
from tui.source.snapshot import Snapshot, SnapshotScope

STALE, LIVE, RECOVERING = LinkState.STALE, LinkState.LIVE, LinkState.RECOVERING
CALLS, DEVICES = frozenset({"calls"}), frozenset({"devices"})
IN_A_TEAM = User.model_validate({"userName": "agent.one", "groups": [{"name": "Sales"}]})
Worlds = Callable[..., World]


@pytest.mark.parametrize("lacking", [CALLS, DEVICES, CALLS | DEVICES])
def test_what_a_later_snapshot_lacks_has_not_ended(world: World, lacking: frozenset[str]) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(20.0)
    world.server.lacking = [lacking] * 3
    world.loop.call_soon(world.feed.look)
    world.run_until(lambda: world.link.state is STALE, within_s=1.0, step_s=0.01)
    assert f"the answer lacks {' and '.join(sorted(lacking))}" in world.link.why
    assert (world.shown, set(world.board.sources[SOURCE].devices)) == ({"a": "Established"}, {"d1"})
    world.run_until(lambda: world.link.live, within_s=6.0)
    assert (world.shown, world.server.asked["login"]) == ({"a": "Established"}, 1)


@pytest.mark.parametrize(
    "error", [BadReplyError("calls in the snapshot failed: 4"), ServerFaultError("HTTP 503"), UnreachableError("cut")]
)
def test_a_later_snapshot_that_fails_ends_no_call(world: World, error: SourceError) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(20.0)
    world.server.release_quietly("a")
    world.server.snapshot_faults = [error] * 6
    world.loop.call_soon(world.feed.look)
    world.run_until(lambda: world.link.state is STALE, within_s=1.0, step_s=0.01)
    world.run_for(0.5)
    world.end_question()
    assert (world.link.state, world.shown) == (STALE, {"a": "Established"})
    assert str(error) in world.link.why
    world.run_until(lambda: world.link.live, within_s=10.0)
    assert world.shown == {}


def test_a_server_that_does_not_tell_any_more_stays_stale(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(20.0)
    world.server.tells = frozenset()
    world.server.lose_session()
    world.run_until(lambda: not world.link.live, within_s=5.0)
    shown_before = len(world.links)
    world.run_for(300.0)
    # It asks again and again: at the moment of a question it is recovering, and live at none.
    assert {link.state for link in world.links[shown_before:]} == {STALE, RECOVERING}
    world.end_question()
    assert (world.link.state, world.shown) == (STALE, {"a": "Established"})


def test_devices_without_calls_are_never_believed(new_world: Worlds) -> None:
    world = new_world()
    world.server.tells = DEVICES
    world.run_for(60.0)
    world.end_question()
    assert not any(link.live for link in world.links)
    assert "the answer lacks calls" in world.link.why


def test_a_login_that_is_never_told_of_anything_sees_nothing_and_says_so(new_world: Worlds) -> None:
    world = new_world()
    world.server.put_quietly(call("a", "Established"))
    world.server.tells = frozenset()
    world.run_until(lambda: world.link.live, within_s=5.0)
    assert (world.link.why, world.states) == (SEES_NOTHING, [RECOVERING, LIVE])
    assert any(SEES_NOTHING in words for words in world.words)
    world.server.tells = CALLS | DEVICES
    world.run_until(lambda: world.link.why == "", within_s=70.0)
    assert (world.link.state, world.shown) == (LIVE, {"a": "Established"})


def test_empty_lists_of_both_are_nothing_to_see_either(world: World) -> None:
    world.server.drop_devices_quietly()
    world.run_until(lambda: world.link.why == SEES_NOTHING, within_s=70.0)
    assert world.link.live
    world.server.put(call("a"))
    world.run_for(0.1)
    assert (world.link.state, world.link.why) == (LIVE, "")


def test_an_answer_about_somebody_else_is_not_shown(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(20.0)
    world.server.user = User(user_name="agent.two")
    world.server.release_quietly("a")
    world.loop.call_soon(world.feed.look)
    world.run_until(lambda: world.link.state is STALE, within_s=1.0, step_s=0.01)
    assert ("the answer is about another user" in world.link.why, world.shown) == (True, {"a": "Established"})


@pytest.mark.parametrize("error", [BadReplyError("the server answers 4 chat is down"), ServerFaultError("HTTP 503")])
def test_where_everything_fails_the_voice_part_is_enough(
    new_world: Worlds, error: BadReplyError | ServerFaultError
) -> None:
    world = new_world()
    world.server.everything_fails = error
    world.server.put_quietly(call("a", "Established"))
    world.go_live()
    assert (world.shown, world.states) == ({"a": "Established"}, [RECOVERING, LIVE])
    assert any(f"the whole state failed: {error}: asking for calls and devices" in words for words in world.words)
    assert world.board.sources[SOURCE].asked_for is SnapshotScope.CALLS
    world.server.lose_session()
    world.settle()
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert (world.server.asked["snapshot of everything"], world.server.asked["login"]) == (1, 2)


def test_everything_that_is_slow_is_not_waited_for_and_the_rest_comes_beside(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(resync_s=15.0))
    world.server.everything_takes_s = 34.0
    took_s = world.run_until(lambda: world.link.live, within_s=EVERYTHING_S + 1.0)
    assert took_s >= EVERYTHING_S
    world.server.put(call("a"))
    world.server.rest = IN_A_TEAM
    world.run_until(lambda: bool(world.board.sources[SOURCE].user.groups), within_s=5.0 + 5.0 + 34.1 + 16.5)
    assert (world.link.live, world.shown, world.server.asked["beside"]) == (True, {"a": "Ringing"}, 1)
    world.run_for(600.0)
    assert (world.server.asked["beside"], world.server.asked["snapshot of everything"]) == (1, 1)


def test_an_answer_that_came_in_time_may_be_read_for_as_long_as_that_takes(new_world: Worlds) -> None:
    world = new_world()
    world.server.put_quietly(call("a", "Established", duration=10))
    world.server.reading_s = 3 * EVERYTHING_S
    world.run_until(lambda: world.link.live, within_s=world.server.reading_s + 1.0)
    assert world.server.asked["snapshot of calls and devices"] == 0
    # It was so old when the answer came, not when it was read.
    age_s = world.board.calls[CallKey(SOURCE, "a")].age_s(world.clock.now_s())
    assert age_s == pytest.approx(10.0 + world.server.reading_s, abs=0.1)


def test_what_was_told_before_the_request_that_is_answered_is_older_than_its_answer(new_world: Worlds) -> None:
    world = new_world()
    world.server.everything_takes_s = 34.0
    world.run_until(lambda: world.server.asked["snapshot of everything"] > 0, within_s=1.0)
    world.server.put(call("a", "Ringing"))
    world.server.put(call("b", "Ringing"))
    world.run_for(1.0)
    world.server.put_quietly(call("a", "Established"))
    world.server.release_quietly("b")
    world.run_until(lambda: world.link.live, within_s=EVERYTHING_S)
    assert world.shown == {"a": "Established"}


def test_a_server_that_wants_to_be_left_alone_is_not_asked_for_less_at_once(new_world: Worlds) -> None:
    world = new_world()
    world.server.everything_fails = ServerFaultError("HTTP 503", retry_after_s=20.0)
    world.run_for(15.0)
    assert (world.snapshots, world.link.live) == (1, False)


def test_an_unreachable_server_is_asked_for_everything_again_in_the_form_that_works(new_world: Worlds) -> None:
    world = new_world()
    world.server.snapshot_faults = [UnreachableError("the connection broke")] * 2
    world.run_until(lambda: world.link.live, within_s=3.0)
    assert world.server.asked["snapshot of calls and devices"] == 2


async def test_what_is_too_much_for_a_server_is_found_out_by_one_of_its_sources() -> None:
    turns, asked = Turns(), []

    class Server:
        async def snapshot(self, scope: SnapshotScope, recall: object = None, on_answer: object = None) -> Snapshot:
            del recall, on_answer
            asked.append(scope)
            if scope is SnapshotScope.EVERYTHING:
                raise BadReplyError("chat is down")
            return snapshot()

    for _ in range(3):
        inquiry = SnapshotInquiry(turns)
        inquiry.begin(User(user_name="agent.one"))
        await inquiry.ask(Server())
    assert asked == [SnapshotScope.EVERYTHING, SnapshotScope.CALLS, SnapshotScope.CALLS, SnapshotScope.CALLS]
