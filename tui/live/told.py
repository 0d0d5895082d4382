"""The board as one single message shows it, or one snapshot: what came together is still seen one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tui.gws.events import CallEvent, DeviceEvent
from tui.gws.models import CallState
from tui.gws.snapshot import Snapshot
from tui.live.asked import Shown
from tui.live.board import BoardDevice, Source
from tui.live.card import BoardCall, CallKey


@dataclass(frozen=True, slots=True)
class Told:
    """See `Shown`; only one source is in it."""

    calls: Mapping[CallKey, BoardCall]
    sources: Mapping[str, Source]


def seen_in(snapshot: Snapshot, source: str, board: Shown) -> Told:
    """The calls of a snapshot, which were all true at the same moment.

    Args:
        snapshot: What the server had.
        source: Whose it is.
        board: What is known.

    Returns:
        The calls of that source.
    """
    keys = {CallKey(source, call.id): call for call in snapshot.calls}
    return Told({key: BoardCall(key, call) for key, call in keys.items()}, {source: board.sources[source]})


def told_by(event: CallEvent | DeviceEvent, source: str, board: Shown) -> Told:
    """Put the resources of a message over what the board shows.

    Args:
        event: The message.
        source: Whose it is.
        board: What is known, which may be newer than the message.

    Returns:
        The calls and devices of that source.
    """
    known = board.sources[source]
    calls = {key: call for key, call in board.calls.items() if key.source == source}
    if isinstance(event, CallEvent):
        key = CallKey(source, event.call.id)
        over = event.call.state == CallState.RELEASED
        calls[key] = BoardCall(key, event.call, ended_at_s=event.received_s if over else None)
        return Told(calls, {source: known})
    devices = {device.id: BoardDevice(device, event.received_s) for device in event.devices}
    return Told(calls, {source: replace(known, devices=MappingProxyType({**known.devices, **devices}))})
