"""How the board tells that an operation on a call had its effect: by the resource, not by the answer.

Each of these is a `Reached`. They are strict where something else could look like the effect: a consultation that the
other party left is no transfer, and a call to another number is not ours.
"""

from tui.gws.models import Call, CallState, CallType, last_segment
from tui.gws.reading import USER_DATA_TEXT_LIMIT, read_data
from tui.gws.text import clean
from tui.live.asked import Asked as Asked
from tui.live.asked import Reached as Reached
from tui.live.asked import Shown, is_over, live_call, new_calls
from tui.live.numbers import same_number

_TWO_STATES = frozenset({CallState.ESTABLISHED, CallState.HELD})


def ended(asked: Asked, board: Shown) -> bool:
    """The call is over."""
    return is_over(asked, board)


def answered(asked: Asked, board: Shown) -> bool:
    """The call does not ring any more, and goes on."""
    call = live_call(asked, board)
    return call is not None and call.state in _TWO_STATES


def state_is(state: CallState) -> Reached:
    """The call is in this state."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.state == state


def swapped(asked: Asked, board: Shown) -> bool:
    """Each of the two calls is in the state that the other had (gws-api.md 5.2)."""
    uri = asked.parameters.get("otherCallUri")
    other_id = last_segment(uri) if isinstance(uri, str) else None
    other_before = asked.calls_before.get(other_id or "")
    if asked.before is None or other_id is None or other_before is None:
        return False
    call, other = live_call(asked, board), live_call(asked, board, other_id)
    if call is None or other is None or asked.before.state == other_before.state:
        return False
    return (call.state, other.state) == (other_before.state, asked.before.state)


def consulting(asked: Asked, board: Shown) -> bool:
    """A consultation of this call is there that was not there before, with the number that was asked for."""
    return any(call.parent_id == asked.target_id and _is_to(call, asked) for call in new_calls(asked, board))


def transferred(asked: Asked, board: Shown) -> bool:
    """The call and its consultation are both over (gws-api.md 5.2)."""
    original, consults = _pair(asked)
    return all(is_over(asked, board, call_id) for call_id in (original, *consults))


def merged(asked: Asked, board: Shown) -> bool:
    """The consultation is over, and its party is in the call that goes on."""
    original_id, consults = _pair(asked)
    before, now = asked.calls_before.get(original_id), live_call(asked, board, original_id)
    if before is None or now is None or now.state != CallState.ESTABLISHED or not consults:
        return False
    grown = len(now.parties) > len(before.parties)
    return grown and all(is_over(asked, board, call_id) for call_id in consults)


def party_joined(asked: Asked, board: Shown) -> bool:
    """There are more parties than before, or the one that was asked for is new."""
    call, before = live_call(asked, board), asked.before
    if call is None or before is None:
        return False
    fresh = _numbers(call) - _numbers(before)
    return len(call.parties) > len(before.parties) or any(same_number(one, _destination(asked)) for one in fresh)


def party_left(asked: Asked, board: Shown) -> bool:
    """The party is not in the call, which goes on."""
    call = live_call(asked, board)
    return call is not None and asked.parameters.get("participant") not in _numbers(call)


def data_is_there(asked: Asked, board: Shown) -> bool:
    """All the given pairs are attached, as the server shows them."""
    call = live_call(asked, board)
    given = asked.parameters.get("userData")
    if call is None or not isinstance(given, dict):
        return False
    attached = call.user_data or {}
    return all(_same_value(attached.get(clean(str(key))), value) for key, value in given.items())


def key_is_gone(asked: Asked, board: Shown) -> bool:
    """The key is not attached."""
    call = live_call(asked, board)
    return call is not None and clean(str(asked.parameters.get("key"))) not in (call.user_data or {})


def data_is_gone(asked: Asked, board: Shown) -> bool:
    """Nothing is attached."""
    call = live_call(asked, board)
    return call is not None and not call.user_data


def mute_is(word: str) -> Reached:
    """The microphone is `On` (muted) or `Off`."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.mute == word


def recording_is(word: str) -> Reached:
    """The recording is `Recording`, `Paused` or `Stopped`."""
    return lambda asked, board: (call := live_call(asked, board)) is not None and call.recording_state == word


def dialing(asked: Asked, board: Shown) -> bool:
    """A call from this device to the number is there that was not there before."""
    return any(
        call.device_id == asked.target_id
        and call.call_type not in (CallType.INBOUND, CallType.CONSULT)
        and call.state != CallState.RINGING
        and _is_to(call, asked)
        for call in new_calls(asked, board)
    )


def untold(asked: Asked, board: Shown) -> bool:
    """Never: no resource shows it. DTMF has a notification of its own, the end of the session only its answer."""
    del asked, board
    return False


def _pair(asked: Asked) -> tuple[str, list[str]]:
    """Ids of the call that was consulted about and of its consultations, given either of them."""
    original = asked.target_id if asked.before is None else asked.before.parent_id or asked.target_id
    known = asked.calls_before
    return original, [one.id for one in known.values() if one.parent_id == original and one.state != CallState.RELEASED]


def _is_to(call: Call, asked: Asked) -> bool:
    """Whether the call went to the number that was asked for; `dnis` is what was dialled (gws-api.md 5.1)."""
    numbers = {call.dnis} if call.dnis else _numbers(call)
    return not numbers or any(same_number(one, _destination(asked)) for one in numbers)


def _destination(asked: Asked) -> str:
    given = asked.parameters.get("destination")
    return str(given.get("phoneNumber", "")) if isinstance(given, dict) else ""


def _numbers(call: Call) -> set[str]:
    return {party.number for party in call.parties}


def _same_value(attached: object, given: object) -> bool:
    if isinstance(given, str):
        return attached is not None and str(attached) == clean(given, USER_DATA_TEXT_LIMIT)
    return attached == read_data(given) or (attached is not None and str(attached) == str(given))
