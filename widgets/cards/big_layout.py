"""How a big card is laid out in its cells, and how large its digits are: pure geometry."""

from functools import lru_cache
from typing import NamedTuple

from widgets.drawing.big_digits import big_digits, height_of

SIDES = 6
"""Cells beside what is written: the edge, and air."""
MARK = 2
"""Cells before the digits for the mark of what is stale or alarmed."""
LEAST_WORDS = 16
"""Cells that state and hold time need beside the digits."""
_LEAST_LINE = 26
"""Cells that the other party, and whom the call is for, need beside the digits."""
_LARGEST = 8
_USUAL = "00:00"


class Layout(NamedTuple):
    """Where things stand on a big card.

    Attributes:
        scale: Size of the digits.
        words: Cells that words have beside them; 0 where the digits have lines of their own.
        names: Whether the other party stands beside the digits too.
        lines: Lines without any air but the one at the top.
    """

    scale: int
    words: int
    names: bool
    lines: int


_SMALLEST = Layout(1, LEAST_WORDS, names=False, lines=8)


@lru_cache(maxsize=256)
def layout_of(width: int, height: int) -> Layout | None:
    """The layout with the largest digits.

    Args:
        width: Cells of a card.
        height: Lines of a card.

    Returns:
        The layout with the most air; None where there is no room for large digits.
    """
    inner = width - SIDES
    for scale in range(_LARGEST, 0, -1):
        for layout in _layouts(scale):
            if layout.lines <= height and digits_width(_USUAL, scale) + layout.words <= inner:
                return layout
    return None


def usual_layout(width: int, height: int) -> Layout:
    """The layout of a card that may be too small for any."""
    return layout_of(width, height) or _SMALLEST


def digits_width(text: str, scale: int) -> int:
    """Cells of digits with the place of their mark."""
    return MARK + len(big_digits(text, scale)[0])


def _layouts(scale: int) -> tuple[Layout, ...]:
    rows = height_of(scale)
    beside = Layout(scale, LEAST_WORDS, names=False, lines=rows + 5)
    below = Layout(scale, 0, names=False, lines=rows + 6)
    # Only from five rows on there is room for four lines of words beside them.
    return (beside, Layout(scale, _LEAST_LINE, names=True, lines=rows + 3), below) if rows >= 5 else (beside, below)
