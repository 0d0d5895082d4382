"""Operations are posted once, and what the server says about them comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.gws.scripted_server import Answer, ScriptedServer
from tui.gws.auth import Session
from tui.gws.rest import Rest
from tui.source.errors import (
    BadReplyError,
    OperationError,
    RetryableError,
    ServerFaultError,
    SessionLostError,
    SourceError,
    UnreachableError,
)


@pytest.fixture
async def rest(server: ScriptedServer) -> AsyncIterator[Rest]:
    async with Session(server.login) as session:
        rest = Rest(session)
        await rest.log_in()
        yield rest


async def test_an_operation_is_its_name_and_its_parameters(server: ScriptedServer, rest: Rest) -> None:
    answer = await rest.operate("/me/devices/d1/calls", "Dial", {"destination": {"phoneNumber": "+12025550172"}})
    assert answer.status_code == 0
    asked = server.last("operation")
    assert (asked.method, asked.path) == ("POST", "/api/v2/me/devices/d1/calls")
    assert asked.payload == {"operationName": "Dial", "destination": {"phoneNumber": "+12025550172"}}


async def test_partial_success_is_success(server: ScriptedServer, rest: Rest) -> None:
    server.script("operation", Answer({"statusCode": 7, "succeeded": [], "failed": []}))
    assert (await rest.operate("/me", "StartContactCenterSession")).status_code == 7


@pytest.mark.parametrize("status", [200, 403, 500])
@pytest.mark.parametrize("code", [4, "2"])
async def test_what_is_turned_down_says_why(server: ScriptedServer, rest: Rest, status: int, code: object) -> None:
    server.script("operation", Answer({"statusCode": code, "statusMessage": "Not\x1b now"}, status))
    with pytest.raises(OperationError, match=f"{code} Not␛ now") as caught:
        await rest.operate("/me/calls/c1", "Answer")
    assert caught.value.status_code == int(str(code))
    assert not isinstance(caught.value, RetryableError)


async def test_a_wrong_csrf_token_means_a_new_session(server: ScriptedServer, rest: Rest) -> None:
    answer = {"statusCode": 3, "statusMessage": "Missing or invalid Csrf token"}
    server.script("operation", Answer(answer, 403))
    with pytest.raises(SessionLostError):
        await rest.operate("/me/calls/c1", "Answer")


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(b"", 503), ServerFaultError),
        (Answer(b"", 429), ServerFaultError),
        (Answer(drop=True), UnreachableError),
        (Answer(b"{", cut=True), UnreachableError),
        (Answer(b"<html>"), BadReplyError),
        (Answer(b"", 307, {"Location": "/api/v2/me"}), BadReplyError),
        (Answer(b"", 401), SessionLostError),
    ],
)
async def test_nothing_is_ever_posted_twice(
    server: ScriptedServer, rest: Rest, answer: Answer, error: type[SourceError]
) -> None:
    server.script("operation", answer)
    with pytest.raises(error):
        await rest.operate("/me/calls/c1", "Answer")
    assert server.count("operation") == 1
    assert len(server.asked) == 2
