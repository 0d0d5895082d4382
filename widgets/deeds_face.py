"""What can be done, with its keys; what cannot be done now says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from widgets.line import cut, fit
from widgets.palette import Ground, Palette, Role
from widgets.pen import Pen, pen_of
from widgets.sections import MARGIN
from widgets.spots import Line, Meaning, Piece, lay_pieces

NO_KEY = "·"
_COLUMN = 36
_NARROW = 25
_GAP = 1


@dataclass(frozen=True, slots=True)
class DeedView:
    """One thing that can be done, or not now.

    Attributes:
        key: Its key as people call it; "" for none.
        words: What it does.
        why: Why it cannot be done now, "" where it can.
        note: Something to know about it.
        waits: Whether it waits for the second press of its key.
        meaning: What a click asks for.
    """

    key: str
    words: str
    why: str = ""
    note: str = ""
    waits: bool = False
    meaning: Meaning = ()


def deeds_face(deeds: Sequence[DeedView], palette: Palette, width: int, said: str = "") -> list[Line]:
    """Draw deeds in columns, each always in its own place.

    Args:
        deeds: In reading order, column by column.
        palette: Colours.
        width: Cells.
        said: A reason that has been said above for all of them, and is not said again.

    Returns:
        Lines.
    """
    room = width - len(MARGIN)
    columns = max(1, room // _COLUMN)
    rows = max(1, -(-len(deeds) // columns))
    stacks = [deeds[start : start + rows] for start in range(0, len(deeds), rows)]
    return _in_columns(stacks, rows, room // columns, palette, width, said)


def able_deeds_face(deeds: Sequence[DeedView], palette: Palette, width: int) -> list[Line]:
    """Draw in columns what can be done, and nothing else.

    Args:
        deeds: In reading order.
        palette: Colours.
        width: Cells.

    Returns:
        Lines.
    """
    able = [deed for deed in deeds if not deed.why]
    room = width - len(MARGIN)
    columns = max(1, room // _NARROW)
    rows = max(1, -(-len(able) // columns))
    stacks = [able[start : start + rows] for start in range(0, len(able), rows)]
    return _in_columns(stacks, rows, room // columns, palette, width, "")


def unable_deeds_face(deeds: Sequence[DeedView], palette: Palette, width: int) -> list[Line]:
    """Draw what cannot be done, behind its reasons.

    Args:
        deeds: In reading order.
        palette: Colours.
        width: Cells.

    Returns:
        Lines.
    """
    lines: list[Line] = []
    for why in dict.fromkeys(deed.why for deed in deeds if deed.why):
        lines += _greyed(why, [deed for deed in deeds if deed.why == why], palette, width)
    return lines


def _in_columns(
    stacks: Sequence[Sequence[DeedView]], rows: int, column: int, palette: Palette, width: int, said: str
) -> list[Line]:
    pen = pen_of(palette, Ground.BACKGROUND)
    keys = [max(cell_len(deed.key or NO_KEY) for deed in stack) for stack in stacks]
    lines = []
    for row in range(rows if stacks else 0):
        pieces = [Piece(MARGIN, pen.style())]
        for stack, key_width in zip(stacks, keys, strict=True):
            if row < len(stack):
                pieces += _cell(stack[row], pen, key_width, column, said)
        lines.append(lay_pieces(width, pen.style(), pieces))
    return lines


def _cell(deed: DeedView, pen: Pen, key_width: int, width: int, said: str) -> list[Piece]:
    able = not deed.why
    key = pen.style(Role.MINE if able else Role.DIM, bold=able)
    role = Role.ALARM if deed.waits else Role.TEXT if able else Role.DIM
    room = width - key_width - 1 - _GAP
    words = cut(deed.words, room)
    note = _note(deed, said)
    tail = f"  {note}" if note else ""
    rest = room + _GAP - cell_len(words)
    shown = cut(tail, rest - _GAP) if rest > _GAP + len("  ……") else ""
    return [
        Piece(f"{fit(deed.key or NO_KEY, key_width)} ", key, deed.meaning),
        Piece(words, pen.style(role, bold=deed.waits), deed.meaning),
        Piece(fit(shown, rest), pen.style(Role.ALARM if deed.waits else Role.DIM)),
    ]


def _note(deed: DeedView, said: str) -> str:
    if deed.waits:
        return "press again" if deed.key else "click again"
    if deed.why:
        return "" if deed.why == said else deed.why
    return deed.note


def _greyed(why: str, deeds: Sequence[DeedView], palette: Palette, width: int) -> list[Line]:
    pen = pen_of(palette, Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    rows = [[Piece(f"{MARGIN}{why}: ", pen.style(Role.DIM, bold=True))]]
    for deed in deeds:
        piece = Piece(f"{deed.key} {deed.words}".strip(), dim, deed.meaning)
        used = sum(cell_len(each.text) for each in rows[-1])
        if used + cell_len(piece.text) + 3 > width and len(rows[-1]) > 1:
            rows.append([Piece(MARGIN * 2, dim)])
        elif len(rows[-1]) > 1:
            rows[-1].append(Piece(" · ", dim))
        rows[-1].append(piece)
    return [lay_pieces(width, pen.style(), row) for row in rows]
