"""Which calls come first: pure, and of moments only, so that an order holds until something happens."""

from collections.abc import Callable
from math import inf

from tui.live.store.bare import BareCall
from tui.source.models import CallState
from tui.views.arrangement.choices import Order

SortKey = tuple[int, str, float, str, str]
"""Rank, name, moment, and the call's own key as the last word."""

_ATTENTION = {CallState.RINGING.value: 1, CallState.HELD.value: 2}
_DOUBTFUL = 3
_REST = 4
_STATES = {
    CallState.RINGING.value: 0,
    CallState.DIALING.value: 1,
    CallState.HELD.value: 2,
    CallState.ESTABLISHED.value: 3,
}


def sort_key(order: Order, call: BareCall, own: str, *, alarmed: bool, sure: bool) -> SortKey:
    """Where a call belongs in an order; the smaller comes first.

    Args:
        order: Which order.
        call: The call.
        own: Number of its device.
        alarmed: Whether it is beyond its threshold.
        sure: Whether its source is live.

    Returns:
        A key that depends on no passing time.
    """
    return (*RANKS[order](call, own, alarmed, sure), *call.key)


def _attention(call: BareCall, _own: str, alarmed: bool, sure: bool) -> tuple[int, str, float]:
    """Alarmed, ringing, held, doubtful, the rest: within each the longest first."""
    if call.ended:
        return _REST, "", start_s(call)
    if alarmed:
        return 0, "", start_s(call)
    rank = _ATTENTION.get(call.call.state, _REST)
    if not call.readable or (rank == _REST and not sure):
        return _DOUBTFUL, "", start_s(call)
    return rank, "", start_s(call) if call.state_since_s is None else call.state_since_s


def _state(call: BareCall, _own: str, _alarmed: bool, _sure: bool) -> tuple[int, str, float]:
    if call.ended:
        return len(_STATES) + 1, "", start_s(call)
    return _STATES.get(call.call.state, len(_STATES)), "", start_s(call)


def _agent(call: BareCall, own: str, _alarmed: bool, _sure: bool) -> tuple[int, str, float]:
    return 0, f"{call.key.source}\n{own}", start_s(call)


def _duration(call: BareCall, _own: str, _alarmed: bool, _sure: bool) -> tuple[int, str, float]:
    return 0, "", start_s(call)


def start_s(call: BareCall) -> float:
    """When a call began, board's clock; never where nobody knows it."""
    return inf if call.start_s is None else call.start_s


RANKS: dict[Order, Callable[[BareCall, str, bool, bool], tuple[int, str, float]]] = {
    Order.ATTENTION: _attention,
    Order.STATE: _state,
    Order.AGENT: _agent,
    Order.DURATION: _duration,
}
"""The first three words of `sort_key`: of a call, the number of its device, whether it is alarmed, and sure."""
