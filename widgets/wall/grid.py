"""Where each call is on the wall: pure geometry, so that nothing depends on how many calls there are."""

from dataclasses import dataclass
from typing import NamedTuple

from textual.geometry import Region

from widgets.cards.density import Density


@dataclass(frozen=True, slots=True)
class Grid:
    """Equal cards in equal columns.

    Attributes:
        density: What the cards show.
        columns: Cards beside each other.
        card_width: Cells of a card.
        card_height: Lines of a card.
        margin: Cells left of the first column.
        gap_x: Cells between columns.
        gap_y: Lines between rows of cards.
        room: Lines of the wall that its cards were made to fill; 0 where they are as high as they must be.
    """

    density: Density
    columns: int
    card_width: int
    card_height: int
    margin: int
    gap_x: int
    gap_y: int
    room: int = 0

    @property
    def pitch(self) -> int:
        """Lines from one row of cards to the next."""
        return self.card_height + self.gap_y

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
        return Region(x, row * self.pitch, self.card_width, self.card_height)


class Shape(NamedTuple):
    """How grids of a kind are made: for which density, how narrow a card may be, and the gaps."""

    density: Density
    least_width: int
    gap_x: int
    gap_y: int


BIG = Shape(Density.BIG, 44, 1, 1)
CARDS = (Shape(Density.CARD, 36, 1, 1), Shape(Density.CARD, 30, 1, 1), Shape(Density.CARD, 30, 1, 0))
"""From the most to the least room for a call."""
ROWS = Shape(Density.ROW, 76, 1, 0)


def fixed_grid(density: Density, width: int) -> Grid:
    """The grid of a density that a person chose.

    Args:
        density: Which.
        width: Cells of the wall.

    Returns:
        Its most comfortable grid.
    """
    return grid_of(next(shape for shape in (BIG, *CARDS, ROWS) if shape.density is density), width)


def grid_of(shape: Shape, width: int, columns: int = 0) -> Grid:
    """Cards of a shape.

    Args:
        shape: Which.
        width: Cells of the wall.
        columns: Cards beside each other; 0 for as many as there is room for.

    Returns:
        A grid whose cards are as wide as possible, and as high as they must be.
    """
    margin = 2 if width >= 100 else 1 if width >= 60 else 0
    room = width - 2 * margin
    columns = columns or max(1, (room + shape.gap_x) // (shape.least_width + shape.gap_x))
    card_width = max(1, (room - shape.gap_x * (columns - 1)) // columns)
    return Grid(shape.density, columns, card_width, shape.density.height, margin, shape.gap_x, shape.gap_y)
