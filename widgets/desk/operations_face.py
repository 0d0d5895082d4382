"""What can be done, with its keys; what cannot be done now says why."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from tui.views.words.role import Role
from widgets.drawing.line import cut, fit
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.sections import MARGIN
from widgets.drawing.spots import Meaning, SheetLine, SheetSpan, lay_pieces

NO_KEY = "·"
_COLUMN = 36
_NARROW = 25
_GAP = 1
_AGAIN = "press again"


@dataclass(frozen=True, slots=True)
class OperationView:
    """One thing that can be done, or not now.

    Attributes:
        key: Its key as people call it; "" for none.
        words: What it does.
        why: Why it cannot be done now, "" where it can.
        brief: The same in fewer words, for where there is no room; "" for none.
        note: Something to know about it.
        waits: Whether it waits for the second press of its key.
        meaning: What a click asks for.
    """

    key: str
    words: str
    why: str = ""
    brief: str = ""
    note: str = ""
    waits: bool = False
    meaning: Meaning = ()


def operations_face(deeds: Sequence[OperationView], palette: Palette, width: int, said: str = "") -> list[SheetLine]:
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
    return _in_columns(stacks, rows, [room // columns] * columns, palette, width, said)


def possible_operations_face(deeds: Sequence[OperationView], palette: Palette, width: int) -> list[SheetLine]:
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
    return _in_columns(stacks, rows, _columns(stacks, room, columns), palette, width, "")


def impossible_operations_face(deeds: Sequence[OperationView], palette: Palette, width: int) -> list[SheetLine]:
    """Draw what cannot be done, behind its reasons; arguments as above."""
    lines: list[SheetLine] = []
    for why in dict.fromkeys(deed.why for deed in deeds if deed.why):
        lines += _greyed(why, [deed for deed in deeds if deed.why == why], palette, width)
    return lines


def _in_columns(
    stacks: Sequence[Sequence[OperationView]],
    rows: int,
    columns: Sequence[int],
    palette: Palette,
    width: int,
    said: str,
) -> list[SheetLine]:
    pen = pen_of(palette, Ground.BACKGROUND)
    keys = [max(cell_len(deed.key or NO_KEY) for deed in stack) for stack in stacks]
    lines = []
    for row in range(rows if stacks else 0):
        pieces = [SheetSpan(MARGIN, pen.style())]
        for stack, key_width, column in zip(stacks, keys, columns, strict=False):
            if row < len(stack):
                pieces += _cell(stack[row], pen, key_width, column, said)
        lines.append(lay_pieces(width, pen.style(), pieces))
    return lines


def _columns(stacks: Sequence[Sequence[OperationView]], room: int, columns: int) -> list[int]:
    """Alike where all words fit, else as wide as their words where these fit together."""
    alike = [room // columns] * columns
    wanted = [_wanted(stack) for stack in stacks]
    spare = room - sum(wanted)
    if spare < 0 or all(need <= has for need, has in zip(wanted, alike, strict=False)):
        return alike
    return [need + spare // len(wanted) for need in wanted]


def _wanted(stack: Sequence[OperationView]) -> int:
    """Cells for a column in which nothing is cut, also when its keys are pressed once."""
    key_width = max(cell_len(deed.key or NO_KEY) for deed in stack)
    notes = (2 + max(cell_len(deed.note), len(_AGAIN)) if deed.note else 0 for deed in stack)
    words = max(cell_len(deed.words) + note for deed, note in zip(stack, notes, strict=True))
    return key_width + 1 + words + _GAP


def _cell(deed: OperationView, pen: Pen, key_width: int, width: int, said: str) -> list[SheetSpan]:
    able = not deed.why
    key = pen.style(Role.MINE if able else Role.DIM, bold=able)
    role = Role.ALARM if deed.waits else Role.TEXT if able else Role.DIM
    room = width - key_width - 1 - _GAP
    words = cut(deed.words, room)
    rest = room + _GAP - cell_len(words)
    note = _note(deed, said, rest - _GAP - len("  "))
    tail = f"  {note}" if note else ""
    shown = cut(tail, rest - _GAP) if rest > _GAP + len("  ……") else ""
    return [
        SheetSpan(f"{fit(deed.key or NO_KEY, key_width)} ", key, deed.meaning),
        SheetSpan(words, pen.style(role, bold=deed.waits), deed.meaning),
        SheetSpan(fit(shown, rest), pen.style(Role.ALARM if deed.waits else Role.DIM)),
    ]


def _note(deed: OperationView, said: str, room: int) -> str:
    if deed.waits:
        return _AGAIN if deed.key else "click again"
    if deed.why:
        why = deed.brief if deed.brief and cell_len(deed.why) > room else deed.why
        return "" if deed.why == said else why
    return deed.note


def _greyed(why: str, deeds: Sequence[OperationView], palette: Palette, width: int) -> list[SheetLine]:
    pen = pen_of(palette, Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    rows = [[SheetSpan(f"{MARGIN}{why}: ", pen.style(Role.DIM, bold=True))]]
    for deed in deeds:
        piece = SheetSpan(f"{deed.key} {deed.words}".strip(), dim, deed.meaning)
        used = sum(cell_len(each.text) for each in rows[-1])
        if used + cell_len(piece.text) + 3 > width and len(rows[-1]) > 1:
            rows.append([SheetSpan(MARGIN * 2, dim)])
        elif len(rows[-1]) > 1:
            rows[-1].append(SheetSpan(" · ", dim))
        rows[-1].append(piece)
    return [lay_pieces(width, pen.style(), row) for row in rows]
