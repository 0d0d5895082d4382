"""The line that says who is being listened to, and what became of what a supervisor asked for."""

from collections.abc import Sequence

from textual.strip import Strip

from tui.views.words.marks import LISTENED
from tui.views.words.role import Role
from widgets.drawing.line import Run, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of


class MonitorLine(StripLines):
    """One line, gone while there is nothing to say."""

    DEFAULT_CSS = """
    MonitorLine { height: 1; display: none; }
    """

    _watched: Sequence[str] = ()
    _said: tuple[str, Role] = ("", Role.TEXT)

    def show(self, watched: Sequence[str], said: tuple[str, Role] = ("", Role.TEXT)) -> None:
        """Say this.

        Args:
            watched: Who listens to whom, one text for each supervisor.
            said: What was asked for and what became of it, and what that means.
        """
        if (watched, said) != (self._watched, self._said):
            self._watched, self._said = watched, said
            self.display = bool(watched or said[0])
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw the line.

        Args:
            width: Cells.
            height: Lines; only one is used.

        Returns:
            One strip.
        """
        pen = pen_of(palette_of(self.app), Ground.BAR)
        words, role = self._said
        watched: list[Run] = [
            (f" {LISTENED.mark} {text}  ", pen.style(LISTENED.role, bold=True)) for text in self._watched
        ]
        said: list[Run] = [(f" {words} ", pen.style(role, bold=True))] if words else []
        # What was just said is cut last: it stands first where both have no room.
        left = watched if watched else said
        return [lay(width, pen.style(), left, said if watched else [])][:height]
