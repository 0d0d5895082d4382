"""What the sections of a sheet have in common: headings, air, cells in columns."""

from textual.strip import Strip

from widgets.palette import Ground, Palette, Role
from widgets.pen import pen_of
from widgets.spots import Line, Piece, lay_pieces

MARGIN = "  "


def heading(words: str, palette: Palette, width: int, beside: str = "", role: Role = Role.DIM) -> Line:
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
    pieces = [Piece(MARGIN, pen.style()), Piece(words.upper(), pen.style(Role.DIM, bold=True))]
    if beside:
        pieces.append(Piece(f"  {beside}", pen.style(role)))
    return lay_pieces(width, pen.style(), pieces)


def air(palette: Palette, width: int) -> Line:
    """Draw an empty line.

    Args:
        palette: Colours.
        width: Cells.

    Returns:
        One line.
    """
    return Line(Strip.blank(width, pen_of(palette, Ground.BACKGROUND).style()))
