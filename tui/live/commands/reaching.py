"""How the board tells that an operation on a call had its effect: by the resource, not by the answer.

Each of these is a `Reached`. They are strict where something else could look like the effect: a consultation that the
other party left is no transfer, and a call to another number is not ours.
"""

from collections.abc import Mapping
from contextlib import suppress

from tui.live.commands.numbers import same_number
from tui.live.commands.requested_operation import BoardView, is_over, live_call, new_calls
from tui.live.commands.requested_operation import Reached as Reached
from tui.live.commands.requested_operation import RequestedOperation as RequestedOperation
from tui.source.exact import TruncatedValue, Withheld
from tui.source.models import Call, CallState, CallType
from tui.source.raw import Operand, Raw, RawObject
from tui.source.reading import read_data

_TWO_STATES = frozenset({CallState.ESTABLISHED, CallState.HELD})


def ended(asked: RequestedOperation, board: BoardView) -> bool:
    """The call is over."""
    return is_over(asked, board)


def answered(asked: RequestedOperation, board: BoardView) -> bool:
    """The call does not ring any more, and goes on."""
    call = live_call(asked, board)
    return call is not None and call.state in _TWO_STATES


def state_is(state: CallState) -> Reached:
    """The call is in this state."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.state == state


def swapped(asked: RequestedOperation, board: BoardView) -> bool:
    """Each of the two calls is in the state that the other had (API.md 5.2)."""
    uri = asked.parameters.get("otherCallUri")
    other_id = next((id_ for id_, call in asked.calls_before.items() if call.raw_uri == uri), None)
    other_before = asked.calls_before.get(other_id or "")
    if asked.before is None or other_id is None or other_before is None:
        return False
    call, other = live_call(asked, board), live_call(asked, board, other_id)
    if call is None or other is None or asked.before.state == other_before.state:
        return False
    return (call.state, other.state) == (other_before.state, asked.before.state)


def consulting(asked: RequestedOperation, board: BoardView) -> bool:
    """A consultation of this call is there that was not there before, with the number that was asked for."""
    parent_id = asked.before.id if asked.before is not None else asked.target_id
    return any(call.parent_id == parent_id and _is_to(call, asked) for call in new_calls(asked, board))


def transferred(asked: RequestedOperation, board: BoardView) -> bool:
    """The call and its consultation are both over (API.md 5.2)."""
    original, consults = _pair(asked)
    return all(is_over(asked, board, call_id) for call_id in (original, *consults))


def merged(asked: RequestedOperation, board: BoardView) -> bool:
    """The consultation is over, and its party is in the call that goes on."""
    original_id, consults = _pair(asked)
    before, now = asked.calls_before.get(original_id), live_call(asked, board, original_id)
    if before is None or now is None or now.state != CallState.ESTABLISHED or not consults:
        return False
    grown = len(now.parties) > len(before.parties)
    return grown and all(is_over(asked, board, call_id) for call_id in consults)


def party_joined(asked: RequestedOperation, board: BoardView) -> bool:
    """There are more parties than before, or the one that was asked for is new."""
    call, before = live_call(asked, board), asked.before
    if call is None or before is None:
        return False
    fresh = _numbers(call) - _numbers(before)
    return len(call.parties) > len(before.parties) or any(same_number(one, _destination(asked)) for one in fresh)


def party_left(asked: RequestedOperation, board: BoardView) -> bool:
    """There is one party fewer of that number than before, or none, in the call, which goes on."""
    call, party = live_call(asked, board), asked.parameters.get("participant")
    if call is None or party is None:
        return False
    before = _exact_numbers(asked.before).count(party) if asked.before is not None else 0
    return _exact_numbers(call).count(party) < max(1, before)


def data_is_there(asked: RequestedOperation, board: BoardView) -> bool:
    """All the given pairs are attached, as the server shows them."""
    call = live_call(asked, board)
    given = asked.parameters.get("userData")
    if call is None or not isinstance(given, RawObject):
        return False
    attached = {entry.key: (entry.value, (call.user_data or {})[key]) for key, entry in call.raw_data}
    return all(
        Raw(key) in attached and _same_value(*attached[Raw(key)], given=value) for key, value in given.pairs.items()
    )


def key_is_gone(asked: RequestedOperation, board: BoardView) -> bool:
    """The key is not attached."""
    call = live_call(asked, board)
    key = asked.parameters.get("key")
    return call is not None and all(entry.key != key for _, entry in call.raw_data)


def data_is_gone(asked: RequestedOperation, board: BoardView) -> bool:
    """Nothing is attached."""
    call = live_call(asked, board)
    return call is not None and not call.user_data


def mute_is(word: str) -> Reached:
    """The microphone is `On` (muted) or `Off`."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.mute == word


def recording_is(word: str) -> Reached:
    """The recording is `Recording`, `Paused` or `Stopped`."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.recording_state == word


def dialing(asked: RequestedOperation, board: BoardView) -> bool:
    """A call from this device to the number is there that was not there before."""
    return any(
        call.device_id == asked.target_id
        and call.call_type not in (CallType.INBOUND, CallType.CONSULT)
        and call.state != CallState.RINGING
        and _is_to(call, asked)
        for call in new_calls(asked, board)
    )


def untold(asked: RequestedOperation, board: BoardView) -> bool:
    """Never: no resource shows it. DTMF has a notification of its own, the end of the session only its answer."""
    del asked, board
    return False


def _pair(asked: RequestedOperation) -> tuple[str, list[str]]:
    """Ids of the call that was consulted about and of its consultations, given either of them."""
    original = asked.target_id if asked.before is None else asked.before.parent_id or asked.target_id
    known = asked.calls_before
    return original, [one.id for one in known.values() if one.parent_id == original and one.state != CallState.RELEASED]


def _is_to(call: Call, asked: RequestedOperation) -> bool:
    """Whether the call went to the number that was asked for; `dnis` is what was dialled (API.md 5.1)."""
    numbers = {call.dnis} if call.dnis else _numbers(call)
    return not numbers or any(same_number(one, _destination(asked)) for one in numbers)


def _destination(asked: RequestedOperation) -> str:
    given = asked.parameters.get("destination")
    number = given.get("phoneNumber") if isinstance(given, Mapping) else None
    return number.text if isinstance(number, Raw) else ""


def _numbers(call: Call) -> set[str]:
    return {party.number for party in call.parties}


def _exact_numbers(call: Call) -> list[Operand]:
    found: list[Operand] = []
    for party in call.parties:
        with suppress(LookupError):
            found.append(party.raw_number)
    return found


def _same_value(
    attached: Raw | TruncatedValue | Withheld | int | float | bool | None, shown: object, given: object
) -> bool:
    if isinstance(attached, TruncatedValue):
        # Only what was kept of it can be compared, and how long it is.
        whole = not isinstance(given, str) or attached.length in (0, len(given))
        return whole and shown == read_data(given)
    if isinstance(attached, Raw):
        return attached.text == str(given)
    return attached is not None and (attached == given or str(attached) == str(given))
