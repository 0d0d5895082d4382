"""The table of what a supervisor can do in other people's calls, sent through the operator (API.md 8)."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from tui.live.commands import reaching as reach
from tui.live.commands.command import Command, Target
from tui.live.commands.commands import BY_ID
from tui.live.commands.requested_operation import BoardView, Reached, RequestedOperation, live_call, target_device
from tui.source.capability import Capability
from tui.source.models import MonitoringState, last_segment
from tui.source.raw import Operand, Raw
from tui.source.reading import read_text
from tui.source.spelling import OnOff

__all__ = ["SUPERVISION", "SUPERVISION_BY_ID", "Mode", "Scope", "monitor_parameters"]


class Scope(StrEnum):
    """What becomes of the monitoring when the call leaves the agent (API.md 8.2)."""

    CALL = "Call"
    AGENT = "Agent"


class Mode(StrEnum):
    """How many calls are monitored (API.md 8.2)."""

    ALL_CALLS = "AllCalls"
    NEXT_CALL = "NextCall"


def monitor_parameters(target_device_uri: Raw, scope: Scope, mode: Mode) -> dict[str, Operand]:
    """What goes beside `ListenIn`, `Coach` and `BargeIn`.

    Args:
        target_device_uri: The agent's device, as the server writes it.
        scope: Whether the call is followed after a transfer.
        mode: Whether it goes on until it is cancelled.

    Returns:
        The parameters (API.md 8.2).
    """
    return {
        "targetDeviceUri": target_device_uri,
        "supervisorMonitoringScope": Raw(scope.value),
        "supervisorMonitoringMode": Raw(mode.value),
    }


def _monitors(state: MonitoringState) -> Reached:
    """The supervisor's device monitors the target, in the way that was asked for."""

    def is_it(asked: RequestedOperation, board: BoardView) -> bool:
        device = target_device(asked, board)
        now = device.supervisor_monitoring_state if device is not None else None
        if now is None or now.meaning != state or not _is_target(now.target_device_uri, asked):
            return False
        # What the server does not tell cannot speak against it.
        return _is_so(now.scope, asked, "supervisorMonitoringScope") and _is_so(
            now.mode, asked, "supervisorMonitoringMode"
        )

    return is_it


def _monitors_nobody(asked: RequestedOperation, board: BoardView) -> bool:
    """The supervisor's device is known, and monitors nobody."""
    device = target_device(asked, board)
    return device is not None and device.supervisor_monitoring_state is None


def _switched(state: MonitoringState, mute: str) -> Reached:
    """The supervisor's call says so; where it says nothing of monitoring, their microphone does (API.md 6.1)."""

    def is_it(asked: RequestedOperation, board: BoardView) -> bool:
        call = live_call(asked, board)
        if call is None:
            return False
        now = call.supervisor_monitoring_state
        return now.meaning == state if now is not None and now.state else call.mute == mute

    return is_it


def _agent_is_muted(muted: bool) -> Reached:
    """The monitored agent is muted, or is not."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.monitored_user_muted is muted


def _is_target(device_uri: str, asked: RequestedOperation) -> bool:
    wanted = asked.parameters.get("targetDeviceUri")
    return isinstance(wanted, Raw) and last_segment(device_uri) == last_segment(read_text(wanted.text))


def _is_so(told: str, asked: RequestedOperation, name: str) -> bool:
    """Whether the server tells what was asked for, or nothing."""
    return not told or Raw(told) == asked.parameters.get(name)


def _device(id_: str, operation: Capability, key: str, words: str, reached: Reached) -> Command:
    return Command(id_, operation.value, key, words, Target.DEVICE, operation.value, reached)


def _call(id_: str, operation: Capability, key: str, words: str, reached: Reached, *, gated: bool = True) -> Command:
    gate = operation.value if gated else None
    return Command(id_, operation.value, key, words, Target.CALL, gate, reached)


_is_muted, _is_unmuted = _agent_is_muted(True), _agent_is_muted(False)
SUPERVISION: tuple[Command, ...] = (
    _device("listen_in", Capability.LISTEN_IN, "L", "listen in", _monitors(MonitoringState.LISTEN_IN)),
    _device("coach", Capability.COACH, "C", "coach", _monitors(MonitoringState.COACH)),
    _device("barge_in", Capability.BARGE_IN, "B", "barge in", _monitors(MonitoringState.BARGE_IN)),
    _device("cancel_monitoring", Capability.CANCEL_MONITORING, "U", "cancel monitoring", _monitors_nobody),
    _call(
        "switch_to_listen_in",
        Capability.SWITCH_TO_LISTEN_IN,
        "L",
        "only listen",
        _switched(MonitoringState.LISTEN_IN, OnOff.ON),
    ),
    _call(
        "switch_to_barge_in",
        Capability.SWITCH_TO_BARGE_IN,
        "B",
        "barge in now",
        _switched(MonitoringState.BARGE_IN, OnOff.OFF),
    ),
    # Their gates are listed among the capabilities of the device, although they are sent to the call (API.md 5.4).
    _call("mute_agent", Capability.MUTE_MONITORED_USER, "M", "mute the agent", _is_muted, gated=False),
    _call(
        "unmute_agent", Capability.UNMUTE_MONITORED_USER, "M", "unmute the agent", _agent_is_muted(False), gated=False
    ),
    replace(BY_ID["answer"], id="join_call", key="A", words="answer as supervisor"),
    _call("leave_call", Capability.HANG_UP, "X", "leave the call", reach.ended),
)
"""Every supervisor's operation of API.md 6.1 and 6.2 whose way is documented; sent to their own device and call."""

SUPERVISION_BY_ID: Mapping[str, Command] = {command.id: command for command in SUPERVISION}
