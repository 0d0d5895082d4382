"""Logging in: Basic once, cookies after, the CSRF token where it belongs, and which answers mean what."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pydantic import SecretStr

from tests.gws import samples
from tests.gws.scripted_server import BASIC, NO_LOGIN, PASSWORD, USER, Answer, ScriptedServer
from tests.gws.servers.listening import listening
from tui.gws.auth import Session
from tui.gws.login import Login
from tui.gws.rest import Rest
from tui.source.errors import (
    BadReplyError,
    DoubtfulError,
    RefusedError,
    RetryableError,
    ServerFaultError,
    SessionLostError,
    SourceError,
)
from tui.source.events import Gap, ServiceEvent
from tui.source.snapshot import SnapshotScope

CSRF = {"X-CSRF-HEADER": "X-CSRF-TOKEN", "X-CSRF-TOKEN": "t-1"}


@pytest.fixture
async def session(server: ScriptedServer) -> AsyncIterator[Session]:
    async with Session(server.login) as session:
        yield session


async def test_the_first_request_carries_basic_and_the_next_ones_only_cookies(
    server: ScriptedServer, session: Session
) -> None:
    user = await Rest(session).log_in()
    assert user.user_name == USER
    await Rest(session).services()
    await Rest(session).operate("/me/calls/c1", "Answer")
    assert (server.asked[0].path, server.asked[0].headers["Authorization"]) == ("/api/v2/me", BASIC)
    for asked in server.asked[1:]:
        assert "Authorization" not in asked.headers
        assert asked.cookies == {"JSESSIONID": "s1"}


async def test_without_a_cookie_basic_goes_with_every_request_polls_included(server: ScriptedServer) -> None:
    server.gives_cookie = False
    async with listening(server) as reader:
        await reader.until(Gap)
        assert all(asked.headers["Authorization"] == BASIC for asked in server.asked)


async def test_each_login_starts_with_an_empty_jar_and_no_token(server: ScriptedServer, session: Session) -> None:
    server.login_headers = CSRF
    await Rest(session).log_in()
    server.login_headers = {}
    await Rest(session).log_in()
    await Rest(session).operate("/me", "Ready")
    assert server.asked[1].cookies == {}
    assert server.asked[1].headers["Authorization"] == BASIC
    assert "X-CSRF-TOKEN" not in server.last("operation").headers


@pytest.mark.parametrize("password", ["pässwörd", "a:b:c", "", "\udcff"])
async def test_any_password_can_be_sent(server: ScriptedServer, password: str) -> None:
    server.script("login", Answer(NO_LOGIN, 403))
    async with Session(replace(server.login, password=SecretStr(password))) as session:
        with pytest.raises(RefusedError):
            await Rest(session).log_in()


@pytest.mark.parametrize(
    "url", ["https://gws.example.com:8090", "https://gws.example.com:8090/", "https://gws.example.com:8090/api/v2/"]
)
def test_the_address_may_end_as_it_likes(url: str) -> None:
    assert Login(url, "u", SecretStr("p")).origin == "https://gws.example.com:8090"


async def test_a_context_path_is_kept(server: ScriptedServer) -> None:
    server.script("other", Answer({"statusCode": 0, "user": {}}))
    async with Session(replace(server.login, url=f"{server.url}/cloud-web/api/v2")) as session:
        await Rest(session).log_in()
    assert server.asked[0].path == "/cloud-web/api/v2/me"


async def test_the_csrf_token_goes_with_operations_and_polls(server: ScriptedServer) -> None:
    server.login_headers = CSRF
    async with listening(server) as reader:
        await reader.until(Gap)
        await Rest(reader.session).operate("/me/calls/c1", "Answer")
        for kind in ("handshake", "connect", "operation"):
            assert server.last(kind).headers["X-CSRF-TOKEN"] == "t-1"
        server.login_headers = {**CSRF, "X-CSRF-TOKEN": "t-2"}
        await Rest(reader.session).services()
        await Rest(reader.session).operate("/me/calls/c1", "Answer")
        assert server.last("operation").headers["X-CSRF-TOKEN"] == "t-2"


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Authorization",
            "cookie",
            "HOST",
            "Content-Type",
            "content-length",
            "Transfer-Encoding",
            "Expect",
            "Upgrade",
        ),
        *("X-Forwarded-For", "X-HTTP-Method-Override", "Proxy-Authorization", "Connection", "Origin"),
        *("X Y", "X:Y", "é"),
    ],
)
async def test_a_hostile_name_of_the_csrf_header_is_not_obeyed(
    server: ScriptedServer, session: Session, name: str
) -> None:
    answer = Answer({"statusCode": 0, "user": {}}, headers={"X-CSRF-HEADER": name})
    if name.lower() not in ("transfer-encoding", "connection", "content-length", "upgrade") and name.isascii():
        answer = replace(answer, headers={**answer.headers, name.replace(" ", "").replace(":", ""): "evil"})
    server.script("login", answer)
    await Rest(session).log_in()
    await Rest(session).operate("/me", "Ready")
    sent = server.last("operation").headers
    assert "evil" not in sent.values()
    assert sent["Content-Type"] == "application/json;charset=UTF-8"


@pytest.mark.parametrize("token", ["", "two words", "x" * 600])
async def test_a_token_that_cannot_be_one_is_not_sent(server: ScriptedServer, session: Session, token: str) -> None:
    server.login_headers = {"X-CSRF-HEADER": "X-CSRF-TOKEN", "X-CSRF-TOKEN": token}
    await Rest(session).log_in()
    await Rest(session).operate("/me", "Ready")
    assert "X-CSRF-TOKEN" not in server.last("operation").headers


@pytest.mark.parametrize(
    "answer",
    [
        Answer(NO_LOGIN, 403),
        Answer({**NO_LOGIN, "statusCode": "20"}, 403),
        Answer(NO_LOGIN, 200),
        Answer(b"", 401),
        Answer(b"<html>", 401),
        Answer({"statusCode": 5, "statusMessage": "No permission"}, 403),
        Answer({"statusCode": 8, "statusMessage": "Password change demanded"}, 200),
    ],
)
async def test_at_log_in_a_refusal_is_one(server: ScriptedServer, session: Session, answer: Answer) -> None:
    server.script("login", answer)
    with pytest.raises(RefusedError, match="login refused"):
        await Rest(session).log_in()


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer({"statusCode": 4, "statusMessage": "down"}, 500), ServerFaultError),
        (Answer(b"down", 503), ServerFaultError),
        (Answer(b"", 429), ServerFaultError),
        (Answer({"statusCode": 12}, 200), BadReplyError),
        (Answer(b"<html>hello</html>"), BadReplyError),
        (Answer({"user": {}}), BadReplyError),
        (Answer({"statusCode": 0}), BadReplyError),
        (Answer([]), BadReplyError),
        (Answer(b"", 404), BadReplyError),
        (Answer(b"", 204), BadReplyError),
        (Answer(b"<html>Request blocked</html>", 403), DoubtfulError),
        (Answer(b"", 403), BadReplyError),
        (Answer(b"", 302, {"Location": "/login"}), DoubtfulError),
        (Answer(b'<form><input name="j_password" type="password">'), DoubtfulError),
    ],
)
async def test_at_log_in_everything_else_may_be_mended(
    server: ScriptedServer, session: Session, answer: Answer, error: type[SourceError]
) -> None:
    server.script("login", answer)
    with pytest.raises(error) as caught:
        await Rest(session).log_in()
    assert isinstance(caught.value, RetryableError)
    assert "password" not in str(caught.value)


@pytest.mark.parametrize("answer", [Answer(NO_LOGIN, 403), Answer(b"", 401), Answer(b"", 403)])
async def test_later_the_same_answers_mean_that_the_session_is_lost(
    server: ScriptedServer, session: Session, answer: Answer
) -> None:
    await Rest(session).log_in()
    server.script("snapshot", answer)
    server.script("services", answer)
    server.script("operation", answer)
    with pytest.raises(SessionLostError):
        await Rest(session).snapshot()
    with pytest.raises(SessionLostError):
        await Rest(session).services()
    with pytest.raises(SessionLostError):
        await Rest(session).operate("/me", "Ready")


async def test_a_page_of_a_firewall_later_is_no_lost_session(server: ScriptedServer, session: Session) -> None:
    await Rest(session).log_in()
    for kind, ask in (("snapshot", Rest(session).snapshot), ("services", Rest(session).services)):
        server.script(kind, Answer(b"<html>Request blocked</html>", 403))
        with pytest.raises(DoubtfulError, match="not of this API"):
            await ask()


async def test_a_charset_that_is_declared_is_honoured(server: ScriptedServer, session: Session) -> None:
    await Rest(session).log_in()
    body = json.dumps({"statusCode": 0, "user": {"userName": "Jürgen", "calls": [], "devices": []}}, ensure_ascii=False)
    latin = {"Content-Type": "application/json; charset=ISO-8859-1"}
    server.script("snapshot", Answer(body.encode("iso-8859-1"), headers=latin), Answer(body.encode(), headers=latin))
    for _ in range(2):
        assert (await Rest(session).snapshot()).user.user_name == "Jürgen"


async def test_status_code_is_judged_before_http(server: ScriptedServer, session: Session) -> None:
    server.script("login", Answer({"statusCode": "0", "user": {"userName": "u"}}, 500))
    assert (await Rest(session).log_in()).user_name == "u"
    server.script("snapshot", Answer({"statusCode": 4}, 200))
    with pytest.raises(BadReplyError, match="the server answers 4"):
        await Rest(session).snapshot()


async def test_the_wish_of_a_busy_server_is_kept_with_an_envelope_too(server: ScriptedServer, session: Session) -> None:
    server.script("login", Answer({"statusCode": 4}, 503, {"Retry-After": "9"}))
    with pytest.raises(ServerFaultError) as caught:
        await Rest(session).log_in()
    assert caught.value.retry_after_s == 9.0


async def test_a_snapshot_asks_for_everything_or_for_voice(server: ScriptedServer, session: Session) -> None:
    server.user = samples.SNAPSHOT["user"]
    rest = Rest(session)
    await rest.log_in()
    assert [call.id for call in (await rest.snapshot()).calls] == [samples.CALL_ID]
    await rest.snapshot(SnapshotScope.CALLS)
    paths = [asked.path for asked in server.asked if asked.kind == "snapshot"]
    assert paths == ["/api/v2/me?subresources=*", "/api/v2/me?subresources=devices,calls"]


async def test_the_backends_are_listed(server: ScriptedServer, session: Session) -> None:
    await Rest(session).log_in()
    voice = {"name": "SIP_Server", "type": "Voice", "state": "Active"}
    server.script("services", Answer({"statusCode": 0, "services": [voice, None, 7]}))
    assert await Rest(session).services() == (ServiceEvent(0.0, "SIP_Server", "Voice", "Active"),)


@pytest.mark.parametrize(
    "cookie",
    ["JSESSIONID=é\u202e", "JSESSIONID=x; Domain=evil.example.com", "a=b; Expires=never; Max-Age=é", "=;=", "é"],
)
async def test_a_hostile_cookie_does_no_harm(server: ScriptedServer, session: Session, cookie: str) -> None:
    server.script("login", Answer({"statusCode": 0, "user": {}}, headers={"Set-Cookie": cookie}))
    server.script("services", Answer({"statusCode": 0}))
    await Rest(session).log_in()
    await Rest(session).services()


def test_the_host_is_shown_without_credentials() -> None:
    assert Session(Login(f"http://u:{PASSWORD}@127.0.0.1:1", "u", SecretStr("p"), False)).host == "127.0.0.1:1"
