"""Whose Voice service is down: one of this login makes it stale, one of another site is a notice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.live.memory_server import VOICE_ID
from tests.live.resources import call, device
from tests.live.world import World
from tui.gws.voice import VoiceServices
from tui.live.store.link import LinkState
from tui.source.events import ServiceEvent
from tui.source.models import Device
from tui.source.outages import Down

STALE = LinkState.STALE
Worlds = Callable[..., World]


def service(name: str, state: str, service_id: str = "") -> ServiceEvent:
    return ServiceEvent(0.0, name, "Voice", state, service_id)


def on(environment: str, device_id: str = "d1") -> Device:
    address = f"https://gws.example.com/api/v2/voice-environments/{environment}" if environment else ""
    return device(device_id).model_copy(update={"voice_environment_uri": address})


A, B = service("A", "Active", "Site-A"), service("B", "Active", "site-b")
A_DOWN, B_DOWN = service("A", "Inactive", "Site-A"), service("B", "Inactive", "site-b")


@pytest.mark.parametrize(
    ("found", "devices", "down"),
    [
        pytest.param([A, B_DOWN], [on("site-a")], Down(elsewhere=("B",)), id="another site's"),
        pytest.param([A, B_DOWN], [on("site-b")], Down(ours=("B",)), id="ours"),
        pytest.param([A, B_DOWN], [on("site-a"), on("site-b", "d2")], Down(ours=("B",)), id="that of one device"),
        pytest.param([A, B_DOWN], [on("site-b"), on("", "d2")], Down(ours=("B",)), id="one device does not say"),
        pytest.param([A, B_DOWN], [], Down(elsewhere=("B",)), id="never up, beside one that is"),
        pytest.param([A, B_DOWN], [on("switch-7")], Down(elsewhere=("B",)), id="the device speaks of something else"),
        pytest.param([A_DOWN, B_DOWN], [], Down(ours=("A", "B")), id="all are down"),
        pytest.param([A_DOWN], [on("")], Down(ours=("A",)), id="the only one is down"),
        pytest.param([service("A", "Active"), service("B", "Inactive")], [on("")], Down(elsewhere=("B",)), id="no ids"),
    ],
)
def test_whose_it_is(found: list[ServiceEvent], devices: list[Device], down: Down) -> None:
    services = VoiceServices()
    services.take_all(found)
    assert services.down(devices) == down


def test_where_nobody_says_whose_it_is_one_that_goes_down_may_be_ours() -> None:
    services = VoiceServices()
    services.take_all([A, B])
    services.take(ServiceEvent(0.0, "B", "", "Inactive"))
    assert services.down([on("")]) == Down(ours=("B",))
    services.take_all([A, B_DOWN])
    assert services.down([on("")]) == Down(ours=("B",))
    assert services.down([on("site-a")]) == Down(elsewhere=("B",))
    services.take(B)
    assert services.down([on("")]) == Down()


def test_a_message_that_names_nobody_is_taken_for_ours_until_the_server_tells() -> None:
    services = VoiceServices()
    services.take_all([A, B])
    services.take(service("", "Inactive"))
    assert services.down([on("site-a")]).ours
    services.take_all([A, B])
    assert services.down([on("site-a")]) == Down()


def test_a_message_is_enough_where_the_server_keeps_its_services_to_itself() -> None:
    services = VoiceServices()
    services.take(B_DOWN)
    assert services.down([on("site-a")]) == Down(elsewhere=("B",))
    assert services.down([on("site-b")]) == Down(ours=("B",))
    services.begin()
    assert services.down([on("site-b")]) == Down()


@pytest.fixture
def sited(new_world: Worlds) -> World:
    """A live world of two sites, whose device is at the first."""
    world = new_world()
    world.server.set_device_quietly(on(VOICE_ID))
    world.server.other_services = (service("SIP_SiteB", "Inactive", "site-b"),)
    world.go_live()
    return world


def test_another_sites_service_is_a_notice(sited: World) -> None:
    assert any("another site is down" in words and "SIP_SiteB" in words for words in sited.words)
    for state in ("Active", "Inactive"):
        sited.server.publish(service("SIP_SiteB", state, "site-b"))
        sited.run_for(5.0)
    sited.server.put(call("b"))
    sited.run_for(0.1)
    assert (sited.shown, sited.snapshots) == ({"b": "Ringing"}, 1)
    assert all(link.state is not STALE for link in sited.links)


def test_our_own_service_makes_it_stale_among_others_too(sited: World) -> None:
    sited.server.other_services = (service("SIP_SiteB", "Active", "site-b"),)
    sited.server.set_voice(down=True)
    sited.run_for(60.0)
    sited.end_question()
    assert (sited.link.state, sited.link.why, sited.snapshots) == (STALE, "the Voice service is down", 1)
    sited.server.set_voice(down=False)
    sited.run_until(lambda: sited.link.live, within_s=1.0)


def test_a_device_that_is_on_a_service_which_was_down_from_the_start_is_not_believed(new_world: Worlds) -> None:
    world = new_world()
    world.server.set_device_quietly(on(VOICE_ID))
    world.server.voice_down = True
    world.server.other_services = (service("SIP_SiteB", "Active", "site-b"),)
    world.run_for(30.0)
    world.end_question()
    assert not any(link.live for link in world.links)
    assert world.link.why == "the Voice service is down"
    world.server.set_voice(down=False)
    world.run_until(lambda: world.link.live, within_s=2.0)
