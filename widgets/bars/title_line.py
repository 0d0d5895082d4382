"""One line that says what a screen is about."""

from collections.abc import Sequence

from tui.views.words.role import Role
from widgets.bars.one_line import OneLine
from widgets.drawing.line import Run
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen


class TitleLine(OneLine):
    """A title, something beside it, and something to the right."""

    def __init__(self, ground: Ground = Ground.BAR) -> None:
        """Make an empty line.

        Args:
            ground: What it lies on.
        """
        super().__init__()
        self.ground = ground
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

    def runs(self, pen: Pen) -> tuple[Sequence[Run], Sequence[Run]]:
        """See `OneLine`."""
        title, beside, right = self._title
        dim = pen.style(Role.DIM)
        left: list[Run] = [(f" {title}", pen.style(self._role, bold=True)), (f"  {beside}", dim)]
        return left, [(f"{right} ", dim)] if right else []
