"""What just happened: operations with the times of their steps, and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from rich.cells import cell_len

from tui.views.words.role import Role
from widgets.drawing.line import fit
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.sections import MARGIN
from widgets.drawing.spots import SheetLine, SheetSpan, lay_pieces

_WORDS = 24
_LEAST_WORDS = 16
_STEPS = 59
"""Cells of the time, the mark and the steps of an operation, whose last one is how long it took."""
_NARROW = 70


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of what happened.

    Attributes:
        at: Wall clock.
        mark: One cell.
        role: What the mark means.
        words: What it is about.
        more: How it went.
    """

    at: datetime
    mark: str
    role: Role
    words: str
    more: str = ""


def happened_face(happened: Sequence[Happened], palette: Palette, width: int) -> list[SheetLine]:
    """Draw what happened.

    Args:
        happened: Newest first.
        palette: Colours.
        width: Cells.

    Returns:
        One line each.
    """
    pen = pen_of(palette, Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    longest = max((cell_len(one.words) for one in happened if one.more), default=0)
    column = max(_LEAST_WORDS, min(width - _STEPS, max(_WORDS, longest)))
    lines = []
    for one in happened:
        words = fit(one.words, column) if one.more and width >= _NARROW else one.words
        lines.append(
            lay_pieces(
                width,
                pen.style(),
                [
                    SheetSpan(f"{MARGIN}{one.at:%H:%M:%S}  ", dim),
                    SheetSpan(f"{one.mark} ", pen.style(one.role, bold=True)),
                    SheetSpan(words, pen.style()),
                    SheetSpan(f"  {one.more}" if one.more else "", dim),
                ],
            )
        )
    return lines
