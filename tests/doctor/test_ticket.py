"""What is printed is fit for a ticket, whatever a server sends back."""

from __future__ import annotations

import base64
import json

import pytest

from tests.doctor.patient import go_through
from tests.gws.scripted_server import PASSWORD, USER, Answer, ScriptedServer
from tui.doctor.printing import line_of, report

BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
SESSION, TOKEN, NUMBER = "node0canarysession", "canary-csrf-token", "+12025550143"
CANARIES = (PASSWORD, BASIC, SESSION, TOKEN, "2025550143", "5550101", "\x1b", "\u202e", "Canary Person")
FIRST = f"no: {PASSWORD} {BASIC} for {NUMBER} \x1b]52;c;x\x07 \u202e"
ECHO = f"{FIRST} {SESSION} {TOKEN}"


@pytest.mark.parametrize("kind", ["login", "services", "snapshot", "handshake", "subscribe", "connect"])
async def test_a_server_that_repeats_everything_in_its_complaints(server: ScriptedServer, kind: str) -> None:
    server.login_headers = {
        "X-CSRF-HEADER": "X-CSRF-TOKEN",
        "X-CSRF-TOKEN": TOKEN,
        "Set-Cookie": f"AWSELB={SESSION}; Path=/",
    }
    server.user |= {
        "firstName": "Canary",
        "lastName": "Person",
        "calls": [{"id": "c1", "state": "Held", "participants": [NUMBER], "userData": {"who": "Canary Person"}}],
    }
    if kind in ("handshake", "subscribe", "connect"):
        server.cometd.refused = {"/v2/me/calls": ECHO}
        if kind != "subscribe":
            wrong = {"channel": f"/meta/{kind}", "successful": False, "error": ECHO}
            server.script(kind, Answer([wrong], echo=True))
    else:
        server.script(kind, Answer({"statusCode": 5, "statusMessage": FIRST if kind == "login" else ECHO}, status=500))
    steps = await go_through(server.url, USER, PASSWORD)
    lines = "\n".join(line_of(step, 100) for step in steps.values())
    printed = lines + json.dumps(report("x", steps.values()), ensure_ascii=False)

    assert "[hidden]" in printed, printed
    assert [canary for canary in CANARIES if canary in printed.replace("\n", "")] == []


async def test_the_calls_are_counted_and_not_told(server: ScriptedServer) -> None:
    server.user["calls"] = [
        {"id": "c1", "state": "Held", "participants": [NUMBER], "userData": {"who": "Canary Person"}},
        {"id": "c2", "state": "Ringing", "participants": [NUMBER]},
    ]
    steps = await go_through(server.url, USER, PASSWORD)

    assert steps["calls"].found.detail == "2: 1 Held, 1 Ringing, of this login and no other"
    assert "0143" not in json.dumps(report("x", steps.values()))
