"""The agent's calls below each other, consultations tied to the call that they belong to."""

from collections.abc import Sequence
from dataclasses import replace

from rich.segment import Segment
from textual.strip import Strip

from tui.views.words.role import Role
from widgets.cards.density import Density
from widgets.cards.desk_card import CardView, desk_card, desk_row
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.spots import SheetLine, indented, whole

INDENT = 3


def calls_face(
    views: Sequence[CardView], palette: Palette, width: int, *, small: bool
) -> tuple[list[SheetLine], range]:
    """Draw all calls.

    Args:
        views: In order, consultations behind the call that they belong to.
        palette: Colours.
        width: Cells.
        small: Whether there is no room for more than what is selected or rings.

    Returns:
        The lines, and which of them show the selected call.
    """
    lines: list[SheetLine] = []
    selected = range(0)
    for number, view in enumerate(views):
        if lines and not small:
            lines.append(_gap(view, palette, width))
        drawn = _tied(view, _more(views, number), palette, width, small=small)
        if view.look.selected:
            selected = range(len(lines), len(lines) + len(drawn))
        lines += drawn
    return lines, selected


def _tied(view: CardView, more: bool, palette: Palette, width: int, *, small: bool) -> list[SheetLine]:
    indent = INDENT if view.depth else 0
    tight = small and not view.look.selected and not view.ask
    look = replace(view.look, width=width - indent, density=Density.ROW if tight else Density.CARD)
    fitting = replace(view, look=look)
    strips = desk_row(fitting) if tight else desk_card(fitting, meter=not small)
    lines = whole(strips, view.meaning)
    if not indent:
        return lines
    ties = ["├─" if more else "└─", *["│ " if more else "  "] * (len(lines) - 1)]
    return [indented(line, _tie(f" {tie}", palette)) for line, tie in zip(lines, ties, strict=True)]


def _gap(view: CardView, palette: Palette, width: int) -> SheetLine:
    blank = pen_of(palette, Ground.BACKGROUND).style()
    if not view.depth:
        return SheetLine(Strip.blank(width, blank))
    return SheetLine(Strip.join([_tie(" │ ", palette), Strip.blank(width - INDENT, blank)]))


def _tie(text: str, palette: Palette) -> Strip:
    return Strip([Segment(text, pen_of(palette, Ground.BACKGROUND).style(Role.USED))], INDENT)


def _more(views: Sequence[CardView], number: int) -> bool:
    return number + 1 < len(views) and views[number + 1].depth > 0
