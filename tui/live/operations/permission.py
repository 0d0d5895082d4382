"""Whether an operation may be sent now, and what an operation that was sent stands in the way of."""

from collections.abc import Iterable

from tui.live.commands.command import Ask, Command, Target
from tui.live.commands.operation import Operation, Outcome
from tui.live.commands.requested_operation import RequestedOperation
from tui.live.store.board import Board, source_in
from tui.live.store.card import CallKey
from tui.source.models import Call, Device

NOT_OFFERED = "the server does not offer it now"
"""What the capabilities of a call or device lack; why they lack it, nobody tells us (API.md 5.4)."""
LINK_DOWN = "not while the link is down"
ALREADY_ASKED = "already asked"


_STANDS = {
    "mute": "is muted",
    "unmute": "is not muted",
    "hold": "is held",
    "retrieve": "is not held",
    "record": "is recorded",
    "pause_recording": "is paused",
    "resume_recording": "is recorded",
    "stop_recording": "not recorded",
    "set_ready": "is ready",
    "set_not_ready": "is not ready",
    "log_out": "is logged out",
}
"""What to say where the effect of a command is there already, by the command's id."""


def target_of(command: Command, board: Board, source: str, target_id: str) -> Call | Device | None:
    """The call or device that an operation would be sent to; None where it is not there, or is the agent."""
    if command.target is Target.CALL:
        known = board.calls.get(CallKey(source, target_id))
        return None if known is None or known.ended else known.call
    device = source_in(board.sources, source).devices.get(target_id)
    return device.device if device is not None else None


def why_not(command: Command, board: Board, source: str, target_id: str, sent: Iterable[Operation]) -> str:
    """Say why an operation cannot be sent now (DECISIONS.md 5).

    Args:
        command: The row of the table.
        board: What is known.
        source: Name of the source.
        target_id: Id of the call or device; "" for the voice channel and the user.
        sent: What was sent to the source and is not settled.

    Returns:
        Words for people; "" where it can be sent.
    """
    known = board.sources.get(source)
    if known is None or not known.link.live:
        return LINK_DOWN
    target = target_of(command, board, source, target_id)
    same = [one for one in sent if _is_to(one, target_id, target if command.either_leg else None)]
    standing = next((one for one in same if _stands_in_the_way(one, command)), None)
    if standing is not None:
        return ALREADY_ASKED if standing.command.id == command.id else f"{standing.command.words} is on its way"
    if command.target in (Target.CALL, Target.DEVICE) and target is None:
        return f"no {command.target} to do it with"
    if command.gate is not None and target is not None and command.gate not in target.capabilities:
        return NOT_OFFERED
    # A server may go on to offer what is so already; sent again, it would wait in vain for something to change.
    stands = _STANDS.get(command.id)
    return stands if stands is not None and command.reached(RequestedOperation(source, target_id), board) else ""


def _is_to(one: Operation, target_id: str, target: Call | Device | None) -> bool:
    """Whether an operation was sent to the target, or to the other leg where both mean the same."""
    if one.asked.target_id == target_id:
        return True
    if not isinstance(target, Call) or not one.command.either_leg or one.asked.before is None:
        return False
    return target.parent_id == one.asked.target_id or one.asked.before.parent_id == target_id


def _stands_in_the_way(one: Operation, command: Command) -> bool:
    if one.outcome is not Outcome.PENDING:
        return False
    if one.command.id == command.id:
        # The next digits go out as soon as the server has taken the last ones.
        return command.ask is not Ask.DIGITS or not one.answered
    # Two agent states on their way at once could overtake each other, and the last word would be left to chance.
    states = (Target.VOICE, Target.AGENT)
    return command.target in states and one.command.target is command.target and not one.answered
