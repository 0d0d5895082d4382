"""The faults and wrinkles of the two servers, seen by plain HTTP requests: each does what its name says, once."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest

from tests.interop.node_process import NodeServer
from tests.interop.plain_session import NOTIFICATIONS, PlainSession
from tests.interop.private_ca import PrivateCa

Serve = Callable[..., Awaitable[NodeServer]]
CALLS = "/v2/me/calls"
POLL = {"match": "/meta/connect"}


@pytest.fixture(params=["cometd", "faye"])
async def server(node_server: Serve, request: pytest.FixtureRequest) -> NodeServer:
    return await node_server(request.param)


@pytest.fixture
async def session(server: NodeServer) -> AsyncIterator[PlainSession]:
    async with server.client() as http:
        session = PlainSession(http)
        await session.log_in(server)
        await session.handshake()
        await session.subscribe(CALLS)
        yield session


async def poll(session: PlainSession) -> httpx.Response:
    return await session.post("/meta/connect", connectionType="long-polling", advice={"timeout": 0})


@pytest.mark.parametrize(
    ("mode", "status", "text"),
    [
        ("401", 401, "<html>"),
        ("403", 403, '"statusCode":20'),
        ("403html", 403, "<html>"),
        ("429", 429, "Too many"),
        ("500", 500, "<html>"),
        ("503", 503, "<html>"),
        ("204", 204, ""),
        ("html", 200, "<html>"),
        ("htmljson", 200, "<html>"),
        ("garbage", 200, '[{"channel": "/meta/conn'),
        ("null", 200, "null"),
        ("object", 200, '{"a":1}'),
        ("empty", 200, "[]"),
        ("nothing", 200, ""),
        ("redirect", 302, ""),
    ],
)
async def test_an_answer_of_the_fault(
    server: NodeServer, session: PlainSession, mode: str, status: int, text: str
) -> None:
    await server.control("fault", mode=mode, **POLL)
    answer = await poll(session)
    assert answer.status_code == status
    assert text in answer.text
    assert ("Retry-After" in answer.headers) == (mode == "429")
    assert (await poll(session)).json()[0]["successful"] is True


@pytest.mark.parametrize("mode", ["reset", "lost", "half"])
async def test_a_broken_connection(server: NodeServer, session: PlainSession, mode: str) -> None:
    await server.control("fault", mode=mode, **POLL)
    with pytest.raises(httpx.TransportError):
        await poll(session)
    assert (await poll(session)).json()[0]["successful"] is True


async def test_an_event_in_a_lost_answer_is_gone(server: NodeServer, session: PlainSession) -> None:
    await server.control("ring")
    await server.control("fault", mode="lost", **POLL)
    with pytest.raises(httpx.TransportError):
        await poll(session)
    _, events = await session.connect(advice={"timeout": 0})
    assert events == []


async def test_a_hung_poll_is_never_answered(server: NodeServer, session: PlainSession) -> None:
    await server.control("fault", mode="hang", **POLL)
    held = asyncio.create_task(poll(session))
    while (await server.control("log"))["requests"][-1].get("fault") != "hang":
        assert not held.done()
    await server.control("cut")
    with pytest.raises(httpx.TransportError):
        await held


@pytest.mark.parametrize("mode", ["gzip", "chunked", "trickle"])
async def test_a_whole_answer_by_an_unusual_way(server: NodeServer, session: PlainSession, mode: str) -> None:
    await server.control("ring")
    await server.control("fault", mode=mode, bytes=64, ms=1, **POLL)
    answer = await poll(session)
    assert {message["channel"] for message in answer.json()} == {"/meta/connect", CALLS}
    assert (answer.headers.get("Content-Encoding") == "gzip") == (mode == "gzip")
    assert (answer.headers.get("Transfer-Encoding") == "chunked") == (mode != "gzip")


async def test_a_fault_of_the_rest_half(server: NodeServer, session: PlainSession) -> None:
    await server.control("fault", mode="503", match="GET /api/v2/me", count=2)
    assert [(await session.http.get("/api/v2/me")).status_code for _ in range(3)] == [503, 503, 200]
    await server.control("fault", mode="503", match="GET /api/v2/me")
    await server.control("clear")
    assert (await session.http.get("/api/v2/me")).status_code == 200


async def test_replies_are_patched(server: NodeServer, session: PlainSession) -> None:
    advice = {"reconnect": "none"}
    await server.control("patch", channel="/meta/connect", patch={"successful": False, "advice": advice})
    patched: list[Any] = [(await session.connect(advice={"timeout": 0}))[0] for _ in range(2)]
    assert (patched[0]["successful"], patched[0]["advice"]) == (False, advice)
    assert patched[1]["successful"]


async def test_policy_denies_subscription_and_handshake(server: NodeServer, session: PlainSession) -> None:
    await server.control("policy", denySubscribe=True)
    denied = await session.subscribe("/v2/me/devices")
    assert (denied["successful"], denied["error"][:3]) == (False, "403")
    await server.control("policy", denyHandshake=True)
    assert (await session.handshake())["successful"] is False
    await server.control("policy")
    assert (await session.handshake())["successful"]
    assert (await session.subscribe(CALLS))["successful"]


async def test_advice_follows_the_options(server: NodeServer, session: PlainSession) -> None:
    await server.control("option", timeoutMs=1500, intervalMs=250)
    advice = (await session.handshake())["advice"]
    assert (advice["timeout"], advice["interval"]) == (1500, 250)


async def test_a_second_session_of_the_same_browser_is_sent_to_polling(node_server: Serve) -> None:
    server = await node_server("cometd", multiSessionIntervalMs=700)
    async with server.client() as http:
        first, second = PlainSession(http), PlainSession(http)
        await first.log_in(server)
        await first.handshake()
        await second.handshake()
        held = asyncio.create_task(first.connect())
        while (await server.control("log"))["byChannel"].get("/meta/connect") != 1:
            assert not held.done()
        reply, _ = await second.connect()
        assert reply["advice"] == {"multiple-clients": True, "reconnect": "retry", "interval": 700}
        await server.control("kill")
        await held


@pytest.mark.parametrize("ack", [True, False])
async def test_the_acknowledgement_extension_is_an_option(node_server: Serve, ack: bool) -> None:
    server = await node_server("cometd", ack=ack)
    async with server.client() as http:
        session = PlainSession(http)
        await session.log_in(server)
        reply, _ = await session.ask(
            "/meta/handshake", version="1.0", supportedConnectionTypes=["long-polling"], ext={"ack": True}
        )
        assert (reply.get("ext", {}).get("ack") is True) == ack
        assert (await server.control("log"))["requests"][-1]["ack"] is True


async def test_the_log_tells_what_was_asked(server: NodeServer, session: PlainSession) -> None:
    await server.control("forget")
    await session.get("/me")
    await poll(session)
    log = await server.control("log")
    assert log["byPath"] == {"GET /api/v2/me": 1, f"POST {NOTIFICATIONS}": 1}
    assert log["byChannel"] == {"/meta/connect": 1}
    assert "JSESSIONID" in log["requests"][0]["cookies"]
    assert [request["basic"] for request in log["requests"]] == [False, False]


async def test_the_voice_backend_goes_down_and_calls_end_unseen(server: NodeServer, session: PlainSession) -> None:
    await session.subscribe("/notifications/services")
    await server.control("voice", state="Inactive")
    assert (await session.events(1))[0]["data"]["services"][0]["state"] == "Inactive"
    call_id = (await server.control("ring", unseen=True))["id"]
    await server.control("change", id=call_id, state="Established", unseen=True)
    assert (await session.get(f"/me/calls/{call_id}"))["call"]["state"] == "Established"
    await server.control("end", id=call_id, unseen=True)
    assert (await session.connect(advice={"timeout": 0}))[1] == []


async def test_a_burst_is_told_in_order(server: NodeServer, session: PlainSession) -> None:
    await server.control("burst", n=300)
    told = (await session.events(301))[1:]
    assert [event["data"]["call"]["userData"]["Burst"] for event in told] == list(range(1, 301))


async def test_tls_needs_the_private_authority(node_server: Serve, private_ca: PrivateCa) -> None:
    server = await node_server("cometd", key=str(private_ca.key), cert=str(private_ca.cert))
    async with server.client(ssl.create_default_context(cafile=private_ca.authority)) as http:
        session = PlainSession(http)
        await session.log_in(server)
        assert (await session.handshake())["successful"]
    async with server.client() as http:
        with pytest.raises(httpx.ConnectError, match="CERTIFICATE_VERIFY_FAILED"):
            await http.get("/api/v2/me")


async def test_a_server_ends_when_its_parent_lets_go(node_program: str) -> None:
    server = await NodeServer.serve(node_program, "faye")
    assert await server.stop() == 0
