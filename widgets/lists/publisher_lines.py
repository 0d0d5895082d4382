"""Publishers one below the other; only those that are seen are drawn."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from tui.views.words.publisher_words import PublisherLine
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay, width_of, wrap
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_GAP = 2
_COLUMNS = ("name", "site", "logins", "beat", "lag", "kind")
_HEADS = {
    "name": "publisher",
    "site": "site",
    "logins": "its logins",
    "beat": "heard",
    "lag": "late",
    "kind": "what it is",
}
_INDENT = "     "
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
        self._first += lines
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
        heads, *rows = publisher_rows(self._lines, pen, width)
        self._first = max(0, min(self._first, len(rows) - max(1, height - 1)))
        seen = [heads, *rows[self._first : self._first + height - 1]]
        strips = [lay(width, pen.style(), runs) for runs in seen[:height]]
        return [*strips, *[Strip.blank(width, pen.style())] * (height - len(strips))]

    def on_mouse_scroll_down(self) -> None:
        """Move with the wheel."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move with the wheel."""
        self.move(-1)


def publisher_rows(lines: Sequence[PublisherLine], pen: Pen, width: int) -> list[list[Run]]:
    """Lay publishers out under their headings; a fault that has no room beside them stands whole below its publisher.

    Args:
        lines: In order.
        pen: Colours.
        width: Cells.

    Returns:
        Runs of each line, the headings first.
    """
    columns = [name for name in _COLUMNS if width >= _LEAST.get(name, 0)]
    widest = {name: max((cell_len(getattr(line, name)) for line in lines), default=0) for name in columns}
    widths = {name: max(wide, cell_len(_HEADS[name])) for name, wide in widest.items() if wide}
    rows: list[list[Run]] = [
        [("   ", pen.style()), *((fit(_HEADS[name], widths[name] + _GAP), pen.style(Role.DIM)) for name in widths)]
    ]
    for line in lines:
        runs: list[Run] = [(f" {line.mark} ", pen.style(line.role, bold=True))]
        for name, wide in widths.items():
            role = Role.TEXT if name in ("name", "site", "logins") else Role.DIM
            runs.append((fit(getattr(line, name), wide + _GAP), pen.style(role, bold=name == "name")))
        room = width - width_of(runs)
        if cell_len(line.why) <= room:
            rows.append([*runs, (line.why, pen.style(line.role))])
            continue
        below = wrap(line.why, max(2, width - 2 * len(_INDENT)))
        rows += [runs, *([(f"{_INDENT}{words}", pen.style(line.role))] for words in below)]
    return rows
