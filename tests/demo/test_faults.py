"""Every fault of the control endpoint, seen by a client that knows nothing of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest

from tests.demo.wire_client import Simulators, WireClient
from tui.demo.options import Options

Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


async def order(client: WireClient, verb: str, **parameters: object) -> dict[str, Any]:
    response = await client.http.post(f"/control/{verb}", json=parameters)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("status", [401, 403, 500, 503])
async def test_status_for_the_next_requests(simulators: Simulators, status: int) -> None:
    client = await simulators.one()
    await order(client, "status", status=status, count=2, match="GET /me")
    assert (await client.http.get("/api/v2/features")).status_code == 200
    assert [(await client.http.get("/api/v2/me")).status_code for _ in range(3)] == [status, status, 200]


async def test_status_for_a_time_and_clear(simulators: Simulators) -> None:
    client = await simulators.one()
    await order(client, "status", seconds=3600)
    assert (await client.http.get("/api/v2/me")).status_code == 503
    await order(client, "clear")
    assert (await client.http.get("/api/v2/me")).status_code == 200


@pytest.mark.parametrize(
    ("verb", "text"), [("html", b"<html>"), ("garbage", b"\xff\x00\x1b"), ("null", b"null"), ("empty", b"")]
)
async def test_spoilt_answers(simulators: Simulators, verb: str, text: bytes) -> None:
    client = await simulators.one()
    await order(client, verb, match="/meta/connect")
    response = await client.raw([{"channel": "/meta/connect", "clientId": client.client_id}])
    assert response.status_code == 200
    assert text in response.content
    assert (await client.poll(0))["successful"]


async def test_cut_ends_held_polls_but_not_the_session(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    poll = asyncio.create_task(client.poll())
    await eventually(lambda: client.simulator.control.stats()["requests"].get("/meta/connect") == 2)
    client.simulator.control.cut()
    with pytest.raises(httpx.TransportError):
        await poll
    assert (await client.poll(0))["successful"]
    client.simulator.control.start(client.login.user)
    await client.until_call("Ringing")


async def test_hang_until_cleared(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    await order(client, "hang", match="GET /me")
    request = asyncio.create_task(client.http.get("/api/v2/me"))
    await eventually(lambda: client.simulator.control.stats()["requests"].get("GET /me") == 2)
    assert not request.done()
    await order(client, "clear")
    assert (await request).status_code == 503


async def test_drop_carries_out_and_loses_the_answer(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    await order(client, "drop", match="POST /me/calls/{id}")
    with pytest.raises(httpx.TransportError):
        await client.call(call_id, "Hold")
    await client.until_call("Held", call_id)


async def test_forget_answers_a_held_poll(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    poll = asyncio.create_task(client.poll())
    await eventually(lambda: client.simulator.control.stats()["requests"].get("/meta/connect") == 2)
    client.simulator.control.forget()
    assert (await poll)["error"] == "402::Unknown client"


async def test_expire_answers_a_held_poll_403(simulators: Simulators, eventually: Eventually) -> None:
    client = await simulators.one()
    poll = asyncio.create_task(client.raw([{"channel": "/meta/connect", "clientId": client.client_id}]))
    await eventually(lambda: client.simulator.control.stats()["requests"].get("/meta/connect") == 2)
    client.simulator.control.expire()
    assert (await poll).status_code == 403


async def test_lose_messages(simulators: Simulators) -> None:
    client = await simulators.one()
    await order(client, "lose", count=1)
    lost = (await order(client, "start", user=client.login.user))["id"]
    seen = (await order(client, "start", user=client.login.user))["id"]
    assert (await client.until_call("Ringing"))["id"] == seen
    assert lost in [call["id"] for call in (await client.get("/me/calls?fields=*"))["calls"]]


async def test_duplicate_messages(simulators: Simulators) -> None:
    client = await simulators.one()
    await order(client, "duplicate")
    await order(client, "start", user=client.login.user)
    await client.poll(0)
    assert len(client.events) == 2
    assert client.events[0] == client.events[1]


async def test_early_notification(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    await order(client, "early")
    poll = asyncio.create_task(client.until_call("Held", call_id))
    answer = asyncio.create_task(client.call(call_id, "Hold"))
    done, _ = await asyncio.wait({poll, answer}, return_when=asyncio.FIRST_COMPLETED)
    assert done == {poll}
    assert (await answer) == {"statusCode": 0}


async def test_accepted_without_effect(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    await order(client, "noeffect")
    assert await client.call(call_id, "Hold") == {"statusCode": 0}
    await order(client, "noeffect", on=False)
    assert await client.call(call_id, "MuteCall") == {"statusCode": 0}
    assert (await client.until_call("Established", call_id, mute="On"))["mute"] == "On"
    assert client.events == []


async def test_unseen_ends_and_starts(simulators: Simulators) -> None:
    client, call_id = await simulators.talking()
    fresh = (await order(client, "start_unseen", user=client.login.user))["ids"]
    assert (await order(client, "end_unseen", user=client.login.user))["ids"] == [call_id]
    await client.poll(0)
    assert client.events == []
    truth = (await client.http.get("/control/calls", params={"user": client.login.user})).json()
    assert [call["id"] for call in truth] == fresh


async def test_voice_down_is_told_and_nothing_else_is(simulators: Simulators) -> None:
    client = await simulators.one()
    await client.meta("subscribe", subscription="/notifications/services")
    await order(client, "voice", up=False)
    data = await client.until(lambda data: "services" in data)
    assert [each["state"] for each in data["services"] if each["type"] == "Voice"] == ["Inactive"]
    client.events.clear()
    await order(client, "start", user=client.login.user)
    await client.poll(0)
    assert client.events == []
    assert (await client.operate("/me/channels/voice", "Ready"))["statusCode"] == 4
    await order(client, "voice", up=True)
    await client.until(lambda data: "services" in data)
    assert (await client.get("/services?fields=*&type=Voice"))["services"][0]["state"] == "Active"


async def test_pause_and_resume(simulators: Simulators, eventually: Eventually) -> None:
    simulator = await simulators.start(Options(rate_per_s=200))
    client = simulators.client(simulator)
    steps = (await order(client, "pause"))["steps"]
    await order(client, "step", count=3)
    for _ in range(5):
        assert (await client.http.get("/control/stats")).json()["steps"] == steps + 3
    await order(client, "resume")
    await eventually(lambda: simulator.life.steps > steps + 3)


async def test_bad_orders_are_answered(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    assert (await client.http.post("/control/nonsense")).status_code == 404
    refused = await client.http.post("/control/start", json={"user": "agent5001", "queue": "nowhere"})
    assert (refused.status_code, "Billing" in refused.text) == (400, True)
    assert (await client.http.post("/control/lose", json={"much": 1})).status_code == 400
    assert (await client.http.post("/control/lose", content=b"{")).status_code == 400
    assert (await client.http.post("/control/start", json={"user": "nobody"})).status_code == 400
    assert (await client.http.get("/control/calls?user=nobody")).status_code == 404


async def test_the_wire_tells_what_the_list_says(simulators: Simulators, still: Options) -> None:
    options = replace(still, calls=40, logins="one", rate_per_s=400, agents=24)
    client = simulators.client(await simulators.start(options))
    await client.listen("/v2/me/calls")
    board = {call["id"]: call for call in (await client.get("/me?subresources=calls"))["user"]["calls"]}
    while len(client.events) < 300:
        await client.poll(500)
    client.simulator.pause()
    await client.poll(0)
    for event in client.events:
        call = event["data"]["call"]
        board[call["id"]] = call
    alive = [call for call in board.values() if call["state"] != "Released"]
    assert _plain(alive) == _plain(client.simulator.calls(client.login.user))


def _plain(calls: list[dict[str, Any]]) -> list[dict[str, Any]]:
    plain = [{**call, "duration": None, "capabilities": sorted(call["capabilities"])} for call in calls]
    return sorted(plain, key=lambda call: str(call["id"]))


@pytest.mark.parametrize(("verb", "status_code", "failed"), [("lacking", 0, []), ("partial", 7, ["voice"])])
async def test_a_user_without_his_calls(simulators: Simulators, verb: str, status_code: int, failed: list[str]) -> None:
    client = await simulators.one()
    await order(client, verb, match="GET /me")
    answers = [(await client.http.get("/api/v2/me?subresources=*")).json() for _ in range(2)]
    assert ["calls" in answer["user"] for answer in answers] == [False, True]
    assert answers[0]["user"]["devices"] == answers[1]["user"]["devices"]
    assert answers[0]["statusCode"] == status_code
    assert [one["channel"] for one in answers[0].get("failed", ())] == failed
