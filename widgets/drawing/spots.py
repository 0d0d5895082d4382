"""Lines that can be clicked: a strip, and what its cells stand for."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from widgets.drawing.line import Run, lay

Meaning = tuple[str, ...]
"""What a click asks for: a word first, such as `("select", source, id)`; () for nothing."""


class SheetSpan(NamedTuple):
    """A run of cells, and what a click on it asks for."""

    text: str
    style: Style
    meaning: Meaning = ()


class Spot(NamedTuple):
    """Cells from `start` to before `end`, and what a click on them asks for."""

    start: int
    end: int
    meaning: Meaning


class SheetLine(NamedTuple):
    """One line of a sheet."""

    strip: Strip
    spots: tuple[Spot, ...] = ()

    def meaning_at(self, x: int) -> Meaning:
        """What a click asks for.

        Args:
            x: Cell of the line.

        Returns:
            The meaning of the first spot there; () where there is none.
        """
        return next((spot.meaning for spot in self.spots if spot.start <= x < spot.end), ())


def lay_pieces(width: int, fill: Style, left: Sequence[SheetSpan], right: Sequence[Run] = ()) -> SheetLine:
    """Lay pieces out on one line, as `line.lay` does.

    Args:
        width: Cells of the line.
        fill: Style of the cells between and behind.
        left: Pieces from the left edge.
        right: Runs to the right edge.

    Returns:
        A line of exactly `width` cells.
    """
    spots: list[Spot] = []
    start = 0
    for piece in left:
        end = start + cell_len(piece.text)
        if piece.meaning and start < min(end, width):
            spots.append(Spot(start, min(end, width), piece.meaning))
        start = end
    return SheetLine(lay(width, fill, [(piece.text, piece.style) for piece in left], right), tuple(spots))


def whole(strips: Iterable[Strip], meaning: Meaning) -> list[SheetLine]:
    """Make lines of which every cell asks for the same.

    Args:
        strips: The lines.
        meaning: What a click asks for.

    Returns:
        As many lines.
    """
    return [SheetLine(strip, (Spot(0, strip.cell_length, meaning),)) for strip in strips]


def indented(line: SheetLine, before: Strip) -> SheetLine:
    """Put cells before a line.

    Args:
        line: The line.
        before: What comes to its left.

    Returns:
        A longer line, whose spots have moved with it.
    """
    step = before.cell_length
    spots = tuple(Spot(spot.start + step, spot.end + step, spot.meaning) for spot in line.spots)
    return SheetLine(Strip.join([before, line.strip]), spots)
