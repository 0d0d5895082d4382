"""The way from what may be counted back to the call as it came: for making operands and for masking, never for showing.

Who may import this is a contract in `pyproject.toml`: no screen and no widget, nothing that writes for people.
"""

from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey


def unmasked_call(board: Board, key: CallKey) -> BoardCall | None:
    """Find a call as it came, also where the board masks it.

    Args:
        board: What is known.
        key: Which call.

    Returns:
        The call; None where there is none.
    """
    known = board.bare.calls.get(key)
    return known if isinstance(known, BoardCall) else None
