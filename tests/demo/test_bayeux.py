"""The Bayeux protocol as a client without library sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from tests.demo.wire_client import Simulators
from tui.demo.comet.comet_client import matches
from tui.demo.options import Options, Wrinkles

Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


@pytest.mark.parametrize(
    ("pattern", "topic", "fits"),
    [
        ("/v2/me/calls", "/v2/me/calls", True),
        ("/v2/me/*", "/v2/me/calls", True),
        ("/v2/me/*", "/v2/me", False),
        ("/v2/me/*", "/v2/me/calls/more", False),
        ("/v2/me/*", "/notifications/services", False),
        ("/**", "/v2/me/calls", True),
        ("/v2/**", "/v2/me/calls", True),
        ("/v2/me/devices", "/v2/me/calls", False),
    ],
)
def test_wildcards(pattern: str, topic: str, fits: bool) -> None:
    assert matches(pattern, topic) is fits


async def test_handshake_and_first_connect(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    await client.log_in()
    reply = await client.handshake()
    assert reply["successful"]
    assert reply["id"] == "1"
    assert reply["supportedConnectionTypes"] == ["long-polling"]
    assert reply["advice"]["reconnect"] == "retry"
    first = await client.poll(0)
    assert first["advice"]["timeout"] == 25000


async def test_a_single_object_and_any_tail_are_accepted(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    await client.log_in()
    for tail in ("", "/handshake", "/any/tail"):
        replies = (await client.raw({"channel": "/meta/handshake", "id": "9"}, tail)).json()
        assert replies[0]["successful"]


async def test_unknown_client_is_sent_to_handshake(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    await client.log_in()
    client.client_id = "nobody"
    for channel in ("connect", "subscribe", "disconnect"):
        reply = await client.meta(channel, subscription="/v2/me/calls")
        assert not reply["successful"]
        assert reply["error"] == "402::Unknown client"
        assert reply["advice"] == {"reconnect": "handshake", "interval": 0}


async def test_a_client_id_is_bound_to_its_http_session(simulators: Simulators) -> None:
    client = await simulators.one()
    thief = await simulators.another(client, 1)
    thief.client_id = client.client_id
    assert (await thief.poll(0))["error"] == "402::Unknown client"


async def test_publish_is_refused(simulators: Simulators) -> None:
    client = await simulators.one()
    replies = await client.say({"channel": "/v2/me/calls", "id": "5", "clientId": client.client_id, "data": {}})
    assert replies[0]["successful"] is False
    assert replies[0]["id"] == "5"


async def test_every_session_of_a_login_gets_the_messages(simulators: Simulators) -> None:
    client = await simulators.one()
    twin = await simulators.another(client, 0)
    client.simulator.control.start(client.login.user)
    assert (await client.until_call("Ringing"))["id"] == (await twin.until_call("Ringing"))["id"]


async def test_another_login_gets_nothing_of_it(simulators: Simulators) -> None:
    client = await simulators.one()
    other = await simulators.another(client, 1)
    client.simulator.control.start(client.login.user)
    await client.until_call("Ringing")
    await other.poll(0)
    assert other.events == []


async def test_unsubscribed_topics_stay_silent(simulators: Simulators) -> None:
    client = await simulators.one()
    await client.meta("unsubscribe", subscription="/v2/me/*")
    client.simulator.control.start(client.login.user)
    await client.poll(0)
    assert client.events == []


async def test_subscriptions_die_with_the_client_id(simulators: Simulators) -> None:
    client = await simulators.one()
    client.simulator.control.forget()
    assert (await client.poll())["error"] == "402::Unknown client"
    await client.handshake()
    client.simulator.control.start(client.login.user)
    await client.poll(0)
    assert client.events == []
    await client.meta("subscribe", subscription=["/v2/me/calls", "/v2/me/devices"])
    client.simulator.control.start(client.login.user)
    await client.until_call("Ringing")


async def test_messages_wait_for_the_next_poll_and_ride_on_other_replies(simulators: Simulators) -> None:
    client = await simulators.one()
    client.simulator.control.start(client.login.user)
    await client.meta("subscribe", subscription="/notifications/services")
    assert [event["channel"] for event in client.events] == ["/v2/me/calls"]
    client.simulator.control.start(client.login.user)
    await client.poll()
    assert len(client.events) == 2


async def test_a_held_poll_ends_with_the_event(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    async with asyncio.TaskGroup() as group:
        poll = group.create_task(client.poll())
        await eventually(lambda: client.simulator.control.stats()["requests"].get("/meta/connect") == 2)
        client.simulator.control.start(client.login.user)
    assert poll.result()["successful"]
    assert len(client.events) == 1


async def test_a_second_connect_ends_the_first(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    async with asyncio.TaskGroup() as group:
        first = group.create_task(client.poll())
        await eventually(lambda: client.simulator.control.stats()["requests"].get("/meta/connect") == 2)
        second = group.create_task(client.poll())
        assert (await first)["successful"]
        assert not second.done()
        client.simulator.control.start(client.login.user)
    assert len(client.events) == 1


async def test_an_absent_client_expires(simulators: Simulators, still: Options, eventually: Eventually) -> None:
    client = await simulators.one(replace(still, max_interval_ms=50))
    await eventually(lambda: client.simulator.control.stats()["cometClients"] == 0)
    assert (await client.poll(0))["error"] == "402::Unknown client"


async def test_a_held_client_does_not_expire(simulators: Simulators, still: Options) -> None:
    client = await simulators.one(replace(still, max_interval_ms=50, poll_timeout_ms=700))
    for _ in range(2):
        assert (await client.poll())["successful"]
    assert client.simulator.control.stats()["cometExpired"] == 0


async def test_disconnect_forgets_the_client(simulators: Simulators) -> None:
    client = await simulators.one()
    assert (await client.meta("disconnect"))["successful"]
    assert (await client.poll(0))["error"] == "402::Unknown client"


async def test_subscription_can_be_denied(simulators: Simulators) -> None:
    client = await simulators.one()
    await client.http.post("/control/deny_subscribe", json={"topics": ["/v2/me/calls"]})
    reply = await client.meta("subscribe", subscription="/v2/me/calls")
    assert reply["successful"] is False
    assert reply["error"].startswith("403:")
    await client.http.post("/control/deny_subscribe", json={"topics": ["/v2/me/calls"], "on": False})
    assert (await client.meta("subscribe", subscription="/v2/me/calls"))["successful"]


async def test_advice_can_be_changed(simulators: Simulators) -> None:
    client = await simulators.one()
    await client.http.post("/control/option", json={"interval": 700, "timeout": 900})
    assert (await client.poll())["advice"] == {"reconnect": "retry", "interval": 700, "timeout": 900}
    assert "advice" not in await client.poll()
    await client.http.post("/control/option", json={"reconnect": "none"})
    reply = await client.poll()
    assert not reply["successful"]
    assert reply["advice"]["reconnect"] == "none"


async def test_multiple_clients_of_one_browser(simulators: Simulators, still: Options) -> None:
    client = await simulators.one(replace(still, multiple_clients=True))
    first = client.client_id
    await client.handshake()
    reply = await client.poll()
    assert reply["advice"]["multiple-clients"] is True
    assert reply["advice"]["interval"] == 2000
    client.client_id = first
    assert "multiple-clients" not in (await client.poll(0))["advice"]


async def test_acknowledgement_repeats_what_was_not_acknowledged(simulators: Simulators, still: Options) -> None:
    client = simulators.client(await simulators.start(replace(still, ack=True)))
    await client.log_in()
    reply = await client.meta("handshake", ext={"ack": True})
    assert reply["ext"] == {"ack": True}
    client.client_id = reply["clientId"]
    await client.meta("subscribe", subscription="/v2/me/calls")
    client.simulator.control.start(client.login.user)
    first = await client.meta("connect", ext={"ack": 0}, advice={"timeout": 0})
    again = await client.meta("connect", ext={"ack": 0}, advice={"timeout": 0})
    assert first["ext"]["ack"] < again["ext"]["ack"]
    await client.meta("connect", ext=again["ext"], advice={"timeout": 0})
    assert len(client.events) == 2
    assert client.events[0] == client.events[1]


async def test_timestamps_by_switch(simulators: Simulators, still: Options) -> None:
    client = simulators.client(await simulators.start(replace(still, wrinkles=Wrinkles(timestamps=True))))
    await client.log_in()
    assert "timestamp" in await client.handshake()
