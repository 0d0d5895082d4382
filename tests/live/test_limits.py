"""A login that brings more than is taken is not live, and says which limit that is; what was shown goes on to stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from tests.live.resources import call, device
from tests.live.world import SOURCE, World
from tui.gws.messages import DEVICES_TOPIC, read_message
from tui.gws.roster import AgentRequests
from tui.gws.voice import VoiceServices
from tui.live.clock import FixedClock
from tui.live.feeds import replay_buffer, roster
from tui.live.feeds.feed import FeedSchedule
from tui.live.feeds.feed_phase import LIMIT_S
from tui.live.store import call_reducer, call_rules
from tui.live.store.board import Board
from tui.live.store.link import LinkState
from tui.source.errors import LimitError
from tui.source.events import CallEvent, DeviceEvent, ServiceEvent, UnreadableEvent
from tui.source.limits import LoginLimits

Worlds = Callable[..., World]
SMALL = FeedSchedule(limits=LoginLimits(calls=3, devices=2))
WORDS = "more than 20,000 calls: max_calls"


def test_a_snapshot_with_too_much_is_the_reason_in_these_words(world: World) -> None:
    world.server.put(call("a"))
    world.run_for(10.0)
    world.server.snapshot_faults += [LimitError(WORDS)] * 2
    world.stream.lose("connection reset")
    world.run_until(lambda: world.link.why == WORDS, within_s=5.0)
    assert (world.link.state, world.shown) == (LinkState.STALE, {"a": "Ringing"})


def test_it_is_not_read_again_every_second(world: World) -> None:
    world.server.snapshot_faults += [LimitError(WORDS)] * 100
    world.stream.lose("connection reset")
    world.run_until(lambda: world.link.why == WORDS, within_s=5.0)
    before = world.snapshots
    world.run_for(2 * LIMIT_S)
    assert 1 <= world.snapshots - before <= 3


def test_messages_that_bring_too_many_calls_end_what_is_sure(new_world: Worlds) -> None:
    world = new_world(SMALL)
    world.go_live()
    for name in "abc":
        world.server.put(call(name))
    world.run_for(5.0)
    assert world.link.live
    world.server.put(call("d"))
    world.run_for(0.5)
    assert (world.link.state, world.link.why) == (LinkState.STALE, "more than 3 calls: max_calls")


def test_it_is_live_again_when_it_is_less(new_world: Worlds) -> None:
    world = new_world(SMALL)
    world.go_live()
    for name in "abcd":
        world.server.put(call(name))
    world.run_for(0.5)
    world.server.release("d")
    world.run_until(lambda: world.link.live, within_s=3 * LIMIT_S)
    assert set(world.shown) == {"a", "b", "c"}


def test_messages_that_bring_too_many_devices_likewise(new_world: Worlds) -> None:
    world = new_world(SMALL)
    world.go_live()
    for name in ("d1", "d2", "d3"):
        world.server.set_device(device(name))
    world.run_for(0.5)
    assert world.link.why == "more than 2 devices: max_devices"


def _looking(world: World) -> World:
    """It asks for the whole state, and has to wait for that."""
    world.go_live()
    world.server.answer_delay_s = 5.0
    world.feed.look()
    world.run_for(1.0)
    return world


def test_what_comes_while_a_snapshot_is_read_is_bounded(new_world: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replay_buffer, "MOST_EVENTS", 10)
    world = _looking(new_world())
    for number in range(11):
        world.server.put(call(f"c{number}"))
    world.run_for(0.1)
    assert (world.link.state, world.link.why) == (LinkState.STALE, "too many messages at once")
    world.run_until(lambda: world.link.live, within_s=60.0)
    assert len(world.shown) == 11
    assert world.board.sources[SOURCE].link.live


def test_messages_that_bring_too_much_data_likewise(new_world: Worlds) -> None:
    world = new_world(FeedSchedule(limits=LoginLimits(data_mb=1)))
    world.go_live()
    heavy = {f"k{number}": "v" * 2_000 for number in range(200)}
    for name in "abcd":
        world.server.put(call(name).model_copy(update={"user_data": heavy}))
    world.run_for(0.5)
    assert world.link.why == "calls with more than 1 MB of texts and attached data: max_data_mb"


def test_large_messages_that_come_while_a_snapshot_is_read_are_bounded(
    new_world: Worlds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay_buffer, "MOST_BYTES", 1_000)
    world = _looking(new_world())
    world.stream.handed_bytes += 2_000
    world.server.put(call("a"))
    world.run_for(0.1)
    assert world.link.why == "too many messages at once"


def test_what_is_remembered_of_ended_calls_is_bounded(clock: FixedClock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call_rules, "_MOST_BURIED", 10)
    monkeypatch.setattr(call_reducer, "_MOST_ENDED", 5)
    board = Board(clock)
    board.add_source(SOURCE)
    released = [call(f"c{number}").model_copy(update={"state": "Released"}) for number in range(100)]
    board.apply(SOURCE, [CallEvent(clock.now_s(), "", one) for one in released])
    assert len(board.remember().ledgers[SOURCE].buried) == 10

    board.apply(SOURCE, [CallEvent(clock.now_s(), "", call(f"d{number}")) for number in range(6)])
    assert board.weight(SOURCE) > 0
    board.apply(
        SOURCE, [CallEvent(clock.now_s(), "", call(f"d{n}").model_copy(update={"state": "Released"})) for n in range(6)]
    )
    board.sweep()
    assert board.calls == {}
    assert board.weight(SOURCE) == 0
    # The last ones are known to be over.
    board.apply(SOURCE, [CallEvent(clock.now_s(), "", call("d5").model_copy(update={"state": "Established"}))])
    assert board.calls == {}


def test_services_that_are_remembered_are_bounded_and_those_that_are_down_stay() -> None:
    services = VoiceServices()
    services.take(ServiceEvent(0.0, "down", "Voice", "Inactive", "down"))
    for number in range(2_000):
        services.take(ServiceEvent(0.0, f"s{number}", "Voice", "Active", f"s{number}"))
    assert len(services._known) == 500
    assert services.down([]).ours == ("down",)
    services.take_all([ServiceEvent(0.0, f"s{n}", "Voice", "Inactive" if n == 999 else "Active") for n in range(1_000)])
    assert len(services._known) == 500
    assert services.down([]).elsewhere == ("s999",)


def test_devices_of_one_message_are_bounded_and_more_are_a_reason_to_look() -> None:
    data = {"messageType": "DeviceStateChangeMessage", "devices": [{"id": f"d{n}"} for n in range(1_500)]}
    first, doubt = read_message(DEVICES_TOPIC, data, 0.0)
    assert isinstance(first, DeviceEvent)
    assert len(first.devices) == 1_000
    assert isinstance(doubt, UnreadableEvent)
    assert doubt.why == "more than 1,000 devices in one message"


async def test_agents_of_all_groups_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roster, "MOST_AGENTS", 150)

    class Endless(AgentRequests):
        asked = 0

        async def told(self, path: str) -> Mapping[str, object]:
            if "groups" in path.partition("?")[0]:
                return {"groups": [{"id": f"g{n}", "name": f"g{n}"} for n in range(3)]}
            self.asked += 1
            return {"contacts": [{"id": f"u{self.asked}-{n}"} for n in range(100)], "totalCount": 200}

    found, missing = await roster.read_agents(Endless())
    assert (len(found), missing) == (150, 450)
