"""Lines of the event log."""

from textual.strip import Strip

from tui.live.store.journal import EntryKind, JournalEntry
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay, wrap
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of

_KINDS = {
    EntryKind.LINK: ("●", Role.TALKING),
    EntryKind.CALL: ("▶", Role.TEXT),
    EntryKind.DEVICE: ("▪", Role.DIM),
    EntryKind.PROBLEM: ("!", Role.ALARM),
    EntryKind.OPERATION: ("»", Role.MINE),
}
_KIND_WIDTH = 11
_NARROW = 70


def entry_face(entry: JournalEntry, palette: Palette, width: int) -> list[Strip]:
    """Draw one entry; words that are too long go on in the next line.

    Args:
        entry: What happened.
        palette: Colours.
        width: Cells.

    Returns:
        One or more strips.
    """
    pen = pen_of(palette, Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    mark, role = _KINDS[entry.kind]
    head: list[Run] = [
        (f" {entry.at:%H:%M:%S}  ", dim),
        (fit(f"{mark} {entry.kind.value}", _KIND_WIDTH + 2), pen.style(role, bold=True)),
    ]
    source_width = 0 if width < _NARROW else 14
    if source_width:
        head.append((fit(entry.source, source_width) + "  ", dim))
    indent = 11 + _KIND_WIDTH + 2 + (source_width + 2 if source_width else 0)
    words = entry.words if entry.times == 1 else f"{entry.words}  ×{entry.times}"
    if not source_width and entry.source:
        words = f"{entry.source}: {words}"
    lines = wrap(words, max(8, width - indent - 1))
    style = pen.style(Role.ALARM if entry.kind is EntryKind.PROBLEM else Role.TEXT)
    first = lay(width, pen.style(), [*head, (lines[0], style)])
    return [first, *(lay(width, pen.style(), [(" " * indent, dim), (line, style)]) for line in lines[1:])]
