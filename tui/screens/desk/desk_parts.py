"""The parts that a desk thinks with: none of them draws, and none of them sends."""

from dataclasses import dataclass

from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.screens.desk.controls import Controls
from tui.screens.desk.desk_calls import DeskCalls
from tui.screens.desk.desk_keys import KeyTable
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.desk_view_model import DeskViewModel
from tui.screens.desk.dispositions import DispositionWatch
from tui.screens.desk.questions import PromptQuestions
from tui.screens.desk.second_press import SecondPress


@dataclass(frozen=True, slots=True)
class DeskParts:
    """Board and operator, and what reads them for the desk."""

    board: Board
    operator: Operator
    options: DeskOptions
    calls: DeskCalls
    keys: KeyTable
    controls: Controls
    second: SecondPress
    questions: PromptQuestions
    sight: DeskViewModel
    dispositions: DispositionWatch


def desk_parts(board: Board, operator: Operator, options: DeskOptions) -> DeskParts:
    """Put the parts together.

    Args:
        board: What is known now.
        operator: Knows what may be sent.
        options: What is wanted.

    Returns:
        Parts that belong together.

    Raises:
        ValueError: Configured keys that cannot be.
    """
    calls, keys = DeskCalls(board), KeyTable(options.keys)
    controls = Controls(board, operator, calls, keys)
    second = SecondPress(board.clock, options.second_press_s)
    sight = DeskViewModel(board, operator, calls, controls, keys, second, options)
    questions, dispositions = PromptQuestions(board, calls, options), DispositionWatch(board, operator, options)
    return DeskParts(board, operator, options, calls, keys, controls, second, questions, sight, dispositions)
