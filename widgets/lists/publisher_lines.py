"""Publishers one below the other; only those that are seen are drawn."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from tui.views.words.publisher_words import PublisherLine
from tui.views.words.role import Role
from widgets.drawing.line import Run, cut, lay, width_of
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_GAP = 2
_COLUMNS = ("name", "site", "logins", "beat", "lag", "kind", "why")
_LEAST = {"kind": 100}
"""Cells from which a column is shown: what is left out says least."""


class PublisherLines(StripLines):
    """Shows publishers, from one of them on."""

    DEFAULT_CSS = """
    PublisherLines { height: 1fr; }
    """

    _lines: Sequence[PublisherLine] = ()
    _first = 0

    def show(self, lines: Sequence[PublisherLine]) -> None:
        """Show these.

        Args:
            lines: In order.
        """
        self._lines = lines
        self.move(0)

    def move(self, lines: int) -> None:
        """Show others.

        Args:
            lines: So many further down.
        """
        self._first = max(0, min(self._first + lines, len(self._lines) - max(1, self.size.height)))
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw what is seen.

        Args:
            width: Cells.
            height: Lines.

        Returns:
            Strips, blank ones below the last publisher.
        """
        pen = pen_of(palette_of(self.app), Ground.BACKGROUND)
        columns = [name for name in _COLUMNS if width >= _LEAST.get(name, 0)]
        widths = {name: max((cell_len(getattr(line, name)) for line in self._lines), default=0) for name in columns}
        seen = self._lines[self._first : self._first + height]
        strips = [lay(width, pen.style(), _runs(line, widths, pen, width)) for line in seen]
        return [*strips, *[Strip.blank(width, pen.style())] * (height - len(strips))]

    def on_mouse_scroll_down(self) -> None:
        """Move with the wheel."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move with the wheel."""
        self.move(-1)


def _runs(line: PublisherLine, widths: dict[str, int], pen: Pen, width: int) -> list[Run]:
    runs: list[Run] = [(f" {line.mark} ", pen.style(line.role, bold=True))]
    for name, wide in widths.items():
        if not wide:
            continue
        role = line.role if name == "why" else Role.TEXT if name in ("name", "site", "logins") else Role.DIM
        text = cut(getattr(line, name), max(0, width - width_of(runs)))
        space = " " * (wide - cell_len(text) + _GAP)
        runs.append((text + space, pen.style(role, bold=name == "name")))
    return runs
