"""Which call, device or login `callboard call` means, and what goes along."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tui.live.commands.command import Ask, Command, Target
from tui.live.commands.filling import Given, Parameters
from tui.live.operations.operator import Operator
from tui.live.operations.permission import NOT_OFFERED
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.source.raw import Raw

NOT_NOW = 6
UNCLEAR = 2


class AimError(Exception):
    """Nothing can be aimed at.

    Attributes:
        code: The exit code: `NOT_NOW`, or `UNCLEAR` where more has to be said.
    """

    def __init__(self, code: int, words: str) -> None:
        """Keep the code beside the words."""
        super().__init__(words)
        self.code = code


@dataclass(frozen=True, slots=True)
class WantedTarget:
    """What was said about the target; "" is nothing.

    Attributes:
        call: Id of a call.
        device: Id or number of a device.
    """

    call: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class CommandTarget:
    """Where an operation goes: name of a source, and id of a call or device, "" for the agent."""

    source: str
    id: str = ""

    def __str__(self) -> str:
        """For people."""
        return f"{self.id} ({self.source})" if self.id else self.source


def aim_at(command: Command, board: Board, operator: Operator, wanted: WantedTarget) -> CommandTarget:
    """Find the target: what was said, or the only one that allows it.

    Args:
        command: What is to be done.
        board: What is known.
        operator: Knows what is allowed.
        wanted: What was said.

    Returns:
        The target.

    Raises:
        AimError: There is none, or more than one.
    """
    if command.target is Target.CALL:
        found = [CommandTarget(key.source, key.id) for key, known in board.calls.items() if not known.ended]
        named = [aim for aim in found if wanted.call in _ids(aim, board)] if wanted.call else None
    elif command.target is Target.DEVICE:
        found = [
            CommandTarget(name, device_id) for name, source in board.sources.items() for device_id in source.devices
        ]
        named = [aim for aim in found if wanted.device in _names(aim, board)] if wanted.device else None
    else:
        found, named = [CommandTarget(name) for name in board.sources], None
    if named is None:
        return _only(command, _able(command, found, board, operator), "or say which one", len(found))
    return _only(command, named, "or name its --source", len(named))


def fill(command: Command, given: Given, aim: CommandTarget, board: Board) -> Parameters:
    """Make the parameters; for a swap the other call is found here.

    Args:
        command: What is to be done.
        given: What was given.
        aim: The target.
        board: What is known.

    Returns:
        What goes beside the `operationName`.

    Raises:
        ValueError: Something is missing, or is no number.
        AimError: There is no single other call.
    """
    if command.ask is Ask.CALL:
        given = replace(given, other_call_uri=_other_uri(command, aim, board))
    return command.fill(given)


def _ids(aim: CommandTarget, board: Board) -> tuple[str, str]:
    """The id as it is shown, and as it is."""
    return aim.id, board.calls[CallKey(aim.source, aim.id)].call.raw_id.text


def _names(aim: CommandTarget, board: Board) -> tuple[str, str, str]:
    device = board.sources[aim.source].devices[aim.id].device
    return aim.id, device.raw_id.text, device.phone_number


def _able(command: Command, found: Sequence[CommandTarget], board: Board, operator: Operator) -> list[CommandTarget]:
    able = [aim for aim in found if not operator.why_not(command, aim.source, aim.id)]
    if not command.either_leg:
        return able
    # The samples send it to the consultation (API.md 6.1).
    parents = {(aim.source, board.calls[CallKey(aim.source, aim.id)].call.parent_id) for aim in able}
    return [aim for aim in able if (aim.source, aim.id) not in parents]


def _only(command: Command, aims: Sequence[CommandTarget], advice: str, known: int) -> CommandTarget:
    if not aims:
        raise AimError(NOT_NOW, f"{command.words}: {NOT_OFFERED if known else f'no {command.target} to do it with'}")
    if len(aims) > 1:
        raise AimError(UNCLEAR, f"{command.words}: more than one allows it, {advice}: {', '.join(map(str, aims))}")
    return aims[0]


def _other_uri(command: Command, aim: CommandTarget, board: Board) -> Raw:
    target = board.calls[CallKey(aim.source, aim.id)].call
    others = [
        known.call
        for key, known in board.calls.items()
        if key.source == aim.source and key.id != aim.id and not known.ended
    ]
    kin = [call for call in others if target.parent_id == call.id or call.parent_id == target.id]
    able = kin or [call for call in others if command.gate in call.capabilities]
    if len(able) != 1 or not able[0].uri:
        raise AimError(NOT_NOW, f"{command.words}: there is no single other call")
    return able[0].raw_uri
