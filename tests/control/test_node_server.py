"""The same operations against servers that we did not write, as far as their REST half goes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from tests.control.desk import CUSTOMER, SOURCE, Seat, parts_for, running
from tests.interop.conftest import node_program, node_server
from tests.interop.node_process import NodeServer
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Outcome
from tui.source.raw import Digits, Raw, RawObject

__all__ = ["node_program", "node_server"]

Serve = Callable[..., Awaitable[NodeServer]]
PAIR = Given(data=RawObject({"Ticket": "T-88"}))
LIFE: tuple[tuple[str, Given], ...] = (
    ("answer", Given()),
    ("mute", Given()),
    ("unmute", Given()),
    ("record", Given()),
    ("pause_recording", Given()),
    ("resume_recording", Given()),
    ("stop_recording", Given()),
    ("dtmf", Given(digits=Digits("1"))),
    ("update_data", PAIR),
    ("delete_pair", Given(key=Raw("Ticket"))),
    ("attach_data", PAIR),
    ("delete_data", Given()),
    ("hold", Given()),
    ("retrieve", Given()),
)
ENDS = ("hangup", "clear_call", "blind_transfer")
both_servers = pytest.mark.parametrize("kind", ["cometd", "faye"])


@asynccontextmanager
async def seat_at(server: NodeServer, confirm_within_s: float = 5.0) -> AsyncIterator[Seat]:
    """A desk at a server of the other kind."""
    seat = Seat(parts_for(server.url, server.user, server.password, confirm_within_s))
    async with running(seat):
        yield seat


async def ring(server: NodeServer, seat: Seat) -> str:
    """A caller rings; the id of the call."""
    call_id = str((await server.control("ring", **{"from": CUSTOMER}))["id"])
    await seat.until(lambda: seat.call(call_id), "ringing")
    return call_id


async def posts(server: NodeServer, path: str) -> int:
    """How often was posted to a path."""
    return int((await server.control("log"))["byPath"].get(f"POST /api/v2{path}", 0))


@both_servers
@pytest.mark.parametrize("effect_delay_ms", [0, 20], ids=["notification first", "answer first"])
async def test_the_life_of_a_call(effect_delay_ms: int, kind: str, node_server: Serve) -> None:
    server = await node_server(kind, effectDelayMs=effect_delay_ms)
    async with seat_at(server) as seat:
        for end in ENDS:
            call_id = await ring(server, seat)
            on = Given(number=Raw("5002"))
            steps = [*LIFE, (end, on)] if end == "hangup" else [LIFE[0], (end, on)]
            for command_id, given in steps:
                one = await seat.send(command_id, call_id, given)
                assert (command_id, one.outcome, one.words) == (command_id, Outcome.CONFIRMED, "")
            assert await posts(server, f"/me/calls/{call_id}") == len(steps)
        call_id = await ring(server, seat)
        assert (await seat.send("reject", call_id)).outcome is Outcome.CONFIRMED


@both_servers
async def test_dialling_agent_states_and_the_session(kind: str, node_server: Serve) -> None:
    server = await node_server(kind)
    async with seat_at(server) as seat:
        await seat.do("dial", given=Given(number=Raw("+12025550172")))
        for command_id in ("not_ready", "after_call_work", "ready", "offline", "start_session"):
            one = await seat.send(command_id)
            assert (command_id, one.outcome, one.words) == (command_id, Outcome.CONFIRMED, "")
        lunch = next(one for one in await seat.parts.directory.states(SOURCE) if one.operation == "Lunch")
        assert (await seat.parts.operator.send(lunch, SOURCE)).outcome is Outcome.CONFIRMED
        assert await posts(server, "/me/channels/voice") == 5
        assert await posts(server, f"/me/devices/{seat.device_id}/calls") == 1
        assert (await seat.send("end_session")).outcome is Outcome.CONFIRMED


async def test_an_answer_that_is_lost_or_half_is_no_reason_to_send_again(node_server: Serve) -> None:
    server = await node_server("cometd")
    async with seat_at(server) as seat:
        call_id = await ring(server, seat)
        for mode, command_id in (("lost", "answer"), ("half", "hold")):
            await server.control("fault", mode=mode, match=f"POST /api/v2/me/calls/{call_id}")
            one = await seat.send(command_id, call_id)
            assert (one.outcome, one.accepted_s) == (Outcome.CONFIRMED, None)
        assert await posts(server, f"/me/calls/{call_id}") == 2


async def test_a_server_of_another_node_is_told_nothing_twice(node_server: Serve) -> None:
    server = await node_server("cometd")
    async with seat_at(server) as seat:
        call_id = await ring(server, seat)
        await server.control("fault", mode="403", match=f"POST /api/v2/me/calls/{call_id}")
        one = await seat.send("answer", call_id)
        assert one.outcome is Outcome.FAILED
        assert await posts(server, f"/me/calls/{call_id}") == 1


async def test_accepted_and_without_effect(node_server: Serve) -> None:
    server = await node_server("faye", effects=False)
    async with seat_at(server, confirm_within_s=0.3) as seat:
        call_id = await ring(server, seat)
        sending = asyncio.create_task(seat.send("answer", call_id))
        assert (await sending).outcome is Outcome.TIMED_OUT
        await server.control("change", id=call_id, state="Established")
        await seat.until(lambda: seat.operation(sending.result()).outcome is Outcome.CONFIRMED, "confirmed late")
        assert await posts(server, f"/me/calls/{call_id}") == 1


def test_what_the_node_servers_do_not_know_is_known() -> None:
    tried = {one for one, _ in LIFE} | {*ENDS, "reject", "dial", "start_session", "end_session"}
    tried |= {"not_ready", "after_call_work", "ready", "offline"}
    assert set(BY_ID) - tried == {
        *("swap", "transfer", "complete_transfer", "conference", "complete_conference", "add_party", "remove_party"),
        *("dnd_on", "dnd_off", "forward", "unforward", "aux_work"),
    }
