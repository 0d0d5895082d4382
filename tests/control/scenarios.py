"""For every command of the table: how it comes to be possible, and what the simulator's own model shows afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.control.desk import COLLEAGUE, CUSTOMER, Desk
from tui.live.commands.filling import Given
from tui.source.raw import Digits, Raw, RawObject


@dataclass
class Aimed:
    """A target that allows a command, and what goes along."""

    target_id: str = ""
    given: Given = field(default_factory=Given)
    other_id: str = ""


Prepare = Callable[[Desk], Awaitable[Aimed]]
Effect = Callable[[Desk, Aimed], object]


def after(*command_ids: str, given: Given | None = None, data: Mapping[str, object] | None = None) -> Prepare:
    """A call that rings, and on which these were done."""

    async def prepare(desk: Desk) -> Aimed:
        call_id = await desk.ringing()
        for command_id in command_ids:
            await desk.do(command_id, call_id, Given(data=RawObject(data or {})))
        return Aimed(call_id, given or Given())

    return prepare


def device_after(*command_ids: str, given: Given | None = None, number: str = "") -> Prepare:
    """The device, or the agent, on which these were done."""

    async def prepare(desk: Desk) -> Aimed:
        for command_id in command_ids:
            await desk.do(command_id, given=Given(number=Raw(number)))
        return Aimed("", given or Given())

    return prepare


def consulting(purpose: str, *, at_consult: bool = True) -> Prepare:
    """A call on hold and its consultation; the target is the latter."""

    async def prepare(desk: Desk) -> Aimed:
        call_id, consult_id = await desk.consulting(purpose)
        target, other = (consult_id, call_id) if at_consult else (call_id, consult_id)
        other_call = desk.call(other)
        assert other_call is not None
        return Aimed(target, Given(other_call_uri=Raw(other_call.uri)), other)

    return prepare


async def conference(desk: Desk) -> Aimed:
    """A conference of three that the agent made."""
    call_id, consult_id = await desk.consulting("conference")
    await desk.do("complete_conference", consult_id)
    await desk.until(lambda: "RemoveParticipantFromConference" in _capabilities(desk, call_id), "a conference")
    return Aimed(call_id, Given(party=Raw(COLLEAGUE)))


def _capabilities(desk: Desk, call_id: str) -> frozenset[str]:
    call = desk.call(call_id)
    return call.capabilities if call else frozenset()


def gone(desk: Desk, aimed: Aimed) -> bool:
    """The simulator has no such call at this agent."""
    return not desk.truth(aimed.target_id)


def gone_and_other_gone(desk: Desk, aimed: Aimed) -> bool:
    """Neither call is there; the customer talks to the colleague."""
    (leg,) = desk.agent(COLLEAGUE).device.legs
    with_customer = [party.number for party in leg.conversation.outsiders] == [CUSTOMER]
    return gone(desk, aimed) and not desk.truth(aimed.other_id) and with_customer


def shows(**fields: object) -> Effect:
    """The call has these fields."""
    return lambda desk, aimed: desk.truth(aimed.target_id).items() >= fields.items()


def has_data(desk: Desk, aimed: Aimed) -> bool:
    """The user data are attached."""
    return bool(desk.truth(aimed.target_id)["userData"].items() >= aimed.given.data.pairs.items())


def numbers(desk: Desk, call_id: str) -> set[str]:
    """The parties of a call."""
    return {party["phoneNumber"] for party in desk.truth(call_id)["participants"]}


def agent_shows(**fields: object) -> Effect:
    """The agent's state is this."""
    return lambda desk, _: {name: getattr(desk.agent().device.user_state, name) for name in fields} == fields


def device_shows(**fields: object) -> Effect:
    """The device is so."""
    return lambda desk, _: {name: getattr(desk.agent().device, name) for name in fields} == fields


def a_call_goes_to(number: str) -> Effect:
    """A call of the agent goes to that number, beside the target if that is a call."""

    def effect(desk: Desk, aimed: Aimed) -> bool:
        calls: list[dict[str, Any]] = desk.simulator.calls(desk.user)
        others = [call["dnis"] for call in calls if call["id"] != aimed.target_id]
        return others == [number]

    return effect


TO_COLLEAGUE, TO_CUSTOMER = Given(number=Raw(COLLEAGUE)), Given(number=Raw("tel:+1 (202) 555-0172"))
PAIR = Given(data=RawObject({"Ticket": "T-88"}))

SCENARIOS: dict[str, tuple[Prepare, Effect]] = {
    "answer": (after(), shows(state="Established")),
    "reject": (after(), gone),
    "hangup": (after("answer"), gone),
    "clear_call": (after("answer"), gone),
    "hold": (after("answer"), shows(state="Held")),
    "retrieve": (after("answer", "hold"), shows(state="Established")),
    "swap": (consulting("transfer"), shows(state="Held")),
    "dtmf": (after("answer", given=Given(digits=Digits("12*#"))), shows(state="Established")),
    "mute": (after("answer"), shows(mute="On")),
    "unmute": (after("answer", "mute"), shows(mute="Off")),
    "transfer": (after("answer", given=TO_COLLEAGUE), a_call_goes_to(COLLEAGUE)),
    "complete_transfer": (consulting("transfer"), gone_and_other_gone),
    "conference": (after("answer", given=TO_COLLEAGUE), a_call_goes_to(COLLEAGUE)),
    "complete_conference": (
        consulting("conference"),
        lambda desk, aimed: gone(desk, aimed) and numbers(desk, aimed.other_id) == {CUSTOMER, COLLEAGUE},
    ),
    "blind_transfer": (after("answer", given=TO_COLLEAGUE), lambda desk, aimed: gone(desk, aimed) and rings(desk)),
    "add_party": (
        after("answer", given=TO_COLLEAGUE),
        lambda desk, aimed: numbers(desk, aimed.target_id) == {CUSTOMER, COLLEAGUE},
    ),
    "remove_party": (conference, lambda desk, aimed: numbers(desk, aimed.target_id) == {CUSTOMER}),
    "attach_data": (after("answer", given=PAIR), has_data),
    "update_data": (after(given=Given(data=RawObject({"AccountNumber": "40218", "Note": "wants a copy"}))), has_data),
    "delete_pair": (
        after("answer", "update_data", data={"Ticket": "T-88"}, given=Given(key=Raw("Ticket"))),
        lambda desk, aimed: "Ticket" not in desk.truth(aimed.target_id)["userData"],
    ),
    "delete_data": (after("answer"), lambda desk, aimed: not desk.truth(aimed.target_id).get("userData")),
    "record": (after("answer"), shows(recordingState="Recording")),
    "pause_recording": (after("answer", "record"), shows(recordingState="Paused")),
    "resume_recording": (after("answer", "record", "pause_recording"), shows(recordingState="Recording")),
    "stop_recording": (after("answer", "record"), shows(recordingState="Stopped")),
    "dial": (device_after(given=TO_CUSTOMER), a_call_goes_to("+12025550172")),
    "dnd_on": (device_after(), device_shows(do_not_disturb=True)),
    "dnd_off": (device_after("dnd_on"), device_shows(do_not_disturb=False)),
    "forward": (device_after(given=Given(number=Raw("5 003"))), device_shows(forward_to="5003")),
    "unforward": (device_after("forward", number="5003"), device_shows(forward_to=None)),
    "ready": (device_after("not_ready"), agent_shows(state="Ready")),
    "not_ready": (device_after(), agent_shows(state="NotReady", work_mode=None, reason=None)),
    "after_call_work": (device_after(), agent_shows(state="NotReady", work_mode="AfterCallWork")),
    "aux_work": (device_after(), agent_shows(state="NotReady", work_mode="AuxWork")),
    "offline": (device_after(), agent_shows(state="LoggedOut")),
    "start_session": (device_after("offline"), agent_shows(state="Ready")),
    "end_session": (device_after(), agent_shows(state="LoggedOut")),
}


def rings(desk: Desk) -> bool:
    """The call rings at the colleague, with the customer in it."""
    (leg,) = desk.agent(COLLEAGUE).device.legs
    return [party.number for party in leg.conversation.outsiders] == [CUSTOMER]
