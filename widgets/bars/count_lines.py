"""How many there are of each kind, as far as two lines have room; the rest is counted."""

from collections.abc import Sequence

from textual.strip import Strip

from tui.views.agents.agent_counts import AgentCount
from tui.views.words.role import Role
from widgets.drawing.line import Run, lay, width_of
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_WIDE = 120
_MORE = " +99 more "


class CountLines(StripLines):
    """Two lines of counts."""

    DEFAULT_CSS = """
    CountLines { height: 2; }
    """

    _counts: Sequence[AgentCount] = ()

    def show(self, counts: Sequence[AgentCount]) -> None:
        """Show these.

        Args:
            counts: In reading order.
        """
        if counts != self._counts:
            self._counts = counts
            self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        return count_strips(self._counts, pen_of(palette_of(self.app), Ground.BACKGROUND), width, height)


def count_strips(counts: Sequence[AgentCount], pen: Pen, width: int, height: int) -> Sequence[Strip]:
    """Lay counts out, each whole; what has no room is counted at the end of the last line.

    Args:
        counts: In reading order.
        pen: Colours.
        width: Cells.
        height: Lines.

    Returns:
        So many strips.
    """
    strips: list[Strip] = []
    left = list(counts)
    for line in range(height):
        runs: list[Run] = []
        while left and width_of(runs) + width_of(_runs(left[0], pen, width)) <= width - _kept(left, line, height):
            runs += _runs(left.pop(0), pen, width)
        rest = [(f" +{len(left)} more ", pen.style(Role.RINGING, bold=True))] if left and line == height - 1 else []
        strips.append(lay(width, pen.style(), runs, rest))
    return strips


def _kept(left: Sequence[AgentCount], line: int, height: int) -> int:
    """Cells of the last line that are kept free for how many more there are."""
    return len(_MORE) if line == height - 1 and len(left) > 1 else 0


def _runs(count: AgentCount, pen: Pen, width: int) -> list[Run]:
    since = f" {'longest ' if width >= _WIDE else ''}{count.longest}" if count.longest else ""
    return [
        (f" {count.sign.mark} {count.number} {count.words}", pen.style(count.sign.role, bold=True)),
        (f"{since} ", pen.style(Role.TEXT)),
    ]
