"""The CometD project's JavaScript client judges our simulator, by tests that servers we did not write pass as well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

import httpx
import pytest

from tests.interop.node_process import JsClient, NodeServer
from tests.interop.plain_session import Credentials, PlainSession
from tests.public_trust import PUBLIC
from tui.demo.options import Options
from tui.demo.server import Simulator

Serve = Callable[..., Awaitable[NodeServer]]
CALLS, DEVICES = "/v2/me/calls", "/v2/me/devices"
LONGER_THAN_A_TEST_MS = 60_000


@dataclass(frozen=True)
class Judged:
    """A running server: where it is, who logs in, and the control request that makes it forget its CometD sessions."""

    url: str
    login: Credentials
    forget_url: str

    async def forget(self) -> None:
        async with httpx.AsyncClient(verify=PUBLIC, trust_env=False) as http:
            (await http.post(self.forget_url, json={})).raise_for_status()


Start = Callable[..., Awaitable[Judged]]
Connect = Callable[..., Awaitable[JsClient]]


@pytest.fixture(params=["simulator", "cometd", "faye"])
async def start(request: pytest.FixtureRequest, node_server: Serve) -> AsyncIterator[Start]:
    """``await start(timeout_ms=, ack=)`` starts the server that is judged: a still centre without calls."""
    async with AsyncExitStack() as stack:

        async def simulator(timeout_ms: int, ack: bool) -> Judged:
            options = Options(agents=2, calls=0, rate_per_s=0, far_end_s=0, poll_timeout_ms=timeout_ms, ack=ack)
            sim = await stack.enter_async_context(Simulator(options))
            return Judged(sim.url, sim.logins[0], f"{sim.url}/control/forget")

        async def judge(timeout_ms: int = 1500, ack: bool = False) -> Judged:
            if request.param == "simulator":
                return await simulator(timeout_ms, ack)
            server = await node_server(request.param, timeoutMs=timeout_ms, ack=ack)
            return Judged(server.url, server, f"{server.control_url}/control/kill")

        yield judge


@pytest.fixture
async def connect(js_client: Callable[..., Awaitable[JsClient]]) -> Connect:
    """``await connect(judged, *topics)`` logs the JavaScript client in and lets it shake hands."""

    async def log_in(judged: Judged, *topics: str, **options: object) -> JsClient:
        login = {"url": judged.url, "user": judged.login.user, "password": judged.login.password}
        client = await js_client(topics=topics, **login, **options)
        assert (await client.until(lambda event: event["event"] == "login"))["status"] == 200
        return client

    return log_in


@pytest.fixture
async def agent() -> AsyncIterator[Callable[[Judged], Awaitable[PlainSession]]]:
    """``await agent(judged)`` is the same user at another desk, who makes things happen by REST."""
    async with AsyncExitStack() as stack:

        async def log_in(judged: Judged) -> PlainSession:
            http = await stack.enter_async_context(
                httpx.AsyncClient(verify=PUBLIC, base_url=judged.url, trust_env=False)
            )
            session = PlainSession(http)
            await session.log_in(judged.login)
            return session

        yield log_in


Agent = Callable[[Judged], Awaitable[PlainSession]]


async def subscribed(client: JsClient, *topics: str) -> None:
    """Wait until the handshake, these subscriptions and the first connect were answered well."""
    waiting = {("handshake", None), ("connect", None)} | {("subscribe", topic) for topic in topics}
    while waiting:
        event = await client.until(lambda event: event["event"] == "meta")
        assert event["successful"], event
        waiting.discard((event["name"], event.get("subscription")))


async def test_handshake_subscribe_connect_and_events(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start()
    client = await connect(judged, CALLS, DEVICES)
    await subscribed(client, CALLS, DEVICES)
    session = await agent(judged)
    await session.dial("+12025550172")
    call = (await client.message(CALLS))["call"]
    assert (call["state"], call["dnis"]) == ("Dialing", "+12025550172")
    await session.operate("/me/channels/voice", "NotReady")
    assert (await client.message(DEVICES))["devices"][0]["userState"]["state"] == "NotReady"
    summary = await client.summary()
    assert summary["received"] == summary["unique"] >= 2
    assert (summary["handshakes"], summary["subscribes"], summary["unsuccessful"]) == (1, 2, 0)


@pytest.mark.parametrize("wildcard", ["/v2/me/*", "/v2/me/**", "/**"])
async def test_wildcards(start: Start, connect: Connect, agent: Agent, wildcard: str) -> None:
    judged = await start()
    client = await connect(judged, wildcard)
    await subscribed(client, wildcard)
    session = await agent(judged)
    await session.operate("/me/channels/voice", "NotReady")
    await client.message(DEVICES)
    await session.dial("+12025550172")
    await client.message(CALLS)


async def test_the_poll_is_held_until_an_event_comes(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start(timeout_ms=LONGER_THAN_A_TEST_MS)
    client = await connect(judged, CALLS)
    await subscribed(client, CALLS)
    session = await agent(judged)
    client.events.clear()
    await session.dial("+12025550172")
    await client.message(CALLS)
    # One poll brought it. Its reply comes before the event or after it, as the server likes.
    assert [event["name"] for event in client.events if event["event"] == "meta"] in ([], ["connect"])


async def test_polls_without_events_go_on(start: Start, connect: Connect) -> None:
    client = await connect(await start(timeout_ms=500), CALLS)
    await subscribed(client, CALLS)
    for _ in range(3):
        await client.reply("connect", successful=True)
    assert (await client.summary())["handshakes"] == 1


async def test_a_batch_of_subscriptions(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start()
    client = await connect(judged)
    await subscribed(client)
    client.send({"do": "batch", "topics": [CALLS, DEVICES]})
    await client.reply("subscribe", subscription=CALLS, successful=True)
    await client.reply("subscribe", subscription=DEVICES, successful=True)
    await (await agent(judged)).operate("/me/channels/voice", "NotReady")
    await client.message(DEVICES)


async def test_an_unsubscribed_topic_is_silent(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start()
    client = await connect(judged, CALLS, DEVICES)
    await subscribed(client, CALLS, DEVICES)
    client.send({"do": "unsubscribe", "topic": DEVICES})
    await client.reply("unsubscribe", successful=True)
    session = await agent(judged)
    await session.operate("/me/channels/voice", "NotReady")
    await session.dial("+12025550172")
    await client.message(CALLS)
    assert [event["channel"] for event in client.events if event["event"] == "message"] == [CALLS]


async def test_a_forgotten_client_shakes_hands_and_subscribes_again(
    start: Start, connect: Connect, agent: Agent
) -> None:
    judged = await start()
    client = await connect(judged, CALLS)
    await subscribed(client, CALLS)
    await judged.forget()
    refused = await client.reply("unsuccessful")
    assert refused["advice"]["reconnect"] == "handshake"
    await subscribed(client, CALLS)
    await (await agent(judged)).dial("+12025550172")
    await client.message(CALLS)
    assert (await client.summary())["handshakes"] == 2


async def test_disconnect_is_answered_and_final(start: Start, connect: Connect) -> None:
    judged = await start(timeout_ms=LONGER_THAN_A_TEST_MS)
    client = await connect(judged, CALLS)
    await subscribed(client, CALLS)
    client.send({"do": "disconnect"})
    await client.reply("disconnect", successful=True)
    assert await client.stop() == 0


async def test_two_sessions_of_one_login_hear_the_same(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start()
    clients = [await connect(judged, CALLS) for _ in range(2)]
    for client in clients:
        await subscribed(client, CALLS)
    await (await agent(judged)).dial("+12025550172")
    first, second = [await client.message(CALLS) for client in clients]
    assert first["call"]["id"] == second["call"]["id"]


@pytest.mark.parametrize("start", ["simulator", "cometd"], indirect=True)
async def test_acknowledged_messages(start: Start, connect: Connect, agent: Agent) -> None:
    judged = await start(ack=True)
    client = await connect(judged, CALLS, ack=True)
    assert (await client.reply("handshake", successful=True))["ext"]["ack"] is True
    await client.reply("subscribe", successful=True)
    session = await agent(judged)
    await session.dial("+12025550172")
    await client.message(CALLS)
    connected = await client.reply("connect", successful=True)
    assert connected["ext"]["ack"] >= 1
    await client.reply("connect", successful=True)
    calls = [event["data"]["call"]["id"] for event in client.events if event["event"] == "message"]
    assert len(calls) == len(set(calls))


async def test_without_the_csrf_token_there_is_no_session(start: Start, connect: Connect) -> None:
    client = await connect(await start(), CALLS, csrf=False)
    refused = await client.reply("handshake", successful=False)
    assert refused["httpStatus"] == 403
