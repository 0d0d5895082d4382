"""The JSON of `callboard call`; its format is described in tui/cli/README.md."""

from datetime import timedelta
from typing import Any

from tui.live.commands.command import Command, Target
from tui.live.commands.commands import COMMANDS
from tui.live.commands.operation import Operation
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.printing.json_line import Line
from tui.watch.headless import whole


def dashed(command: Command) -> str:
    """The name of a command on the command line."""
    return command.id.replace("_", "-")


def operation_line(one: Operation, board: Board) -> Line:
    """Give an operation as it ended.

    Args:
        one: The operation.
        board: Whose clock it was measured with.

    Returns:
        Times after `asked` in seconds, null where it never came to that.
    """
    since_s = board.clock.now_s() - one.asked_s
    return {
        "command": dashed(one.command),
        "source": one.asked.source,
        one.command.target.value: one.asked.target_id or None,
        "outcome": str(one.outcome),
        "words": one.words,
        "asked": (board.clock.wall() - timedelta(seconds=since_s)).isoformat(),
        "accepted_s": _after(one.asked_s, one.accepted_s),
        "done_s": _after(one.asked_s, one.done_s),
    }


def refusal_line(command: Command, why: str) -> Line:
    """Give an operation that was not sent, and why."""
    return {"command": dashed(command), "outcome": "not allowed", "words": why}


def state_line(board: Board, operator: Operator) -> Line:
    """Give all calls and devices, each with the commands that it allows now.

    Args:
        board: What is known.
        operator: Knows what is allowed.

    Returns:
        As `callboard watch --once`, with `can` in each call and device.
    """
    state = whole(board)
    going = [key.id for key, known in board.calls.items() if not known.ended]
    devices = [device_id for source in board.sources.values() for device_id in source.devices]
    return {
        "calls": [_able(*one, Target.CALL, operator) for one in zip(state["calls"], going, strict=True)],
        "devices": [_able(*one, Target.DEVICE, operator) for one in zip(state["devices"], devices, strict=True)],
    }


def _able(resource: dict[str, Any], id_: str, target: Target, operator: Operator) -> dict[str, Any]:
    mine = [command for command in COMMANDS if command.target is target]
    can = [dashed(one) for one in mine if not operator.why_not(one, resource["source"], id_)]
    return {**resource, "can": can}


def _after(asked_s: float, at_s: float | None) -> float | None:
    return None if at_s is None else round(at_s - asked_s, 3)
