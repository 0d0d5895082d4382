"""A table of teams under its headings; only the rows that are seen are drawn."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual.strip import Strip

from tui.views.agents.team_counts import COLUMNS, TeamCount
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_NARROWEST, _WIDEST = 20, 32
_FIRST_LEFT_OUT = "longest_ready"
_GAP = 2


class TeamLines(StripLines):
    """Shows teams, from one of them on; all of them together stay on top."""

    DEFAULT_CSS = """
    TeamLines { height: 1fr; display: none; }
    """

    _teams: Sequence[TeamCount] = ()
    _first = 1

    def show(self, teams: Sequence[TeamCount]) -> None:
        """Show these.

        Args:
            teams: All together first.
        """
        self._teams = teams
        self.move()

    def move(self, lines: int = 0, pages: int = 0) -> None:
        """Show others.

        Args:
            lines: So many further down.
            pages: Likewise.
        """
        seen = max(1, self.size.height - 2)
        self._first = max(1, min(self._first + lines + pages * seen, len(self._teams) - seen))
        self.redraw()

    def move_to_end(self, *, last: bool) -> None:
        """Show the first or the last ones."""
        self.move(len(self._teams) if last else -len(self._teams))

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        return team_strips(self._teams, self._first, pen_of(palette_of(self.app), Ground.BACKGROUND), width, height)

    def on_mouse_scroll_down(self) -> None:
        """Move with the wheel."""
        self.move(1)

    def on_mouse_scroll_up(self) -> None:
        """Move with the wheel."""
        self.move(-1)


def team_strips(teams: Sequence[TeamCount], first: int, pen: Pen, width: int, height: int) -> Sequence[Strip]:
    """Lay teams out in columns; a column in which nothing is counted, or that has no room, is left out.

    Args:
        teams: All together first.
        first: Which of the others is the first one that is seen.
        pen: Colours.
        width: Cells.
        height: Lines.

    Returns:
        So many strips.
    """
    shown = [*teams[:1], *teams[first:]]
    columns = [column for column in COLUMNS if any(getattr(team, column[0]) for team in teams[:1])]
    widths = [max(len(heading), *(len(_said(team, name)) for team in teams[:1])) + _GAP for name, heading, _ in columns]
    longest = max((cell_len(team.name) for team in teams), default=0)
    reasons = max((cell_len(team.reasons) + _GAP for team in shown if team.reasons), default=0)
    # Names and reasons share what the numbers leave.
    room = width - sum(widths) - _GAP
    name_width = max(min(_NARROWEST, width - _GAP), min(longest, room, max(_WIDEST, room - reasons)))
    while columns and sum(widths) + name_width + _GAP > width:
        out = next((place for place, (name, _, _) in enumerate(columns) if name == _FIRST_LEFT_OUT), -1)
        del columns[out], widths[out]
    headings: list[Run] = [(f" {fit('team', name_width)} ", pen.style(Role.DIM))]
    headings += [(f"{column[1]:>{wide}}", pen.style(Role.DIM)) for column, wide in zip(columns, widths, strict=True)]
    strips = [lay(width, pen.style(), headings)]
    for place, team in enumerate(shown[: height - 1]):
        bold = place == 0
        runs: list[Run] = [(f" {fit(team.name, name_width)} ", pen.style(Role.TEXT, bold=True))]
        for (name, _, role), wide in zip(columns, widths, strict=True):
            said = _said(team, name)
            runs.append((f"{said:>{wide}}", pen.style(role if said not in ("0", "") else Role.DIM, bold=bold)))
        strips.append(lay(width, pen.style(), [*runs, (f"  {team.reasons}", pen.style(Role.DIM))]))
    return [*strips[:height], *[Strip.blank(width, pen.style())] * (height - len(strips))]


def _said(team: TeamCount, name: str) -> str:
    value = getattr(team, name)
    return value if isinstance(value, str) else str(value)
