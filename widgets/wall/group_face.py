"""The heading of a group: its name, how many calls of which state, how many need somebody, the longest."""

from collections.abc import Iterator, Sequence

from textual.strip import Strip

from tui.views.attention.tally_words import Count
from tui.views.words.marks import ALARM_MARK
from tui.views.words.role import Role
from widgets.drawing.line import Run, cut, lay, width_of
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of

EXPANDED, COLLAPSED = "▾", "▸"


def group_face(
    name: str,
    beside: str,
    counts: Sequence[Count],
    longest: str,
    palette: Palette,
    width: int,
    *,
    collapsed: bool,
    selected: bool,
    alarmed: bool,
) -> Strip:
    """Draw a heading.

    Args:
        name: Of the group.
        beside: More about it; the first to go where the line is short.
        counts: All calls first, what asks for attention last.
        longest: The age of its longest call; "" where there is none.
        palette: Colours.
        width: Cells.
        collapsed: Whether its calls are not seen; then it is the heading that looks alarmed.
        selected: Whether the cursor is on it.
        alarmed: Whether a call of it needs somebody.

    Returns:
        A strip of this width.
    """
    ground = Ground.ALARMED if alarmed and collapsed else Ground.SELECTED if selected else Ground.BAR
    pen = pen_of(palette, ground)
    mark = COLLAPSED if collapsed else EXPANDED
    edge = "█" if selected else " "
    head: list[Run] = [
        (edge, pen.style(Role.ALARM if alarmed else Role.MINE)),
        (f"{mark} ", pen.style(Role.MINE, bold=True)),
    ]
    title = pen.style(bold=True, reverse=selected and palette.plain)
    last = ("longest ", pen.style(Role.DIM)), (f"{longest} ", pen.style(bold=True))
    for runs, right in _choices(beside, counts, last if longest else (), pen):
        room = width - width_of(head) - width_of(runs) - width_of(right) - 1
        if room >= len(name):
            return lay(width, pen.style(), [*head, (name, title), *runs], right)
    runs = _said(_urgent(counts), pen)
    room = max(1, width - width_of(head) - width_of(runs))
    return lay(width, pen.style(), [*head, (cut(name, room), title), *runs])


def _choices(
    beside: str, counts: Sequence[Count], last: Sequence[Run], pen: Pen
) -> Iterator[tuple[list[Run], Sequence[Run]]]:
    """What is said of a group, the fullest first; what asks for attention is in all of them."""
    more: list[Run] = [(f"  {beside}", pen.style(Role.DIM))] if beside else []
    yield [*more, *_said(counts, pen)], last
    yield _said(counts, pen), last
    yield _said(counts, pen), ()
    yield _said([*counts[:1], *(count for count in counts[1:] if count.role is Role.ALARM)], pen), ()


def _urgent(counts: Sequence[Count]) -> list[Count]:
    """What must not be left out: what needs somebody, or else how many there are."""
    return [count for count in counts if count.role is Role.ALARM] or list(counts[:1])


def _said(counts: Sequence[Count], pen: Pen) -> list[Run]:
    runs: list[Run] = []
    for number, word, role in counts:
        mark = f"{ALARM_MARK} " if role is Role.ALARM else ""
        runs += [(f"   {mark}{number}", pen.style(role, bold=True)), (f" {word}", pen.style(Role.DIM))]
    return runs
