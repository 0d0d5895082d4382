"""Why something cannot be done now, told by how the call stands where the operator only knows that it cannot."""

from tui.gws.models import Call, CallState, CallType, RecordingState
from tui.live.command import Command, Target
from widgets.marks import state_sign

NOT_ALLOWED = "not now"
"""What `tui.live.permission` says of everything that the capabilities of the call lack."""

_OF_A_RINGING_CALL = frozenset({"answer", "reject"})
_OF_A_CONSULTATION = frozenset({"complete_transfer", "complete_conference"})
_OF_A_RECORDING = frozenset({"pause_recording", "resume_recording", "stop_recording"})
_STARTERS = frozenset({"transfer", "conference", "blind_transfer", "add_party"})
_OTHERS = {"swap": "no other call", "remove_party": "no conference"}


def reason_words(command: Command, why: str, call: Call | None) -> str:
    """Say more than that it is not allowed.

    Args:
        command: What cannot be done.
        why: What the operator says.
        call: The call that it would go to, None for another target.

    Returns:
        The operator's words, but for `NOT_ALLOWED` on a call.
    """
    if why != NOT_ALLOWED or call is None or command.target is not Target.CALL:
        return why
    if command.id in _OF_A_RINGING_CALL:
        return "not from a queue" if call.state == CallState.RINGING else "nothing rings"
    if command.id in _OTHERS:
        return _OTHERS[command.id]
    if command.id in _OF_A_CONSULTATION:
        return "no consult"
    if command.id in _STARTERS and call.call_type == CallType.CONSULT:
        return "not in a consult"
    if command.id in _OF_A_RECORDING and call.recording_state != RecordingState.RECORDING:
        return "not recorded"
    if command.id == "record" and call.recording_state is None:
        return "no recording"
    return f"not while {state_sign(call.state).word.lower()}"
