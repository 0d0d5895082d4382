"""One line of exactly so many cells, made of styled runs; wide characters are never halved."""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, chop_cells, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

Run = tuple[str, Style]
"""A text and its style."""

ELLIPSIS = "…"
_LEAST_LEFT = 3


def cut(text: str, width: int) -> str:
    """Shorten a text by cells.

    Args:
        text: Clean text.
        width: Cells there are.

    Returns:
        The text where it fits, else its beginning and an ellipsis: at most `width` cells.
    """
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def fit(text: str, width: int) -> str:
    """Make a text exactly so wide.

    Args:
        text: Clean text.
        width: Cells there are.

    Returns:
        The text, cut or followed by spaces.
    """
    size = cell_len(text)
    if size > width:
        text = cut(text, width)
        size = cell_len(text)
    return text + " " * (width - size)


def wrap(text: str, width: int) -> list[str]:
    """Break a text into lines, between words where there are some.

    Args:
        text: Clean text.
        width: Cells of a line, at least 2.

    Returns:
        At least one line.
    """
    if cell_len(text) <= width:
        # As nearly always, and to look at each word takes several times as long.
        return [text.lstrip(" ")]
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if cell_len(longer) <= width:
            lines[-1] = longer
        elif cell_len(word) <= width:
            lines.append(word)
        else:
            lines[len(lines) - (not lines[-1]) :] = chop_cells(word, width)
    return lines


def width_of(runs: Iterable[Run]) -> int:
    """How wide runs are, cells."""
    return sum(cell_len(text) for text, _ in runs)


def lay(width: int, fill: Style, left: Sequence[Run], right: Sequence[Run] = ()) -> Strip:
    """Lay runs out on one line; the right ones stay whole as long as they fit, the left ones are cut.

    Args:
        width: Cells of the line.
        fill: Style of the cells between and behind.
        left: Runs from the left edge.
        right: Runs to the right edge.

    Returns:
        A strip of exactly `width` cells.
    """
    kept_right, right_width = _cut_runs(right, width)
    kept_left, left_width = _cut_runs(left, max(0, width - right_width - (1 if kept_right else 0)))
    runs = [*kept_left, (" " * (width - left_width - right_width), fill), *kept_right]
    return Strip([Segment(text, style) for text, style in runs if text], width)


def _cut_runs(runs: Sequence[Run], width: int) -> tuple[list[Run], int]:
    kept: list[Run] = []
    taken = 0
    for text, style in runs:
        size = cell_len(text)
        if taken + size > width:
            # A letter and an ellipsis tell nothing.
            if width - taken >= _LEAST_LEFT + len(text) - len(text.lstrip()):
                shown = cut(text, width - taken)
                kept.append((shown, style))
                taken += cell_len(shown)
            break
        kept.append((text, style))
        taken += size
    return kept, taken
