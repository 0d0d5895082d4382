"""What is sent is what the API's reference prints: method, path, body and headers, against one table of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.control.captured import Request, captured
from tests.control.desk import COLLEAGUE, SOURCE, Desk, open_desk
from tests.control.scenarios import SCENARIOS, Aimed
from tests.doctor.patient import go_through
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.commands.command import Command
from tui.live.commands.commands import COMMANDS

CALL, DEVICE, VOICE, USER = "/me/calls/{id}", "/me/devices/{id}", "/me/channels/voice", "/me"
TO_COLLEAGUE = {"destination": {"phoneNumber": COLLEAGUE}}
OTHER_CALL = "the uri of the other call"

OPERATIONS: Mapping[str, tuple[str, str, Mapping[str, object]]] = {
    "answer": (CALL, "Answer", {}),
    "reject": (CALL, "Reject", {}),
    "hangup": (CALL, "Hangup", {}),
    "clear_call": (CALL, "ClearCall", {}),
    "hold": (CALL, "Hold", {}),
    "retrieve": (CALL, "Retrieve", {}),
    "swap": (CALL, "SwapCalls", {"otherCallUri": OTHER_CALL}),
    "dtmf": (CALL, "SendDtmf", {"digits": "12*#"}),
    "mute": (CALL, "MuteCall", {}),
    "unmute": (CALL, "UnmuteCall", {}),
    "transfer": (CALL, "InitiateTransfer", TO_COLLEAGUE),
    "complete_transfer": (CALL, "CompleteTransfer", {}),
    "conference": (CALL, "InitiateConference", TO_COLLEAGUE),
    "complete_conference": (CALL, "CompleteConference", {}),
    "blind_transfer": (CALL, "SingleStepTransfer", TO_COLLEAGUE),
    "add_party": (CALL, "SingleStepConference", TO_COLLEAGUE),
    "remove_party": (CALL, "RemoveParticipantFromConference", {"participant": COLLEAGUE}),
    "attach_data": (CALL, "AttachUserData", {"userData": {"Ticket": "T-88"}}),
    "update_data": (CALL, "UpdateUserData", {"userData": {"AccountNumber": "40218", "Note": "wants a copy"}}),
    "delete_pair": (CALL, "DeleteUserDataPair", {"key": "Ticket"}),
    "delete_data": (CALL, "DeleteUserData", {}),
    "record": (CALL, "StartCallRecording", {}),
    "pause_recording": (CALL, "PauseCallRecording", {}),
    "resume_recording": (CALL, "ResumeCallRecording", {}),
    "stop_recording": (CALL, "StopCallRecording", {}),
    "dial": (f"{DEVICE}/calls", "Dial", {"destination": {"phoneNumber": "+12025550172"}}),
    "dnd_on": (DEVICE, "DoNotDisturbOn", {}),
    "dnd_off": (DEVICE, "DoNotDisturbOff", {}),
    "forward": (DEVICE, "ForwardCallsOn", {"destination": "5003"}),
    "unforward": (DEVICE, "ForwardCallsOff", {}),
    "ready": (VOICE, "Ready", {}),
    "not_ready": (VOICE, "NotReady", {}),
    "after_call_work": (VOICE, "AfterCallWork", {}),
    "aux_work": (VOICE, "AuxWork", {}),
    "offline": (VOICE, "Offline", {}),
    "start_session": (USER, "StartContactCenterSession", {"channels": ["voice"]}),
    "end_session": (USER, "EndContactCenterSession", {}),
}
"""Path, operationName and parameters of every command, for what its scenario asks of it (API.md 2 and 6)."""

READS: Mapping[str, tuple[Mapping[str, list[str]], ...]] = {
    "/me": ({}, {"subresources": ["*"]}, {"subresources": ["devices,calls"]}, {"subresources": ["features"]}),
    "/services": ({"fields": ["*"]},),
    "/diagnostics/version": ({},),
    "/me/groups": ({"type": ["BusinessUnit"], "fields": ["*"]},),
    "/contacts": (
        {
            "type": ["User"],
            "roles": ["ROLE_AGENT"],
            "filterName": ["NamesOrPhoneNumberMatches"],
            "filterParameters": ["*"],
            "sortBy": ["name"],
            "order": ["Ascending"],
            "limit": ["100"],
        },
        {
            "type": ["User"],
            "filterName": ["NamesOrPhoneNumberMatches"],
            "filterParameters": ["5002"],
            "sortBy": ["name"],
            "order": ["Ascending"],
            "limit": ["20"],
        },
    ),
    "/settings/agent-states": ({},),
    "/users/{id}": ({"subresources": ["devices"]},),
}
"""What is only read, with the queries that are asked (API.md 1.4, 1.7, 1.8, 3.2, 8.1)."""
ANY = {"includeUsersInBusinessUnits", "offset"}
"""What may have any value beside them: a group, and where a page of its agents begins."""

TOPICS = {"/v2/me/calls", "/v2/me/devices", "/notifications/services"}
MESSAGES: Mapping[str, set[str]] = {
    "/meta/handshake": {"version", "minimumVersion", "supportedConnectionTypes", "ext"},
    "/meta/subscribe": {"clientId", "subscription"},
    "/meta/connect": {"clientId", "connectionType", "advice", "ext"},
    "/meta/disconnect": {"clientId"},
}
"""Fields of each Bayeux message beside `channel` and `id` (API.md 4.2)."""

every_command = pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.id)


def check_read(request: Request) -> None:
    """A read goes to an address of the table, with cookies or credentials and without a body."""
    path = request.path.removeprefix("/api/v2")
    assert request.method == "GET"
    query = {name: values for name, values in request.query.items() if name not in ANY}
    assert query in READS[re.sub("^/users/[0-9a-f]{32}$", "/users/{id}", path)], (path, request.query)
    assert request.body is None


def check_poll(request: Request) -> None:
    """A list of Bayeux messages, each with the fields that it may have."""
    assert (request.method, dict(request.query)) == ("POST", {})
    assert request.headers["content-type"].split(";")[0] == "application/json"
    assert isinstance(request.body, list)
    for message in request.body:
        assert message.keys() - {"channel", "id"} <= MESSAGES[message["channel"]], message
        assert isinstance(message["id"], str)
        if message["channel"] == "/meta/subscribe":
            assert message["subscription"] in TOPICS
        if message["channel"] == "/meta/connect":
            assert message["connectionType"] == "long-polling"
        if message["channel"] == "/meta/handshake":
            assert message["supportedConnectionTypes"] == ["long-polling"]
            assert message["version"] == "1.0"


def check_reads_and_polls(requests: Iterable[Request]) -> None:
    """Nothing else was sent."""
    for request in requests:
        (check_poll if request.is_bayeux else check_read)(request)


def wanted(command: Command, desk: Desk, aimed: Aimed) -> tuple[str, dict[str, Any]]:
    """Path and body as the table has them."""
    path, operation, parameters = OPERATIONS[command.id]
    other = desk.call(aimed.other_id)
    known = {name: other.uri if value == OTHER_CALL and other else value for name, value in parameters.items()}
    target = aimed.target_id or desk.device_id
    return f"/api/v2{path.format(id=target)}", {"operationName": operation, **known}


@every_command
async def test_an_operation_is_sent_as_the_reference_prints_it(command: Command) -> None:
    with captured() as requests:
        async with open_desk(csrf=True) as desk:
            prepare, _ = SCENARIOS[command.id]
            aimed = await prepare(desk)
            path, body = wanted(command, desk, aimed)
            requests.clear()
            await desk.send(command.id, aimed.target_id, aimed.given)
            sent = list(requests)
    operations = [request for request in sent if request.method == "POST" and not request.is_bayeux]
    assert [(request.path, request.body) for request in operations] == [(path, body)]
    (operation,) = operations
    assert operation.query == {}
    assert operation.headers["content-type"].split(";")[0] == "application/json"
    assert "JSESSIONID=" in operation.headers["cookie"]
    assert operation.headers["x-csrf-token"]
    assert "authorization" not in operation.headers
    check_reads_and_polls(request for request in sent if request is not operation)


def test_the_table_has_every_command() -> None:
    assert OPERATIONS.keys() == {command.id for command in COMMANDS}
    assert {row[1] for row in OPERATIONS.values()} == {command.operation for command in COMMANDS}


async def test_a_run_logs_in_reads_and_polls_and_sends_nothing_else() -> None:
    with captured() as requests:
        async with open_desk(csrf=True) as desk:
            await desk.ringing()
            await desk.parts.directory.states(SOURCE)
            await desk.parts.directory.search(SOURCE, "5002", limit=20)
            await desk.parts.roster.look()
            agent = next(iter(desk.parts.roster.agents.values()))
            assert await desk.parts.roster.device_id(agent.contact)
    asked = {request.path.removeprefix("/api/v2") for request in requests if request.method == "GET"}
    assert {"/settings/agent-states", "/contacts", "/me/groups", f"/users/{agent.contact.raw_id.text}"} <= asked
    check_reads_and_polls(requests)
    first, *rest = requests
    assert (first.path, first.query) == ("/api/v2/me", {})
    assert first.headers["authorization"].startswith("Basic ")
    assert all("JSESSIONID=" in request.headers["cookie"] for request in rest)
    assert not any("authorization" in request.headers for request in rest)
    assert all("x-csrf-token" in request.headers for request in rest if request.is_bayeux)
    channels = [message["channel"] for request in requests if request.is_bayeux for message in request.body]
    assert channels[0] == "/meta/handshake"
    assert {"/meta/subscribe", "/meta/connect"} <= set(channels)


async def test_a_doctor_reads_and_polls_and_sends_nothing_else() -> None:
    async with Simulator(Options(agents=2, calls=1, rate_per_s=0, csrf=True, poll_timeout_ms=300)) as simulator:
        login = simulator.logins[0]
        with captured() as requests:
            await go_through(simulator.url, login.user, login.password)
    assert requests
    check_reads_and_polls(requests)
