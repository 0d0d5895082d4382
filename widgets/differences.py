"""Which cells differ between two drawings of the same place."""

from collections.abc import Iterator, Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip


def changed_regions(before: Sequence[Strip], after: Sequence[Strip]) -> Iterator[Region]:
    """Compare line by line.

    Args:
        before: What is shown.
        after: What is to be shown; as many strips of the same widths.

    Yields:
        For each line that differs, the shortest run of cells that holds every difference.
    """
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is not new and old != new:
            start = _same_cells(iter(old), iter(new))
            end = new.cell_length - _same_cells(reversed(list(old)), reversed(list(new)))
            if start < end:
                yield Region(start, y, end - start, 1)


def _same_cells(old: Iterator[Segment], new: Iterator[Segment]) -> int:
    width = 0
    for one, other in zip(old, new, strict=False):
        if one != other:
            break
        width += one.cell_length
    return width
