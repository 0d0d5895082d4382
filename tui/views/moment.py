"""The moment for which a call is drawn, in whole seconds: all durations change together, once a second, none by two."""

from math import floor

from tui.live.store.bare import BareSource
from tui.live.store.board import Board


def now_s(board: Board) -> float:
    """Now, the same for everything that is drawn in one second.

    Args:
        board: Whose clock.

    Returns:
        Whole seconds of the board's clock.
    """
    return float(floor(board.clock.now_s()))


def sure_s(board: Board, source: BareSource) -> float:
    """Up to when the calls of a source are sure.

    Args:
        board: Whose clock.
        source: The source.

    Returns:
        `now_s`, or the earlier moment at which the source stopped being live.
    """
    frozen_s = source.link.frozen_at_s
    return now_s(board) if frozen_s is None else min(now_s(board), frozen_s)
