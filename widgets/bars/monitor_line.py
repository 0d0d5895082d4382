"""The line that says who is being listened to, and what became of what a supervisor asked for."""

from collections.abc import Sequence

from tui.views.words.marks import LISTENED
from tui.views.words.monitor_words import MonitorWords
from tui.views.words.role import Role
from widgets.bars.one_line import OneLine
from widgets.drawing.line import Run, width_of
from widgets.drawing.pen import Pen


class MonitorLine(OneLine):
    """One line, gone while there is nothing to say."""

    DEFAULT_CSS = """
    MonitorLine { display: none; }
    """

    _watched: Sequence[MonitorWords] = ()
    _said: tuple[str, Role] = ("", Role.TEXT)

    def show(self, watched: Sequence[MonitorWords], said: tuple[str, Role] = ("", Role.TEXT)) -> None:
        """Say this.

        Args:
            watched: Who listens to whom, for each supervisor.
            said: What was asked for and what became of it, and what that means.
        """
        if (watched, said) != (self._watched, self._said):
            self._watched, self._said = watched, said
            self.display = bool(watched or said[0])
            self.redraw()

    def runs(self, pen: Pen) -> tuple[Sequence[Run], Sequence[Run]]:
        """See `OneLine`."""
        words, role = self._said
        said: list[Run] = [(f" {words} ", pen.style(role, bold=True))] if words else []
        room = self.size.width - width_of(said)
        forms: Sequence[Sequence[str]] = (
            [f"{one.who} · {one.more}" for one in self._watched],
            [one.who for one in self._watched],
            [one.pair for one in self._watched],
        )
        style = pen.style(LISTENED.role, bold=True)
        laid: list[list[Run]] = [[(f" {LISTENED.mark} {text}  ", style) for text in form] for form in forms]
        # Of each supervisor something, before of one of them everything.
        watched = next((runs for runs in laid if width_of(runs) <= room), laid[-1 if len(laid[0]) > 1 else 0])
        # What was just said is cut last: it stands first where both have no room.
        left = watched if watched else said
        return left, said if watched else []
