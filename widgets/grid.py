"""Where each call is on the wall: pure geometry, so that nothing depends on how many calls there are."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.geometry import Region

from widgets.density import Density

_SCALE = 1.15
"""A looser grid is taken again only when this many times the calls would fit, or the wall would flicker between two."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal cards in equal columns.

    Attributes:
        density: What the cards show.
        columns: Cards beside each other.
        card_width: Cells of a card.
        margin: Cells left of the first column.
        gap_x: Cells between columns.
        gap_y: Lines between rows of cards.
    """

    density: Density
    columns: int
    card_width: int
    margin: int
    gap_x: int
    gap_y: int

    @property
    def pitch(self) -> int:
        """Lines from one row of cards to the next."""
        return self.density.height + self.gap_y

    def height(self, count: int) -> int:
        """Lines that so many cards take."""
        rows = -(-count // self.columns)
        return max(0, rows * self.pitch - self.gap_y)

    def region(self, index: int) -> Region:
        """Where a card is.

        Args:
            index: Its number, from 0.

        Returns:
            Its region on the whole wall.
        """
        row, column = divmod(index, self.columns)
        x = self.margin + column * (self.card_width + self.gap_x)
        return Region(x, row * self.pitch, self.card_width, self.density.height)

    def index_at(self, x: int, y: int) -> int | None:
        """Which card is at a cell of the whole wall.

        Args:
            x: Column.
            y: Line.

        Returns:
            Its number, which may be beyond the last call; None between cards.
        """
        column, inside_x = divmod(x - self.margin, self.card_width + self.gap_x)
        row, inside_y = divmod(y, self.pitch)
        hit = 0 <= column < self.columns and inside_x < self.card_width and inside_y < self.density.height and y >= 0
        return row * self.columns + column if hit else None

    def indexes(self, top: int, height: int, count: int) -> range:
        """Which cards show on some lines.

        Args:
            top: First line.
            height: Number of lines.
            count: How many cards there are.

        Returns:
            Their numbers.
        """
        first = max(0, top) // self.pitch * self.columns
        last = (-(-(top + height) // self.pitch)) * self.columns
        return range(min(first, count), max(0, min(last, count)))


@dataclass(frozen=True, slots=True)
class _Shape:
    density: Density
    least_width: int
    gap_x: int
    gap_y: int


# From the most to the least room for a call.
_SHAPES = (
    _Shape(Density.BIG, 44, 1, 1),
    _Shape(Density.CARD, 36, 1, 1),
    _Shape(Density.CARD, 30, 1, 1),
    _Shape(Density.CARD, 30, 1, 0),
    _Shape(Density.ROW, 76, 1, 0),
)


def fixed_grid(density: Density, width: int) -> Grid:
    """The grid of a density that a person chose.

    Args:
        density: Which.
        width: Cells of the wall.

    Returns:
        Its most comfortable grid.
    """
    return _grid(next(shape for shape in _SHAPES if shape.density is density), width)


def fitting_grid(
    width: int, height: int, count: int, present: Grid | None, stacked: Callable[[Grid], int] | None = None
) -> Grid:
    """The grid in which each call has the most room while all are seen.

    Args:
        width: Cells of the wall.
        height: Lines of the wall.
        count: How many calls there are.
        present: The grid now, kept unless a looser one fits well.
        stacked: Lines that the calls take in a grid, where they are not all in one; `count` is not asked for then.

    Returns:
        A grid; rows if nothing fits.
    """
    keeps = present is None
    for grid in (_grid(shape, width) for shape in _SHAPES if width >= shape.least_width):
        keeps |= grid == present
        if stacked is not None:
            lines = stacked(grid) if keeps else int(stacked(grid) * _SCALE)
        else:
            lines = grid.height(count if keeps else int(count * _SCALE) + 1)
        if lines <= height:
            return grid
    return _grid(_SHAPES[-1], width)


def _grid(shape: _Shape, width: int) -> Grid:
    margin = 2 if width >= 100 else 1 if width >= 60 else 0
    room = width - 2 * margin
    columns = max(1, (room + shape.gap_x) // (shape.least_width + shape.gap_x))
    card_width = max(1, (room - shape.gap_x * (columns - 1)) // columns)
    return Grid(shape.density, columns, card_width, margin, shape.gap_x, shape.gap_y)
