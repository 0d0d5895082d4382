"""What all bars of one line have in common."""

from abc import abstractmethod
from collections.abc import Sequence

from textual.strip import Strip

from widgets.drawing.line import Run, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of


class OneLine(StripLines):
    """Words from the left, and words to the right."""

    DEFAULT_CSS = """
    OneLine { height: 1; }
    """

    ground = Ground.BAR

    @property
    def pen(self) -> Pen:
        """What it is written with."""
        return pen_of(palette_of(self.app), self.ground)

    @abstractmethod
    def runs(self, pen: Pen) -> tuple[Sequence[Run], Sequence[Run]]:
        """Say what stands at the left and at the right.

        Args:
            pen: For the ground of the line.
        """

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        return [lay(width, self.pen.style(), *self.runs(self.pen))][:height]
