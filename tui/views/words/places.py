"""Where a call belongs, read from the board."""

from tui.live.store.bare import BareCall, BareSource
from tui.live.store.board import Board, source_in
from tui.live.store.card import BoardCall, CallKey
from tui.views.words.call_words import CallPlace, who_of


def place_of(board: Board, call: BoardCall) -> CallPlace:
    """Find the surroundings of a call.

    Args:
        board: Where the devices and the other calls are.
        call: A call of it.

    Returns:
        Own number, source (where there are several) and the parent's party, as far as the board knows them.
    """
    source = source_in(board.sources, call.key.source)
    own = own_of(source, call)
    # A login is often named after its number: once is enough.
    name = source.name if len(board.sources) > 1 and source.name != own else ""
    parent_id = call.call.parent_id
    parent = board.calls.get(CallKey(source.name, parent_id)) if parent_id else None
    return CallPlace(own, name, who_of(parent) if parent else "")


def own_of(source: BareSource, call: BareCall) -> str:
    """The number of the device that a call is on; "" if unknown.

    Args:
        source: The call's.
        call: A call of it.
    """
    device = source.devices.get(call.call.device_id or "")
    return (device.device.phone_number if device else "") or call.phone_number
