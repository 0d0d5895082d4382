"""What each operation on a call needs and does (API.md 6.1): one row each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from tui.demo.centre import call_data, consulting, monitoring, talking
from tui.demo.centre.capabilities import call_capabilities
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import Agent, CallState, DeviceCall, Monitor, RecordingState, UserData
from tui.demo.rest.envelope import RefusalError

Body = Mapping[str, Any]
Effect = Callable[[Centre, DeviceCall, Body], None]


class FailedError(Exception):
    """An accepted operation that cannot be carried out now; told to the agent as an ErrorMessage."""


@dataclass(frozen=True, slots=True)
class CallOperation:
    """One operation: what it needs in its body, and what it does.

    Attributes:
        effect: Carries it out.
        needs: Names of required parameters.
    """

    effect: Effect
    needs: tuple[str, ...] = ()


def check(leg: DeviceCall, name: str, body: Body) -> None:
    """See whether the call accepts the operation with these parameters now.

    Args:
        leg: The call.
        name: The `operationName`.
        body: The request's body.

    Raises:
        RefusalError: Unknown (3), not possible in this state (2), parameter missing (1) or invalid (2).
    """
    operation = OPERATIONS.get(name)
    if operation is None:
        raise RefusalError(3, f"Operation '{name}' is not supported")
    if name not in call_capabilities(leg):
        raise RefusalError(2, f"Operation '{name}' is not allowed in state '{leg.state}'")
    for parameter in operation.needs:
        _require(body, parameter)
    _check_other(leg, name, body)


def write_late(centre: Centre, leg: DeviceCall, name: str, body: Body) -> None:
    """Write attached data of a call that has just ended; whoever still has the conversation is told.

    Args:
        centre: Where it was.
        leg: The call that ended.
        name: The `operationName`.
        body: The request's body.

    Raises:
        RefusalError: Another operation (6), or parameters that are wrong.
    """
    if name != "UpdateUserData":
        raise RefusalError(6, "Call not found")
    _require(body, "userData")
    call_data.update(centre, leg.conversation, user_data_of(body))


def _require(body: Body, parameter: str) -> None:
    value = body.get(parameter)
    if value is None or value == "":
        raise RefusalError(1, f"Parameter '{parameter}' is missing")
    if parameter == "destination" and not number_of(body):
        raise RefusalError(1, "Parameter 'destination.phoneNumber' is missing")
    if parameter == "userData" and not isinstance(value, dict):
        raise RefusalError(2, "Parameter 'userData' is not an object")
    if parameter == "digits" and set(str(value)) - set("0123456789*#"):
        raise RefusalError(2, "Parameter 'digits' is invalid")


def _check_other(leg: DeviceCall, name: str, body: Body) -> None:
    if name == "SwapCalls":
        other = _other(leg, body)
        if other is None:
            raise RefusalError(6, "Call of 'otherCallUri' not found")
        if {leg.state, other.state} != {CallState.HELD, CallState.ESTABLISHED}:
            raise RefusalError(2, "Calls cannot be swapped in their states")
    consult_uri = body.get("consultCallUri")
    if name.startswith("Complete") and consult_uri is not None and _last(consult_uri) not in leg.agent.legs:
        raise RefusalError(6, "Call of 'consultCallUri' not found")


def number_of(body: Body) -> str:
    """The dialled number of `destination`, "" when there is none."""
    destination = body.get("destination")
    number = destination.get("phoneNumber") if isinstance(destination, dict) else None
    return str(number).strip() if isinstance(number, (str, int)) else ""


def user_data_of(body: Body) -> UserData:
    """The `userData` of a body, empty when there are none."""
    data = body.get("userData")
    return dict(data) if isinstance(data, dict) else {}


def _last(uri: object) -> str:
    return str(uri).rstrip("/").rpartition("/")[2]


def _other(leg: DeviceCall, body: Body) -> DeviceCall | None:
    return leg.agent.legs.get(_last(body.get("otherCallUri")))


def _reject(centre: Centre, leg: DeviceCall) -> None:
    talking.reject(centre, leg, next((agent.device for agent in centre.agents if _could_take(agent, leg)), None))


def _could_take(agent: Agent, leg: DeviceCall) -> bool:
    device = agent.device
    return agent is not leg.agent and not agent.supervisor and not device.do_not_disturb and not device.legs


def _clear(centre: Centre, leg: DeviceCall) -> None:
    talking.clear(centre, leg.conversation)


def _plain(step: Callable[[Centre, DeviceCall], object]) -> Effect:
    """The effect of an operation without parameters."""

    def effect(centre: Centre, leg: DeviceCall, body: Body) -> None:
        del body
        step(centre, leg)

    return effect


def _dtmf(centre: Centre, leg: DeviceCall, body: Body) -> None:
    talking.send_dtmf(centre, leg, str(body["digits"]))


def _swap(centre: Centre, leg: DeviceCall, body: Body) -> None:
    other = _other(leg, body)
    if other is None or {leg.state, other.state} != {CallState.HELD, CallState.ESTABLISHED}:
        raise FailedError("Calls cannot be swapped")
    consulting.swap(centre, leg, other)


def _initiating(purpose: str) -> Effect:
    def effect(centre: Centre, leg: DeviceCall, body: Body) -> None:
        consulting.initiate(centre, leg, _target(leg, body), purpose, user_data_of(body))

    return effect


def _target(leg: DeviceCall, body: Body) -> str:
    number = number_of(body)
    if number == leg.device.number:
        raise FailedError("Destination is the device itself")
    return number


def _complete(centre: Centre, leg: DeviceCall, step: Callable[[Centre, DeviceCall, DeviceCall], None]) -> None:
    both = consulting.pair(leg)
    if both is None:
        raise FailedError("There is no consultation call")
    step(centre, *both)


def _single_step(step: Callable[[Centre, DeviceCall, str, UserData], None]) -> Effect:
    def effect(centre: Centre, leg: DeviceCall, body: Body) -> None:
        number = _target(leg, body)
        if not consulting.can_join(leg.conversation, talking.reachable(centre, number)):
            raise FailedError("Destination cannot be reached")
        step(centre, leg, number, user_data_of(body))

    return effect


def _remove(centre: Centre, leg: DeviceCall, body: Body) -> None:
    if not consulting.remove_participant(centre, leg.conversation, _last(body.get("participant"))):
        raise FailedError("There is no such participant")


def _update(centre: Centre, leg: DeviceCall, body: Body) -> None:
    call_data.update(centre, leg.conversation, user_data_of(body))


def _delete_pair(centre: Centre, leg: DeviceCall, body: Body) -> None:
    call_data.delete_pair(centre, leg.conversation, str(body.get("key")))


def _delete_data(centre: Centre, leg: DeviceCall, body: Body) -> None:
    keys = body.get("keys")
    if isinstance(keys, list):
        for key in keys:
            leg.conversation.user_data.pop(str(key), None)
        call_data.update(centre, leg.conversation, {})
    else:
        call_data.delete_all(centre, leg.conversation)


def _record(centre: Centre, leg: DeviceCall, recording: RecordingState) -> None:
    call_data.record(centre, leg.conversation, recording)


def _switch(centre: Centre, leg: DeviceCall, how: Monitor) -> None:
    monitoring.switch(centre, leg, how)
    talking.finish_if_alone(centre, leg.conversation)


def carry_out(centre: Centre, leg: DeviceCall, name: str, body: Body) -> None:
    """Carry out an accepted operation, unless the call has changed so that it cannot be any more.

    Raises:
        FailedError: It cannot.
    """
    if name not in call_capabilities(leg):
        raise FailedError(f"Operation '{name}' is not possible any more")
    OPERATIONS[name].effect(centre, leg, body)


_TO = ("destination",)
OPERATIONS: dict[str, CallOperation] = {
    "Answer": CallOperation(_plain(talking.answer)),
    "Reject": CallOperation(_plain(_reject)),
    "Hangup": CallOperation(_plain(talking.hang_up)),
    "ClearCall": CallOperation(_plain(_clear)),
    "Hold": CallOperation(_plain(talking.hold)),
    "Retrieve": CallOperation(_plain(talking.retrieve)),
    "SwapCalls": CallOperation(_swap, ("otherCallUri",)),
    "SendDtmf": CallOperation(_dtmf, ("digits",)),
    "MuteCall": CallOperation(_plain(partial(talking.mute, muted=True))),
    "UnmuteCall": CallOperation(_plain(partial(talking.mute, muted=False))),
    "InitiateTransfer": CallOperation(_initiating("Transfer"), _TO),
    "InitiateConference": CallOperation(_initiating("Conference"), _TO),
    "CompleteTransfer": CallOperation(_plain(partial(_complete, step=consulting.complete_transfer))),
    "CompleteConference": CallOperation(_plain(partial(_complete, step=consulting.complete_conference))),
    "SingleStepTransfer": CallOperation(_single_step(consulting.single_step_transfer), _TO),
    "SingleStepConference": CallOperation(_single_step(consulting.single_step_conference), _TO),
    "RemoveParticipantFromConference": CallOperation(_remove, ("participant",)),
    "AttachUserData": CallOperation(_update, ("userData",)),
    "UpdateUserData": CallOperation(_update, ("userData",)),
    "DeleteUserDataPair": CallOperation(_delete_pair, ("key",)),
    "DeleteUserData": CallOperation(_delete_data),
    "StartCallRecording": CallOperation(_plain(partial(_record, recording=RecordingState.RECORDING))),
    "PauseCallRecording": CallOperation(_plain(partial(_record, recording=RecordingState.PAUSED))),
    "ResumeCallRecording": CallOperation(_plain(partial(_record, recording=RecordingState.RECORDING))),
    "StopCallRecording": CallOperation(_plain(partial(_record, recording=RecordingState.STOPPED))),
    "SwitchToListenIn": CallOperation(_plain(partial(_switch, how=Monitor.LISTEN_IN))),
    "SwitchToBargeIn": CallOperation(_plain(partial(_switch, how=Monitor.BARGE_IN))),
    "MuteMonitoredUser": CallOperation(_plain(partial(monitoring.mute_agent, muted=True))),
    "UnmuteMonitoredUser": CallOperation(_plain(partial(monitoring.mute_agent, muted=False))),
}
"""Every operation of API.md 6.1 by its name but `SwitchToCoach`, which cannot be reached."""
