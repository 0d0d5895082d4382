"""Operations through our REST half: each is sent once, takes effect, and comes home as an ordinary message."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.interop.board_pair import Serve, both_servers, follow, login_of
from tests.interop.node_process import NodeServer
from tui.gws.auth import Session
from tui.gws.rest import Rest
from tui.source.errors import OperationError, UnreachableError

STEPS = [
    ("Answer", "state", "Established"),
    ("MuteCall", "mute", "On"),
    ("UnmuteCall", "mute", "Off"),
    ("StartCallRecording", "recordingState", "Recording"),
    ("PauseCallRecording", "recordingState", "Paused"),
    ("ResumeCallRecording", "recordingState", "Recording"),
    ("StopCallRecording", "recordingState", "Stopped"),
    ("Hold", "state", "Held"),
    ("Retrieve", "state", "Established"),
]


@asynccontextmanager
async def desk(server: NodeServer) -> AsyncIterator[Rest]:
    """The same user at a desk, logged in."""
    async with Session(login_of(server)) as session:
        rest = Rest(session)
        await rest.log_in()
        yield rest


async def posts(server: NodeServer, path: str) -> int:
    """How often was posted to a path."""
    return int((await server.control("log"))["byPath"].get(f"POST /api/v2{path}", 0))


@both_servers
@pytest.mark.parametrize("effect_delay_ms", [0, 20], ids=["notification before response", "response first"])
async def test_the_life_of_a_call(effect_delay_ms: int, kind: str, node_server: Serve) -> None:
    server = await node_server(kind, effectDelayMs=effect_delay_ms)
    async with follow(server) as pair, desk(server) as rest:
        await pair.live()
        call_id = (await server.control("ring"))["id"]
        path = f"/me/calls/{call_id}"
        async with pair.undisturbed():
            for operation, field, value in STEPS:
                assert (await rest.operate(path, operation)).status_code == 0
                await pair.until(lambda field=field, value=value: pair.call(call_id).get(field) == value, operation)  # type: ignore[misc]
            await rest.operate(path, "UpdateUserData", {"userData": {"Ticket": "T-88"}})
            await pair.until(lambda: pair.call(call_id).get("userData") == {"Ticket": "T-88"}, "user data")
            await rest.operate(path, "DeleteUserDataPair", {"key": "Ticket"})
            await pair.until(lambda: not pair.call(call_id).get("userData"), "no user data")
            await rest.operate(path, "Hangup")
            await pair.until(lambda: pair.calls() == [], "over")
        assert await posts(server, path) == len(STEPS) + 3


@both_servers
async def test_dial_and_agent_states(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with follow(server) as pair, desk(server) as rest:
        await pair.live()
        (device_id,) = pair.board.sources["agent.one"].devices
        async with pair.undisturbed():
            await rest.operate(
                f"/me/devices/{device_id}/calls", "Dial", {"destination": {"phoneNumber": "+12025550172"}}
            )
            await pair.until(lambda: [call["dnis"] for call in pair.calls()] == ["+12025550172"], "dialing")
            for operation, shown in (("NotReady", "Not Ready"), ("Ready", "Ready")):
                await rest.operate("/me/channels/voice", operation)
                await pair.until(lambda shown=shown: pair.agent_state() == shown, operation)  # type: ignore[misc]
        assert await posts(server, f"/me/devices/{device_id}/calls") == 1
        assert await posts(server, "/me/channels/voice") == 2


async def test_an_operation_whose_answer_is_lost_is_not_sent_again(node_server: Serve) -> None:
    server = await node_server("cometd")
    async with follow(server) as pair, desk(server) as rest:
        await pair.live()
        call_id = (await server.control("ring"))["id"]
        for mode, operation, state in (("lost", "Answer", "Established"), ("half", "Hold", "Held")):
            await server.control("fault", mode=mode, match=f"POST /api/v2/me/calls/{call_id}")
            with pytest.raises(UnreachableError):
                await rest.operate(f"/me/calls/{call_id}", operation)
            await pair.until(lambda state=state: pair.call(call_id).get("state") == state, "done all the same")  # type: ignore[misc]
        assert await posts(server, f"/me/calls/{call_id}") == 2


async def test_what_is_turned_down_changes_nothing(node_server: Serve) -> None:
    server = await node_server("faye")
    async with follow(server) as pair, desk(server) as rest:
        await pair.live()
        call_id = (await server.control("ring"))["id"]
        async with pair.undisturbed():
            for operation, code in (("Retrieve", 2), ("UpdateUserData", 1), ("Somersault", 3)):
                with pytest.raises(OperationError) as refused:
                    await rest.operate(f"/me/calls/{call_id}", operation)
                assert refused.value.status_code == code
        assert pair.call(call_id)["state"] == "Ringing"


async def test_accepted_and_without_effect(node_server: Serve) -> None:
    server = await node_server("cometd", effects=False)
    async with follow(server) as pair, desk(server) as rest:
        await pair.live()
        call_id = (await server.control("ring"))["id"]
        async with pair.undisturbed():
            assert (await rest.operate(f"/me/calls/{call_id}", "Answer")).status_code == 0
        assert pair.call(call_id)["state"] == "Ringing"
