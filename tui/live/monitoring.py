"""Who listens to whom, as the board tells it: from the devices of supervisors, and from the calls that came to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tui.gws.models import Call, Device, SupervisorMonitoringState, last_segment
from tui.live.board import Board
from tui.live.card import BoardCall, CallKey

_STARTERS = frozenset({"ListenIn", "Coach", "BargeIn"})
_SWITCHES = frozenset({"SwitchToListenIn", "SwitchToBargeIn"})


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A device that can monitor, or does; `monitoring` is None while it monitors nobody."""

    source: str
    device: Device
    monitoring: SupervisorMonitoringState | None

    @property
    def target_id(self) -> str:
        """Id of the monitored device; "" for none."""
        return (last_segment(self.monitoring.target_device_uri) or "") if self.monitoring is not None else ""


def supervisors(board: Board) -> Iterator[Supervisor]:
    """The devices of this wall's logins that can monitor (gws-api.md 7.1).

    Args:
        board: What is known.

    Yields:
        Each, in the order of the sources.
    """
    for name, source in board.sources.items():
        for known in source.devices.values():
            device = known.device
            if device.supervisor_monitoring_state is not None or device.capabilities & _STARTERS:
                yield Supervisor(name, device, device.supervisor_monitoring_state)


def is_monitored_call(call: Call) -> bool:
    """Whether this is a supervisor's own copy of somebody's call.

    Args:
        call: The resource; `monitoring` may be missing on it (gws-api.md 5.6), the switches are not.
    """
    return call.monitoring or call.supervisor_monitoring_state is not None or bool(call.capabilities & _SWITCHES)


def copies(board: Board) -> Iterator[BoardCall]:
    """The monitored calls that were delivered to this wall's supervisors, and go on.

    Args:
        board: What is known.

    Yields:
        Each, as its supervisor has it.
    """
    return (call for call in board.calls.values() if not call.ended and is_monitored_call(call.call))


def copy_of(board: Board, key: CallKey) -> BoardCall | None:
    """Find the supervisor's copy of a call: it has the same id (gws-api.md 8.3).

    Args:
        board: What is known.
        key: The agent's call, or the copy itself.

    Returns:
        The copy; None where nobody of this wall is in the call.
    """
    return next((call for call in copies(board) if call.key.id == key.id), None)


def copy_for(board: Board, supervisor: Supervisor) -> BoardCall | None:
    """Find the call that was delivered to a supervisor's device.

    Args:
        board: What is known.
        supervisor: Whose.

    Returns:
        The copy; None while the next call is waited for.
    """
    mine = (call for call in copies(board) if call.key.source == supervisor.source)
    return next((call for call in mine if call.call.device_id in (supervisor.device.id, None)), None)


def number_of(board: Board, device_id: str) -> str:
    """The DN of a device of this wall's logins.

    Args:
        board: What is known.
        device_id: Which.

    Returns:
        Its number; "" where it is not known.
    """
    found = (source.devices.get(device_id) for source in board.sources.values())
    return next((known.device.phone_number for known in found if known is not None), "")


def uri_of(board: Board, device_id: str) -> str:
    """The address of a device as the server writes it: a device does not carry its own (gws-api.md 1.1).

    Args:
        board: What is known.
        device_id: Which.

    Returns:
        As a call has it, else made from the address of a user; a path where no address was ever seen.
    """
    on_calls = (call.call.device_uri for call in board.calls.values() if call.call.device_id == device_id)
    known = next((uri for uri in on_calls if uri), "")
    users = (source.user for source in board.sources.values())
    bases = (user.uri.removesuffix(user.path) for user in users if user.path and user.uri.endswith(user.path))
    return known or f"{next(bases, '')}/devices/{device_id}"
