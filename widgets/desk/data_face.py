"""Attached data as rows that can be changed."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style

from tui.views.words.role import Role
from widgets.drawing.line import fit, wrap
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.sections import MARGIN, heading
from widgets.drawing.spots import SheetLine, SheetSpan, lay_pieces

ABSENT = "—"
_WIDEST_KEY = 24
_MOST_LINES = 4


class DataRow(NamedTuple):
    """One pair; `value` is "" for a key that is wanted and not there, `link` the page that it leads to, if any."""

    key: str
    value: str
    link: str = ""


def data_face(rows: Sequence[DataRow], hidden: int, key: str, palette: Palette, width: int) -> list[SheetLine]:
    """Draw attached data; a click on a row asks for `("data", key)`, beside the heading for a new pair.

    Args:
        rows: What may be shown.
        hidden: How many more there are.
        key: The key that changes them, "" for none.
        palette: Colours.
        width: Cells.

    Returns:
        Lines.
    """
    beside = f"{key} changes" if key else ""
    more = f"{hidden} more hidden" if hidden else ""
    head = heading("attached data", palette, width, " · ".join(word for word in (beside, more) if word))
    key_width = min(max((cell_len(row.key) for row in rows), default=0), _WIDEST_KEY, width // 3) + 2
    lines = [line for row in rows for line in _row(row, key_width, palette, width)]
    if not lines:
        pen = pen_of(palette, Ground.BACKGROUND)
        lines = [lay_pieces(width, pen.style(), [SheetSpan(f"{MARGIN}none", pen.style(Role.DIM), ("data", ""))])]
    return [head, *lines]


@lru_cache(maxsize=256)
def _link(address: str) -> Style:
    return Style(link=address) if address else Style.null()


def _row(row: DataRow, key_width: int, palette: Palette, width: int) -> list[SheetLine]:
    pen = pen_of(palette, Ground.BACKGROUND)
    room = max(8, width - key_width - len(MARGIN) - 1)
    values = wrap(row.value, room) if row.value else [ABSENT]
    if len(values) > _MOST_LINES:
        values = [*values[: _MOST_LINES - 1], fit(f"{values[_MOST_LINES - 1]} …", room).rstrip()]
    style = pen.style(Role.TEXT if row.value else Role.DIM) + _link(row.link)
    meaning = ("data", row.key)
    names = [row.key, *[""] * (len(values) - 1)]
    return [
        lay_pieces(
            width,
            pen.style(),
            [
                SheetSpan(f"{MARGIN}{fit(name, key_width)}", pen.style(Role.MINE), meaning),
                SheetSpan(value, style, meaning),
            ],
        )
        for name, value in zip(names, values, strict=True)
    ]
