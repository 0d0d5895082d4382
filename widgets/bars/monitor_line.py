"""The line that says who is being listened to, and what became of what a supervisor asked for."""

from collections.abc import Sequence

from tui.views.words.marks import LISTENED
from tui.views.words.role import Role
from widgets.bars.one_line import OneLine
from widgets.drawing.line import Run
from widgets.drawing.pen import Pen


class MonitorLine(OneLine):
    """One line, gone while there is nothing to say."""

    DEFAULT_CSS = """
    MonitorLine { display: none; }
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

    def runs(self, pen: Pen) -> tuple[Sequence[Run], Sequence[Run]]:
        """See `OneLine`."""
        words, role = self._said
        watched: list[Run] = [
            (f" {LISTENED.mark} {text}  ", pen.style(LISTENED.role, bold=True)) for text in self._watched
        ]
        said: list[Run] = [(f" {words} ", pen.style(role, bold=True))] if words else []
        # What was just said is cut last: it stands first where both have no room.
        left = watched if watched else said
        return left, said if watched else []
