"""The board as one single message shows it, or one snapshot: what came together is still seen one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from tui.live.commands.requested_operation import BoardView
from tui.live.store.board import BoardDevice, Source
from tui.live.store.card import BoardCall, CallKey, key_of
from tui.source.events import CallEvent, DeviceEvent
from tui.source.models import CallState
from tui.source.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class MessageView:
    """See `BoardView`; only one source is in it."""

    calls: Mapping[CallKey, BoardCall]
    sources: Mapping[str, Source]


def seen_in(snapshot: Snapshot, source: str, board: BoardView) -> MessageView:
    """The calls of a snapshot, which were all true at the same moment.

    Args:
        snapshot: What the server had.
        source: Whose it is.
        board: What is known.

    Returns:
        The calls of that source.
    """
    keys = {key_of(board.calls, source, call): call for call in snapshot.calls}
    return MessageView({key: BoardCall(key, call) for key, call in keys.items()}, {source: board.sources[source]})


def told_by(event: CallEvent | DeviceEvent, source: str, board: BoardView) -> MessageView:
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
        key = key_of(board.calls, source, event.call)
        over = event.call.state == CallState.RELEASED
        calls[key] = BoardCall(key, event.call, ended_at_s=event.received_s if over else None)
        return MessageView(calls, {source: known})
    devices = {device.id: BoardDevice(device, event.received_s) for device in event.devices}
    return MessageView(calls, {source: replace(known, devices=MappingProxyType({**known.devices, **devices}))})
