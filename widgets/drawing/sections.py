"""What the sections of a sheet have in common: headings, air, cells in columns."""

from textual.strip import Strip

from tui.views.words.role import Role
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.spots import SheetLine, SheetSpan, lay_pieces

MARGIN = "  "


def heading(words: str, palette: Palette, width: int, beside: str = "", role: Role = Role.DIM) -> SheetLine:
    """Draw the heading of a section.

    Args:
        words: What it is about.
        palette: Colours.
        width: Cells.
        beside: What has to be said about all of it.
        role: What that means.

    Returns:
        One line.
    """
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [SheetSpan(MARGIN, pen.style()), SheetSpan(words.upper(), pen.style(Role.DIM, bold=True))]
    if beside:
        pieces.append(SheetSpan(f"  {beside}", pen.style(role)))
    return lay_pieces(width, pen.style(), pieces)


def air(palette: Palette, width: int) -> SheetLine:
    """Draw an empty line.

    Args:
        palette: Colours.
        width: Cells.

    Returns:
        One line.
    """
    return SheetLine(Strip.blank(width, pen_of(palette, Ground.BACKGROUND).style()))
