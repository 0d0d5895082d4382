"""What may be done with a call or a device now: the wire's `capabilities` (API.md 5.4 and 7.1)."""

from __future__ import annotations

from tui.demo.centre.consulting import pair
from tui.demo.centre.model import CallState, Device, DeviceCall, Monitor, RecordingState

USER_DATA = ("AttachUserData", "UpdateUserData", "DeleteUserData", "DeleteUserDataPair")
_STARTERS = ("InitiateTransfer", "SingleStepTransfer", "InitiateConference", "SingleStepConference")
_RINGING = ("Answer", *USER_DATA, "ClearCall")
_DIALING = ("Hangup", "SendDtmf", *USER_DATA)
_ESTABLISHED = ("Hangup", "Hold", "SendDtmf", *USER_DATA, "ClearCall")
_RECORDING = {
    RecordingState.STOPPED: ("StartCallRecording",),
    RecordingState.RECORDING: ("PauseCallRecording", "StopCallRecording"),
    RecordingState.PAUSED: ("ResumeCallRecording", "StopCallRecording"),
}
_MONITORING = {
    Monitor.LISTEN_IN: ("SwitchToBargeIn",),
    Monitor.COACH: ("SwitchToListenIn", "SwitchToBargeIn"),
    Monitor.BARGE_IN: ("SwitchToListenIn",),
}


def call_capabilities(leg: DeviceCall) -> tuple[str, ...]:
    """Operations that a call accepts now, in a fixed order."""
    if leg.state is CallState.RELEASED:
        return ()
    if leg.state is CallState.RINGING:
        return (*_RINGING, "Reject") if leg.from_queue else _RINGING
    if leg.monitor is not None:
        return _monitoring(leg, leg.monitor)
    if leg.state is CallState.DIALING:
        return _DIALING
    return _held(leg) if leg.state is CallState.HELD else _established(leg)


def _monitoring(leg: DeviceCall, how: Monitor) -> tuple[str, ...]:
    mute = "UnmuteMonitoredUser" if leg.agent_muted else "MuteMonitoredUser"
    return ("Hangup", "RemoveParticipantFromConference", mute, *_MONITORING[how], *USER_DATA)


def _held(leg: DeviceCall) -> tuple[str, ...]:
    if leg.consult is not None:
        return ("Hangup", *_completion(leg, both=False), *USER_DATA)
    if leg.parent is not None:
        return ("Hangup", *_completion(leg, both=True), *USER_DATA)
    return ("Retrieve", "Hangup", *_STARTERS, *USER_DATA)


def _established(leg: DeviceCall) -> tuple[str, ...]:
    able = list(_ESTABLISHED)
    able += _STARTERS if pair(leg) is None else _completion(leg, both=True)
    able.append("UnmuteCall" if leg.muted else "MuteCall")
    if leg.agent.recorded:
        able += _RECORDING[leg.conversation.recording]
    if leg.owner and leg.conversation.parties > 2:
        able.append("RemoveParticipantFromConference")
    return tuple(able)


def _completion(leg: DeviceCall, *, both: bool) -> tuple[str, ...]:
    if both:
        return ("SwapCalls", "CompleteTransfer", "CompleteConference")
    return ("SwapCalls", f"Complete{leg.purpose or 'Transfer'}")


def device_capabilities(device: Device) -> tuple[str, ...]:
    """Operations that a device accepts now, in a fixed order."""
    able = [
        "DoNotDisturbOff" if device.do_not_disturb else "DoNotDisturbOn",
        "ForwardCallsOff" if device.forward_to else "ForwardCallsOn",
    ]
    if device.supervision is not None:
        able += ["CancelSupervisorMonitoring", "MuteMonitoredUser", "UnmuteMonitoredUser"]
    elif device.agent.supervisor:
        able += ["ListenIn", "Coach", "BargeIn"]
    return tuple(able)
