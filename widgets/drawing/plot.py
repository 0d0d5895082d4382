"""Numbers over time as bars of dots, with their scales; plain text, so that it needs no colour."""

from collections.abc import Sequence
from dataclasses import dataclass

_ACROSS, _DOWN = 2, 4
"""Dots of one cell, beside and below each other."""
_BLANK = "\u2800"
"""What the library draws where there is no dot."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What plots that stand below one another share, so that one moment is in one column.

    Attributes:
        places: How many numbers there could be; the room for those that are missing stays empty.
        width: Cells there are.
        label: Cells of them for the numbers at the left edge.
    """

    places: int
    width: int
    label: int

    @property
    def dots(self) -> int:
        """Dots of one number, beside each other: the same for all, or some would look like more."""
        return max(1, self._room * _ACROSS // self.places)

    @property
    def cells(self) -> int:
        """Cells of the dots."""
        return max(1, min(self._room, -(-self.places * self.dots // _ACROSS)))

    @property
    def shown(self) -> int:
        """How many numbers there is room for."""
        return self.cells * _ACROSS // self.dots

    @property
    def _room(self) -> int:
        return max(1, self.width - self.label - 1)

    def scale(self, begin: str, end: str) -> str:
        """The line below plots.

        Args:
            begin: Words under the left edge; left out where there is no room for both.
            end: Words under the right edge.

        Returns:
            One line.
        """
        free = self.cells - len(begin) - len(end)
        return " " * (self.label + 1) + (f"{begin}{' ' * free}{end}" if free > 0 else end.rjust(self.cells))


def plot(numbers: Sequence[int], frame: Frame, height: int) -> list[str]:
    """Draw numbers as bars, the last one at the right edge.

    Args:
        numbers: Not negative, oldest first; as many as there is room for are drawn.
        frame: How wide.
        height: Lines, at least 1.

    Returns:
        The lines: the highest of the numbers stands at the top, a 0 at the bottom where there are several.
    """
    shown = numbers[-frame.shown :]
    highest = max(shown, default=0)
    scale = [str(highest), *[""] * (height - 2), "0"][:height]
    dots = _dots(shown, frame, max(1, highest), height)
    return [f"{number:>{frame.label}} {row}" for number, row in zip(scale, dots, strict=True)]


def _dots(numbers: Sequence[int], frame: Frame, highest: int, height: int) -> list[str]:
    # Only the screen that draws it needs the library: a wall starts without.
    from plotille import Canvas

    across, down = frame.cells * _ACROSS, height * _DOWN
    canvas = Canvas(frame.cells, height, 0, 0, across, down)
    first = across - len(numbers) * frame.dots
    for place, number in enumerate(numbers):
        # Nothing has no dot, and little has one.
        top = -(-number * down // highest) - 1
        for dot in range(frame.dots if number else 0):
            x = first + place * frame.dots + dot
            canvas.line(x, 0, x, top)
    return [row.replace(_BLANK, " ") for row in canvas.plot(linesep="\n").split("\n")]
