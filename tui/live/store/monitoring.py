"""Who listens to whom, as the board tells it: from the devices of supervisors, and from the calls that came to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from tui.live.store.bare import BareCall, BareDeviceResource
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.monitored import can_monitor
from tui.source.models import SupervisorMonitoringState, last_segment
from tui.source.raw import Raw, segment


@dataclass(frozen=True, slots=True)
class Supervisor:
    """A device that can monitor, or does; `monitoring` is None while it monitors nobody."""

    source: str
    device: BareDeviceResource
    monitoring: SupervisorMonitoringState | None

    @property
    def target_id(self) -> str:
        """Id of the monitored device; "" for none."""
        return (last_segment(self.monitoring.target_device_uri) or "") if self.monitoring is not None else ""


def supervisors(board: Board) -> Iterator[Supervisor]:
    """The devices of this wall's logins that can monitor (API.md 7.1).

    Args:
        board: What is known.

    Yields:
        Each, in the order of the sources.
    """
    supervising = board.supervising
    # Nearly always there is none, and then thousands of sources are not gone through.
    names = [name for name in board.bare.sources if name in supervising] if supervising else []
    for name in names:
        for known in board.bare.sources[name].devices.values():
            device = known.device
            if can_monitor(device):
                yield Supervisor(name, device, device.supervisor_monitoring_state)


def copies(board: Board) -> Iterator[BareCall]:
    """The monitored calls that were delivered to this wall's supervisors, and go on.

    Args:
        board: What is known.

    Yields:
        Each, as its supervisor has it.
    """
    calls = board.bare.calls
    return (calls[key] for name in board.bare.sources for key in sorted(board.monitored_of(name)))


def copy_of(board: Board, key: CallKey) -> BareCall | None:
    """Find the supervisor's copy of a call: it has the same id (API.md 8.3).

    Args:
        board: What is known.
        key: The agent's call, or the copy itself.

    Returns:
        The copy; None where nobody of this wall is in the call.
    """
    return next((call for call in copies(board) if call.key.id == key.id), None)


def copy_for(board: Board, supervisor: Supervisor) -> BareCall | None:
    """Find the call that was delivered to a supervisor's device.

    Args:
        board: What is known.
        supervisor: Whose.

    Returns:
        The copy; None while the next call is waited for.
    """
    own, calls = (supervisor.device.id, None), board.bare.calls
    mine = (calls[key] for key in board.monitored_of(supervisor.source))
    found = (call for call in mine if call.call.device_id in own)
    return min(found, key=lambda call: call.key, default=None)


def number_of(board: Board, device_id: str) -> str:
    """The DN of a device of this wall's logins.

    Args:
        board: What is known.
        device_id: Which.

    Returns:
        Its number; "" where it is not known.
    """
    found = (source.devices.get(device_id) for source in board.bare.sources.values())
    return next((known.device.phone_number for known in found if known is not None), "")


def uri_of(board: Board, device_id: str, raw_id: Raw | None = None) -> Raw:
    """The address of a device as the server writes it: a device does not carry its own (API.md 1.1).

    Args:
        board: What is known.
        device_id: Which.
        raw_id: Its id as it came, where it is no device of this wall's logins.

    Returns:
        As a call has it, else made from the address of a user; a path where no address was ever seen.

    Raises:
        UnsendableError: No address can say its id.
    """
    on_calls = (call.call.raw_device_uri for call in board.bare.calls.values() if call.call.device_id == device_id)
    known = next((uri for uri in on_calls if uri), None)
    if known is not None:
        return known
    devices = (source.devices.get(device_id) for source in board.bare.sources.values())
    own = next((found.device.raw_id for found in devices if found is not None), None)
    users = (source.user for source in board.bare.sources.values())
    bases = (user.uri.removesuffix(user.path) for user in users if user.path and user.uri.endswith(user.path))
    return Raw(f"{next(bases, '')}/devices/{segment(own or raw_id or Raw(device_id))}")
