"""What each operation on a device needs and does (API.md 6.2 and 8.2)."""

from __future__ import annotations

from collections.abc import Callable

from tui.demo.centre import call_data, monitoring, talking
from tui.demo.centre.capabilities import device_capabilities
from tui.demo.centre.centre import Centre
from tui.demo.centre.model import CallState, Device, Monitor, RecordingState, Supervision
from tui.demo.rest.call_operations import Body, number_of, user_data_of
from tui.demo.rest.envelope import RefusalError

Effect = Callable[[], None]
_SCOPES = ("Call", "Agent")
_MODES = ("AllCalls", "NextCall")
_RECORDING = {"StartCallRecording": RecordingState.RECORDING, "StopCallRecording": RecordingState.STOPPED}


def dial(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    """The effect of `Dial`, once it is accepted.

    Args:
        centre: The contact centre.
        device: From where.
        name: The `operationName`.
        body: The request's body.

    Raises:
        RefusalError: Not `Dial` (3), no destination (1), or the device's own number (2).
    """
    if name != "Dial":
        raise RefusalError(3, f"Operation '{name}' is not supported")
    number = number_of(body)
    if not number:
        raise RefusalError(1, "Parameter 'destination' is missing")
    if number == device.number:
        raise RefusalError(2, "Destination is the device itself")

    def effect() -> None:
        talking.dial(centre, device, number, user_data_of(body))

    return effect


def operate(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    """The effect of an operation on a device, once it is accepted.

    Args:
        centre: The contact centre.
        device: The device.
        name: The `operationName`.
        body: The request's body.

    Raises:
        RefusalError: Unknown (3), not possible now (2), parameter missing (1), no such target (6).
    """
    if name in _RECORDING:
        return _record(centre, device, _RECORDING[name])
    if name not in _OPERATIONS:
        raise RefusalError(3, f"Operation '{name}' is not supported")
    if name not in device_capabilities(device):
        raise RefusalError(2, f"Operation '{name}' is not allowed now")
    return _OPERATIONS[name](centre, device, name, body)


def _disturb(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    del body

    def effect() -> None:
        device.do_not_disturb = name == "DoNotDisturbOn"
        centre.tell_devices(device.agent)

    return effect


def _forward(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    destination = body.get("destination") if name == "ForwardCallsOn" else None
    if name == "ForwardCallsOn" and (not isinstance(destination, str) or not destination):
        raise RefusalError(1, "Parameter 'destination' is missing")

    def effect() -> None:
        device.forward_to = destination
        centre.tell_devices(device.agent)

    return effect


def _monitor(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    target = _target(centre, device, body)
    scope = str(body.get("supervisorMonitoringScope", "Call"))
    mode = str(body.get("supervisorMonitoringMode", "AllCalls"))
    if scope not in _SCOPES or mode not in _MODES:
        raise RefusalError(2, "Monitoring scope or mode is invalid")
    supervision = Supervision(Monitor(name), target, mode, scope)

    def effect() -> None:
        if monitoring.monitored_by(centre, target) is not None:
            centre.fail(device.agent, "The device is monitored already")
            return
        monitoring.supervise(centre, device, supervision)

    return effect


def _target(centre: Centre, device: Device, body: Body) -> Device:
    uri, number = body.get("targetDeviceUri"), body.get("phoneNumber")
    if not uri and not number:
        raise RefusalError(1, "Parameter 'targetDeviceUri' is missing")
    agent = centre.agent(str(number)) if not uri else None
    target = agent.device if agent else centre.device(str(uri).rstrip("/").rpartition("/")[2])
    if target is None:
        raise RefusalError(6, "Target device not found")
    if target is device or monitoring.monitored_by(centre, target) is not None:
        raise RefusalError(2, "Target device cannot be monitored, or is monitored already")
    return target


def _cancel(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    del name, body
    return lambda: monitoring.cancel(centre, device)


def _mute_agent(centre: Centre, device: Device, name: str, body: Body) -> Effect:
    del body
    copy = next((leg for leg in device.legs if leg.monitor is not None), None)
    if copy is None:
        raise RefusalError(2, "No call is monitored")
    return lambda: monitoring.mute_agent(centre, copy, name == "MuteMonitoredUser")


def _record(centre: Centre, device: Device, wanted: RecordingState) -> Effect:
    leg = next((each for each in device.legs if each.state is CallState.ESTABLISHED and not each.monitor), None)
    stopped = leg is None or leg.conversation.recording is RecordingState.STOPPED
    if leg is None or not device.agent.recorded or stopped is (wanted is RecordingState.STOPPED):
        raise RefusalError(2, "No call whose recording could be changed so")
    conversation = leg.conversation
    return lambda: call_data.record(centre, conversation, wanted)


_OPERATIONS: dict[str, Callable[[Centre, Device, str, Body], Effect]] = {
    "DoNotDisturbOn": _disturb,
    "DoNotDisturbOff": _disturb,
    "ForwardCallsOn": _forward,
    "ForwardCallsOff": _forward,
    "ListenIn": _monitor,
    "Coach": _monitor,
    "BargeIn": _monitor,
    "CancelSupervisorMonitoring": _cancel,
    "MuteMonitoredUser": _mute_agent,
    "UnmuteMonitoredUser": _mute_agent,
}
