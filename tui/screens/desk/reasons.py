"""Why something cannot be done now: by how the call stands where that is known, and never by a guess."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from tui.live.commands.command import Command
from tui.live.operations.permission import NOT_OFFERED
from tui.source.models import Call, CallState, RecordingState
from tui.source.spelling import OnOff

BRIEF = {NOT_OFFERED: "not offered"}
"""Reasons in fewer words, for where there is no room."""


class Stand(NamedTuple):
    """How a call stands among the others of its desk.

    Attributes:
        call: The call.
        rings: Whether any call rings.
        others: Whether there are other calls that were answered.
        tied: Whether it is a consultation that goes on, or has one.
    """

    call: Call
    rings: bool
    others: bool
    tied: bool


Fact = tuple[Callable[[Stand], bool], str]


def _recording_is(state: RecordingState, words: str) -> Fact:
    return lambda stand: stand.call.recording_state == state, words


_RECORDED = _recording_is(RecordingState.RECORDING, "is recorded")
_PAUSED = _recording_is(RecordingState.PAUSED, "is paused")
_STOPPED = _recording_is(RecordingState.STOPPED, "not recorded")
_NOTHING_RINGS: Fact = (lambda stand: not stand.rings, "nothing rings")
_NO_CONSULT: Fact = (lambda stand: not stand.tied, "no consult")
_FACTS: Mapping[str, tuple[Fact, ...]] = {
    "answer": (_NOTHING_RINGS,),
    "reject": (_NOTHING_RINGS,),
    "hold": ((lambda stand: stand.call.state == CallState.HELD, "is held"),),
    "retrieve": ((lambda stand: stand.call.state == CallState.ESTABLISHED, "is not held"),),
    "swap": ((lambda stand: not stand.others, "no other call"),),
    "mute": ((lambda stand: stand.call.muted, "is muted"),),
    "unmute": ((lambda stand: stand.call.mute == OnOff.OFF, "is not muted"),),
    "complete_transfer": (_NO_CONSULT,),
    "complete_conference": (_NO_CONSULT,),
    "remove_party": ((lambda stand: len(stand.call.parties) < 2, "no conference"),),
    "record": (_RECORDED, _PAUSED),
    "pause_recording": (_PAUSED, _STOPPED),
    "resume_recording": (_RECORDED, _STOPPED),
    "stop_recording": (_STOPPED,),
}
"""What is known against a command, by the command's id."""


def reason_words(command: Command, stand: Stand) -> str:
    """Say more of what is not offered than that it is not.

    Args:
        command: What cannot be done.
        stand: The call that it would go to.

    Returns:
        What is known against it; "" where nothing is.
    """
    return next((words for is_so, words in _FACTS.get(command.id, ()) if is_so(stand)), "")
