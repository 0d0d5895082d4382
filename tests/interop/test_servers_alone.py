"""The two servers themselves, seen by plain HTTP requests: what the tests of our client may rely on."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest

from tests.interop.node_process import NodeServer
from tests.interop.plain_session import PlainSession

Serve = Callable[..., Awaitable[NodeServer]]
KINDS = ["cometd", "faye"]
CALLS = "/v2/me/calls"


@pytest.fixture(params=KINDS)
async def server(node_server: Serve, request: pytest.FixtureRequest) -> NodeServer:
    return await node_server(request.param)


@pytest.fixture
async def session(server: NodeServer) -> AsyncIterator[PlainSession]:
    async with server.client() as http:
        session = PlainSession(http)
        await session.log_in(server)
        yield session


async def test_a_stranger_is_refused_with_403_and_20(server: NodeServer) -> None:
    async with server.client() as http:
        for answer in (await http.get("/api/v2/me"), await http.post("/api/v2/notifications", json=[])):
            assert (answer.status_code, answer.json()["statusCode"]) == (403, 20)
        wrong = await http.get("/api/v2/me", auth=(server.user, "wrong"))
        assert wrong.status_code == 403
        assert "set-cookie" not in wrong.headers
        assert (await http.get("/api/v2/diagnostics/version")).json()["statusCode"] == 0


async def test_login_gives_a_cookie_and_a_token_that_posts_need(session: PlainSession) -> None:
    assert (await session.get("/me"))["user"]["userName"] == "agent.one"
    assert "JSESSIONID" in session.http.cookies
    del session.http.headers["X-CSRF-TOKEN"]
    for refused in (await session.operate("/me/channels/voice", "Ready"), await session.post("/meta/handshake")):
        assert refused.status_code == 403
        assert "Missing or invalid Csrf token" in refused.text


async def test_without_csrf_protection_no_token_is_given_or_asked(node_server: Serve) -> None:
    server = await node_server("cometd", csrf=False)
    async with server.client() as http:
        login = await PlainSession(http).log_in(server)
        assert "X-CSRF-HEADER" not in login.headers
        assert (await PlainSession(http).operate("/me/channels/voice", "Ready")).json() == {"statusCode": 0}


async def test_the_snapshot_has_calls_and_devices(server: NodeServer, session: PlainSession) -> None:
    call_id = (await server.control("ring", ageS=184))["id"]
    user = (await session.get("/me?subresources=*"))["user"]
    assert [call["id"] for call in user["calls"]] == [call_id]
    assert int(user["calls"][0]["duration"]) >= 184
    assert user["calls"][0]["participants"][0]["location"] == "Washington D.C."
    assert user["devices"] == (await session.get("/me/devices?fields=*"))["devices"]
    assert "calls" not in (await session.get("/me"))["user"]
    assert len((await session.get("/me/calls"))["uris"]) == 1
    assert (await session.get("/me/calls?fields=*&state=Held"))["calls"] == []
    assert (await session.get(f"/me/calls/{call_id}"))["call"]["state"] == "Ringing"
    assert (await session.get("/services?fields=*"))["services"][0]["type"] == "Voice"
    assert (await session.get("/settings/agent-states"))["settings"]


async def test_operations_take_effect_and_are_told(server: NodeServer, session: PlainSession) -> None:
    await session.handshake()
    assert (await session.subscribe(CALLS))["successful"]
    call_id = (await server.control("ring"))["id"]
    steps = ["Answer", "Hold", "Retrieve", "MuteCall", "StartCallRecording", "PauseCallRecording", "Hangup"]
    told = await session.events(1)
    for operation in steps:
        assert (await session.operate(f"/me/calls/{call_id}", operation)).json() == {"statusCode": 0}
        told += await session.events(1)
    calls = [event["data"]["call"] for event in told]
    assert [call["state"] for call in calls] == (
        ["Ringing", "Established", "Held", "Established", "Established", "Established", "Established", "Released"]
    )
    assert [call["mute"] for call in calls[3:5]] == ["Off", "On"]
    assert [call["recordingState"] for call in calls[4:7]] == ["Stopped", "Recording", "Paused"]
    assert calls[-1]["capabilities"] == []
    assert told[5]["data"]["notificationType"] == "CallRecordingStateChange"
    assert (await session.get("/me/calls?fields=*"))["calls"] == []


async def test_dial_user_data_and_agent_state(session: PlainSession) -> None:
    await session.handshake()
    await session.subscribe("/v2/me/*")
    await session.dial("+12025550172")
    dialing = (await session.events(1))[0]["data"]["call"]
    assert (dialing["state"], dialing["callType"], dialing["dnis"]) == ("Dialing", "Outbound", "+12025550172")
    await session.operate(dialing["uri"].split("/api/v2")[1], "UpdateUserData", userData={"Ticket": "T-88"})
    changed = (await session.events(1))[0]["data"]
    assert (changed["notificationType"], changed["call"]["userData"]) == ("AttachedDataChanged", {"Ticket": "T-88"})
    await session.operate("/me/channels/voice", "NotReady")
    device = (await session.events(1))[0]["data"]["devices"][0]
    assert device["userState"]["state"] == "NotReady"


async def test_what_is_not_possible_is_refused_by_status_code(server: NodeServer, session: PlainSession) -> None:
    path = f"/me/calls/{(await server.control('ring'))['id']}"
    assert (await session.operate(path, "Retrieve")).json()["statusCode"] == 2
    assert (await session.operate(path, "UpdateUserData")).json()["statusCode"] == 1
    assert (await session.operate(path, "Somersault")).json()["statusCode"] == 3
    assert (await session.operate("/me/calls/none", "Answer")).json()["statusCode"] == 6


async def test_operations_without_effect(server: NodeServer, session: PlainSession) -> None:
    await server.control("option", effects=False)
    call_id = (await server.control("ring"))["id"]
    assert (await session.operate(f"/me/calls/{call_id}", "Answer")).json() == {"statusCode": 0}
    assert (await session.get(f"/me/calls/{call_id}"))["call"]["state"] == "Ringing"


async def test_the_first_poll_is_answered_at_once_when_asked(server: NodeServer, session: PlainSession) -> None:
    await server.control("option", timeoutMs=60_000)
    handshake = await session.handshake()
    assert handshake["advice"]["reconnect"] == "retry"
    reply, events = await session.connect(advice={"timeout": 0})
    assert (reply["successful"], events) == (True, [])


@pytest.mark.parametrize(("kind", "words"), [("cometd", "402::session_unknown"), ("faye", "401:{}:Unknown client")])
async def test_a_killed_session_hears_the_words_of_its_library(node_server: Serve, kind: str, words: str) -> None:
    server = await node_server(kind)
    async with server.client() as http:
        session = PlainSession(http)
        await session.log_in(server)
        await session.handshake()
        await session.subscribe(CALLS)
        assert (await server.control("log"))["sessions"] == [{"id": session.client_id, "subscriptions": [CALLS]}]
        await server.control("kill")
        reply, _ = await session.connect()
        assert (reply["successful"], reply["error"]) == (False, words.format(session.client_id))
        assert reply["advice"]["reconnect"] == "handshake"
        assert (await server.control("log"))["sessions"] == []


async def test_an_expired_http_session_is_refused_until_the_next_login(
    server: NodeServer, session: PlainSession
) -> None:
    await session.handshake()
    await server.control("expire")
    refused = await session.post("/meta/connect", connectionType="long-polling")
    assert (refused.status_code, refused.json()["statusCode"]) == (403, 20)
    await session.log_in(server)
    assert (await session.connect())[0]["successful"] is False
    assert (await session.handshake())["successful"]


async def test_a_cut_ends_the_connections_and_leaves_the_session(server: NodeServer, session: PlainSession) -> None:
    assert (await server.control("cut"))["closed"] == 1
    assert (await session.get("/me"))["statusCode"] == 0


async def test_following_the_life_of_the_centre_leads_to_its_own_list(
    server: NodeServer, session: PlainSession
) -> None:
    await session.handshake()
    await session.subscribe(CALLS)
    await server.control("live", rate=200, seed=3, calls=5)
    told = await session.events(60)
    await server.control("quiet")
    await server.control("ring", **{"from": "5099"})
    while told[-1]["data"]["call"].get("ani") != "5099":
        told += await session.events(1)
    latest = {event["data"]["call"]["id"]: event["data"]["call"]["state"] for event in told}
    truth = {call["id"]: call["state"] for call in (await server.control("calls"))["calls"]}
    assert {call_id: state for call_id, state in latest.items() if state != "Released"} == truth


async def test_an_unknown_verb_is_an_error(server: NodeServer) -> None:
    with pytest.raises(httpx.HTTPStatusError):
        await server.control("somersault")
    with pytest.raises(httpx.HTTPStatusError):
        await server.control("fault", mode="somersault")
