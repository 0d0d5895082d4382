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
_SOURCE_WIDTH = 14
_NARROW = 70


def entry_height(entry: JournalEntry, width: int) -> int:
    """How many lines an entry takes, without drawing them: of thousands few are ever seen.

    Args:
        entry: What happened.
        width: Cells.

    Returns:
        As many as `entry_face` draws.
    """
    words, room = _words(entry, width), _room(width)
    # No character takes more than two cells, and to count them takes as long as all the rest.
    return 1 if len(words) * (1 if words.isascii() else 2) <= room else len(wrap(words, room))


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
    if width >= _NARROW:
        head.append((fit(entry.source, _SOURCE_WIDTH) + "  ", dim))
    indent, lines = _indent(width), wrap(_words(entry, width), _room(width))
    style = pen.style(Role.ALARM if entry.kind is EntryKind.PROBLEM else Role.TEXT)
    first = lay(width, pen.style(), [*head, (lines[0], style)])
    return [first, *(lay(width, pen.style(), [(" " * indent, dim), (line, style)]) for line in lines[1:])]


def _words(entry: JournalEntry, width: int) -> str:
    words = entry.words if entry.times == 1 else f"{entry.words}  ×{entry.times}"
    return f"{entry.source}: {words}" if width < _NARROW and entry.source else words


def _indent(width: int) -> int:
    return 11 + _KIND_WIDTH + 2 + (0 if width < _NARROW else _SOURCE_WIDTH + 2)


def _room(width: int) -> int:
    return max(8, width - _indent(width) - 1)
