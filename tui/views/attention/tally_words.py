"""Numbers about calls in words: the same in the head of the wall and above a group."""

from typing import NamedTuple

from tui.source.models import CallState
from tui.views.attention.tally import Tally
from tui.views.words.marks import state_sign
from tui.views.words.role import Role

_ORDER = (CallState.RINGING.value, CallState.DIALING.value, CallState.ESTABLISHED.value, CallState.HELD.value)


class Count(NamedTuple):
    """A number, its word, and what its colour means."""

    number: int
    word: str
    role: Role


def tally_words(tally: Tally, noun: str = "call") -> list[Count]:
    """Say numbers about calls, leaving out what there is none of.

    Args:
        tally: The numbers.
        noun: What is counted.

    Returns:
        All of them first, then by state, then what asks for attention; where all have ended, only that.
    """
    signs = [(tally.states.get(state, 0), state_sign(state)) for state in _ORDER]
    others = tally.calls - tally.unreadable - sum(number for number, _ in signs)
    rest = (
        Count(others, "other", Role.TEXT),
        Count(tally.unreadable, "unreadable", Role.ALARM),
        Count(tally.ended, "ended", Role.DIM),
        Count(tally.unsure, "not sure", Role.RINGING),
        Count(tally.alarmed, "need you", Role.ALARM),
    )
    calls = Count(tally.calls, noun if tally.calls == 1 else f"{noun}s", Role.TEXT)
    states = [Count(number, sign.word.lower(), sign.role) for number, sign in signs if number]
    said = [*states, *(count for count in rest if count.number)]
    return said if tally.ended and not tally.calls else [calls, *said]
