"""One line that says what a screen is about."""

from collections.abc import Sequence

from textual.strip import Strip

from tui.views.words.role import Role
from widgets.drawing.line import Run, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of


class TitleLine(StripLines):
    """A title, something beside it, and something to the right."""

    DEFAULT_CSS = """
    TitleLine { height: 1; }
    """

    def __init__(self, ground: Ground = Ground.BAR) -> None:
        """Make an empty line.

        Args:
            ground: What it lies on.
        """
        super().__init__()
        self._ground = ground
        self._title: tuple[str, str, str] = ("", "", "")
        self._role = Role.TEXT

    def show(self, title: str, beside: str = "", right: str = "", *, role: Role = Role.TEXT) -> None:
        """Say this.

        Args:
            title: What it is about.
            beside: More about it.
            right: What stands at the right edge.
            role: What the title means.
        """
        self._title = (title, beside, right)
        self._role = role
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw the line.

        Args:
            width: Cells.
            height: Lines; only one is used.

        Returns:
            One strip.
        """
        pen = pen_of(palette_of(self.app), self._ground)
        title, beside, right = self._title
        dim = pen.style(Role.DIM)
        left: list[Run] = [(f" {title}", pen.style(self._role, bold=True)), (f"  {beside}", dim)]
        return [lay(width, pen.style(), left, [(f"{right} ", dim)] if right else [])][:height]
