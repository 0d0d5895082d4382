"""Agents one below the other, with a cursor; only those that are seen are drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.views.agents.agent_line import AgentLine
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of
from widgets.lists.agent_line_face import agent_line_face

_Drawn = tuple[AgentLine, float, Palette, int, bool]
"""What a strip was drawn of: a line, up to when, in which colours, how wide, and whether the cursor is on it."""


class AgentLines(StripLines):
    """Shows agents; the cursor stays on whom it is on, also when others come and go."""

    DEFAULT_CSS = """
    AgentLines { height: 1fr; }
    """

    @dataclass
    class Moved(Message):
        """The cursor is on somebody else."""

    _lines: Sequence[AgentLine] = ()
    _cursor = 0
    _moved = False
    _first = 0
    _drawn: Mapping[str, tuple[_Drawn, Strip]] = {}

    @property
    def selected(self) -> AgentLine | None:
        """Who is under the cursor."""
        return self._lines[self._cursor] if self._cursor < len(self._lines) else None

    def show(self, lines: Sequence[AgentLine]) -> None:
        """Show these.

        Args:
            lines: In order.
        """
        known = self.selected
        self._lines = lines
        places = [number for number, line in enumerate(lines) if known is not None and line.id == known.id]
        self._cursor = places[0] if places else max(0, min(self._cursor, len(lines) - 1))
        self.redraw()

    def begin(self) -> None:
        """Put the cursor on the first, unless somebody has moved it: who was there before the others was not chosen."""
        if not self._moved:
            self._cursor = 0
            self.redraw()

    def move(self, lines: int = 0, pages: int = 0) -> None:
        """Move the cursor.

        Args:
            lines: Downward.
            pages: Downward.
        """
        self._move_to(self._cursor + lines + pages * max(1, self.size.height - 1))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to an end.

        Args:
            last: Which one.
        """
        self._move_to(len(self._lines) - 1 if last else 0)

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        self._first = max(0, min(self._first, self._cursor, len(self._lines) - 1))
        self._first = max(self._first, self._cursor - height + 1)
        palette = palette_of(self.app)
        seen = self._lines[self._first : self._first + height]
        before = self._drawn
        drawn: dict[str, tuple[_Drawn, Strip]] = {}
        strips = []
        for number, line in enumerate(seen, self._first):
            what = (line, line.moment.at_s, palette, width, number == self._cursor)
            known = before.get(line.id)
            # Most lines are as they were when one changes, and drawing is what a change takes.
            if known is None or known[0] != what:
                known = (what, agent_line_face(line, palette, width, selected=number == self._cursor))
            drawn[line.id] = known
            strips.append(known[1])
        self._drawn = drawn
        blank = Strip.blank(width, pen_of(palette, Ground.BACKGROUND).style())
        return [*strips, *([blank] * (height - len(strips)))]

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where somebody clicked."""
        if self._first + event.y < len(self._lines):
            self._move_to(self._first + event.y)

    def on_mouse_scroll_down(self) -> None:
        """Move with the wheel."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move with the wheel."""
        self.move(-1)

    def _move_to(self, place: int) -> None:
        self._cursor = max(0, min(place, len(self._lines) - 1))
        self._moved = True
        self.redraw()
        self.post_message(self.Moved())
