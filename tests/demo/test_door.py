"""Login, cookies, CSRF and the end of HTTP sessions, seen from the wire."""

from __future__ import annotations

from dataclasses import replace

from tests.demo.wire_client import Simulators
from tui.demo.options import Options

DENIED = {"statusCode": 20, "statusMessage": "Access denied"}


async def test_without_login_everything_but_the_version_is_denied(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    response = await client.http.get("/api/v2/me")
    assert (response.status_code, response.json()) == (403, DENIED)
    assert (await client.raw([])).status_code == 403
    assert (await client.http.get("/api/v2/diagnostics/version")).json()["statusCode"] == 0


async def test_wrong_password_is_denied_and_counted(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    response = await client.http.get("/api/v2/me", auth=(client.login.user, "wrong"))
    assert (response.status_code, response.json()) == (403, DENIED)
    assert client.simulator.control.stats()["loginFailures"] == {client.login.user: 1}


async def test_login_gives_a_cookie_that_is_enough(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    response = await client.log_in()
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("JSESSIONID=")
    assert "HttpOnly" in cookie
    assert "Path=/" in cookie
    again = await client.http.get("/api/v2/me")
    assert again.json()["user"]["userName"] == client.login.user
    assert "set-cookie" not in again.headers


async def test_posts_need_the_token_of_their_session(simulators: Simulators) -> None:
    client = simulators.client(await simulators.start())
    await client.log_in()
    good = dict(client.headers)
    for headers in ({}, {"X-CSRF-TOKEN": "wrong"}):
        client.headers = headers
        for response in (await client.post("/me", {"operationName": "Ready"}), await client.raw([{"channel": "/x"}])):
            assert response.status_code == 403
            assert response.json()["statusMessage"] == "Missing or invalid Csrf token"
    client.headers = good
    assert (await client.operate("/me", "Ready")) == {"statusCode": 0}


async def test_csrf_can_be_off(simulators: Simulators, still: Options) -> None:
    client = simulators.client(await simulators.start(replace(still, csrf=False)))
    response = await client.log_in()
    assert "X-CSRF-HEADER" not in response.headers
    assert (await client.operate("/me", "Ready")) == {"statusCode": 0}


async def test_an_idle_session_expires(simulators: Simulators, still: Options) -> None:
    client = simulators.client(await simulators.start(replace(still, http_session_s=0)))
    await client.log_in()
    assert (await client.http.get("/api/v2/me")).status_code == 403


async def test_expire_ends_sessions_and_held_polls(simulators: Simulators) -> None:
    client = await simulators.one()
    old_cookie = client.http.cookies["JSESSIONID"]
    await client.http.post("/control/expire")
    assert (await client.raw([{"channel": "/meta/connect", "clientId": client.client_id}])).status_code == 403
    await client.log_in()
    assert client.http.cookies["JSESSIONID"] != old_cookie
    assert (await client.poll(0))["error"] == "402::Unknown client"


async def test_end_session_invalidates_everything_and_others_see_the_agent_leave(simulators: Simulators) -> None:
    client = await simulators.one()
    other = await simulators.another(client, 0)
    assert (await client.operate("/me", "EndContactCenterSession")) == {"statusCode": 0}
    assert (await client.http.get("/api/v2/me")).status_code == 403
    told = await other.until(lambda data: data["messageType"] == "DeviceStateChangeMessage")
    assert told["devices"][0]["userState"]["state"] == "LoggedOut"
    await other.operate("/me", "StartContactCenterSession", channels=["voice"])
    await other.until(lambda data: data["devices"][0]["userState"] == {"state": "LoggedIn"})
    await other.until(lambda data: data["devices"][0]["userState"]["state"] == "Ready")
