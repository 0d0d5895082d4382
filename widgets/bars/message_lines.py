"""A few lines in the middle of an empty place."""

from collections.abc import Sequence

from textual.strip import Strip

from tui.views.words.role import Role
from widgets.drawing.line import fit, lay, width_of
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of


class MessageLines(StripLines):
    """Says something where there is nothing to show: a headline and what explains it."""

    _lines: Sequence[tuple[str, Role]] = ()

    def show(self, lines: Sequence[tuple[str, Role]]) -> None:
        """Say these lines.

        Args:
            lines: The headline first, each with what it means.
        """
        self._lines = lines
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        pen = pen_of(palette_of(self.app), Ground.BACKGROUND)
        blank = Strip.blank(width, pen.style())
        strips = [blank] * max(0, (height - len(self._lines)) // 3)
        for number, (words, role) in enumerate(self._lines):
            run = (words, pen.style(role, bold=number == 0))
            indent = max(0, (width - width_of([run])) // 2)
            strips.append(lay(width, pen.style(), [(fit("", indent), pen.style()), run]))
        return [*strips, *([blank] * (height - len(strips)))][:height]
