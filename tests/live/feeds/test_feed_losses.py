"""What may befall the login, the stream and the backends of one source, and how it comes back; on virtual time."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.live.resources import call
from tests.live.world import SOURCE, World
from tui.live.feeds.feed import SERVICES_ASKED, FeedSchedule
from tui.live.store.card import CallKey
from tui.live.store.link import LinkState
from tui.source.errors import BadReplyError, RetryableError, SessionLostError, SourceError, UnreachableError
from tui.source.events import Closed

STALE = LinkState.STALE
Worlds = Callable[..., World]


def test_a_lost_session_logs_in_again(world: World) -> None:
    world.run_for(10.0)
    world.server.lose_session()
    world.settle()
    assert world.link.state is STALE
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert (world.server.asked["login"], world.server.asked["snapshot of everything"], world.server.most_streams) == (
        2,
        2,
        1,
    )


def test_a_session_that_a_snapshot_finds_lost_is_stale_at_once(world: World) -> None:
    world.run_for(10.0)
    world.server.session += 1
    world.stream.overflow()
    world.run_until(lambda: "20 Access denied" in world.link.why, within_s=0.05)
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert world.server.asked["login"] == 2


def test_a_session_that_is_lost_again_and_again_is_no_storm(world: World) -> None:
    for _ in range(600):
        world.run_for(0.1)
        if world.link.live:
            world.server.lose_session()
    assert world.server.asked["login"] < 15


@pytest.mark.parametrize("error", [UnreachableError("silent"), RetryableError("internal fault")])
def test_a_stream_that_closes_during_a_look_is_not_forgotten(world: World, error: SourceError) -> None:
    world.server.answer_delay_s = 1.0
    world.run_for(10.0)
    world.stream.overflow()
    world.run_for(0.5)
    world.stream.hand_over(Closed(0.0, error))
    world.run_for(0.01)
    assert (world.link.state, world.server.streams) == (STALE, [])
    world.run_until(lambda: world.link.live, within_s=3.0)
    assert (world.server.asked["login"], len(world.server.streams)) == (2, 1)


def test_a_stream_that_closes_is_stale_before_its_goodbye_is_over(world: World) -> None:
    world.server.goodbye_s = 3.0
    world.stream.hand_over(Closed(0.0, RetryableError("internal fault")))
    world.settle()
    assert (world.link.state, world.link.why) == (STALE, "internal fault")
    world.run_until(lambda: world.link.live, within_s=5.0)


def test_a_stream_that_waits_is_retried_when_somebody_asks(world: World) -> None:
    world.stream.lose("connection reset", back_after_s=25.0)
    world.run_for(2.0)
    world.feeds.retry()
    world.run_until(lambda: world.link.live, within_s=1.0)


def test_a_refused_login_is_tried_again_slowly(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(refused_s=300.0))
    world.server.refusing = True
    world.run_for(299.0)
    assert (world.link.state, world.server.asked["login"]) == (LinkState.REFUSED, 1)
    assert "check user name and password" in world.link.why
    world.server.refusing = False
    world.run_until(lambda: world.link.live, within_s=3.0)


def test_a_refused_login_is_tried_again_when_somebody_asks(new_world: Worlds) -> None:
    world = new_world()
    world.server.refusing = True
    world.run_for(10.0)
    world.server.refusing = False
    world.feeds.retry()
    world.go_live()
    assert world.server.asked["login"] == 2


def test_an_unreachable_server_is_asked_for_ever_and_found_within_two_seconds(new_world: Worlds) -> None:
    world = new_world()
    world.server.go_down()
    world.run_for(3_600.0)
    assert (world.link.state, world.link.why) == (LinkState.CONNECTING, "connection refused")
    assert 3_000 < world.server.asked["login"] < 5_000
    world.server.come_up()
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert world.server.most_at_once == 1


def test_a_server_that_went_away_is_found_within_two_seconds(world: World) -> None:
    world.server.go_down()
    world.run_for(600.0)
    world.end_question()
    assert world.link.state is STALE
    world.server.come_up()
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_the_voice_service_goes_and_comes(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(1.0)
    world.server.set_voice(down=True)
    world.run_for(0.1)
    assert (world.link.state, world.link.why) == (STALE, "the Voice service is down")
    world.run_for(120.0)
    world.end_question()
    assert (world.link.state, world.snapshots) == (STALE, 1)
    world.server.release_quietly("a")
    world.server.set_voice(down=False)
    world.run_until(lambda: world.link.live, within_s=1.0)
    assert (world.shown, world.server.asked["login"]) == ({}, 1)


def test_a_session_that_is_lost_while_the_voice_service_is_away_is_found_out(world: World) -> None:
    world.run_for(10.0)
    world.server.set_voice(down=True)
    world.run_for(10.0)
    world.server.session += 1
    world.server.voice_down = False
    world.run_until(lambda: world.link.live, within_s=5.0)
    assert world.server.asked["login"] == 2


def test_a_voice_service_that_is_away_for_a_moment_is_back_at_once(world: World) -> None:
    world.run_for(10.0)
    world.server.set_voice(down=True)
    world.run_for(2.0)
    world.server.set_voice(down=False)
    world.run_until(lambda: world.link.live, within_s=1.0)


def test_a_voice_service_that_returns_in_silence_is_found(world: World) -> None:
    world.server.set_voice(down=True)
    world.run_for(60.0)
    world.server.voice_down = False
    world.run_until(lambda: world.link.live, within_s=11.0)


def test_a_user_who_may_not_see_the_backends_sees_his_calls(new_world: Worlds) -> None:
    world = new_world()
    world.server.services_fault = SessionLostError("HTTP 403")
    world.server.put_quietly(call("a"))
    world.go_live()
    assert (world.shown, world.server.asked["login"]) == ({"a": "Ringing"}, 1)


def test_a_page_instead_of_the_services_does_not_hide_that_voice_is_down(new_world: Worlds) -> None:
    world = new_world()
    world.server.voice_down = True
    world.server.services_fault = BadReplyError("the answer is not JSON")
    world.run_until(lambda: world.server.asked["services"] == SERVICES_ASKED - 1, within_s=10.0)
    world.run_for(0.1)
    world.server.services_fault = None
    world.run_for(30.0)
    world.end_question()
    assert (world.link.live, world.link.why) == (False, "the Voice service is down")
    assert not any(link.live for link in world.links)
    world.server.set_voice(down=False)
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_a_server_that_never_tells_its_services_is_live_all_the_same(new_world: Worlds) -> None:
    world = new_world()
    world.server.services_fault = BadReplyError("the answer is not JSON")
    world.server.put_quietly(call("a"))
    world.run_until(lambda: world.link.live, within_s=10.0)
    assert (world.shown, world.server.asked["login"]) == ({"a": "Ringing"}, 1)
    world.stream.hang()
    world.run_until(lambda: world.link.state is STALE, within_s=40.0)
    # It has been learned, and is not found out again.
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_a_voice_service_that_is_down_from_the_start_is_told(new_world: Worlds) -> None:
    world = new_world()
    world.server.voice_down = True
    world.run_for(30.0)
    world.end_question()
    assert (world.link.live, world.link.why) == (False, "the Voice service is down")
    world.server.set_voice(down=False)
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_silence_is_stale_and_a_new_login(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(1.0)
    world.stream.hang()
    took_s = world.run_until(lambda: world.link.state is STALE, within_s=40.0)
    assert took_s > 30.0
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert world.server.asked["login"] == 2


def test_a_suspend_is_silence(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.server.put(call("b", "Established"))
    world.run_for(30.0)
    world.stream.hang()
    world.server.release("b")
    world.clock.slept_s += 3_600.0
    world.run_until(lambda: world.link.state is STALE, within_s=1.1)
    assert world.link.why.startswith("silent for 36")
    world.run_until(lambda: world.link.live, within_s=2.0)
    age_s, gone_age_s = (world.board.calls[CallKey(SOURCE, key)].age_s(world.clock.now_s()) for key in "ab")
    assert age_s is not None
    assert gone_age_s is not None
    assert 3_629.0 < age_s < 3_635.0
    assert gone_age_s <= 30.1


def test_many_sources_do_not_start_at_once(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(start_after_s=5.0))
    world.run_for(4.9)
    assert world.server.asked == {}
    world.go_live()


def test_it_never_exits_by_itself_and_cancelling_leaves_nothing(world: World) -> None:
    """That no task is left and no stream open is checked where every world of these tests is closed."""
    for act in (
        world.server.lose_session,
        world.server.go_down,
        world.server.come_up,
        lambda: world.stream.hand_over(Closed(0.0, SessionLostError("403"))),
    ):
        act()
        world.run_for(45.0)
    assert (world.running.done(), world.link.live) == (False, True)


@pytest.mark.parametrize("at_s", [0.0, 0.01, 0.04, 0.06, 0.08, 3.0])
def test_cancelling_at_any_moment_leaves_nothing(new_world: Worlds, at_s: float) -> None:
    world = new_world()
    world.run_for(at_s)
    world.running.cancel()
    world.run_for(0.0)
    world.settle()
    assert (world.running.cancelled(), world.server.streams) == (True, [])
