"""Passwords, cookies and tokens are in no word that an error or an object says about itself."""

from __future__ import annotations

import logging
import traceback

import httpx
import pytest

from tests.gws.scripted_server import BASIC, NO_LOGIN, PASSWORD, Answer, ScriptedServer
from tui.gws.auth import Session
from tui.gws.connections.headers import AnswerHeaders
from tui.gws.connections.requests import Request
from tui.gws.http import Reply
from tui.gws.line import line_to
from tui.gws.rest import Rest
from tui.source.errors import SourceError

COOKIE, TOKEN = "canary-cookie", "canary-token"
SECRETS = (PASSWORD, BASIC.removeprefix("Basic "), COOKIE, TOKEN)
GIVEN = {"Set-Cookie": f"JSESSIONID={COOKIE}; Path=/", "X-CSRF-HEADER": "X-CSRF-TOKEN", "X-CSRF-TOKEN": TOKEN}


def assert_no_secret(text: str) -> None:
    assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize(
    "answer",
    [
        Answer(NO_LOGIN, 403, GIVEN),
        Answer(b"", 503, GIVEN),
        Answer(b"<html>", 200, GIVEN),
        Answer(b"", 302, {**GIVEN, "Location": "/login"}),
        Answer({"statusCode": 4, "statusMessage": "no"}, 500, GIVEN),
        Answer(drop=True),
    ],
)
async def test_errors_hold_none(server: ScriptedServer, answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
    server.script("login", Answer({"statusCode": 0, "user": {}}, headers=GIVEN))
    server.script("operation", answer)
    with caplog.at_level(logging.INFO):
        async with Session(server.login) as session:
            await Rest(session).log_in()
            with pytest.raises(SourceError) as caught:
                await Rest(session).operate("/me", "Ready")
    assert server.last("operation").headers["X-CSRF-TOKEN"] == TOKEN
    assert server.last("operation").cookies["JSESSIONID"] == COOKIE
    assert_no_secret("".join(traceback.format_exception(caught.value)) + repr(caught.value) + caplog.text)


async def test_objects_hold_none(server: ScriptedServer) -> None:
    async with Session(server.login) as session, line_to(server.login, float)() as line:
        await Rest(session).log_in()
        told = [
            server.login,
            session,
            line,
            line.stream(),
            session.credentials,
            session.given,
            session.credentials.basic,
        ]
        told.append(Request("POST", "/x", {"X-CSRF-TOKEN": TOKEN}, COOKIE.encode(), session._authorize))
        told.append(Reply(200, AnswerHeaders(httpx.Headers(GIVEN).raw), PASSWORD.encode()))
        for thing in told:
            assert_no_secret(repr(thing) + str(thing))
