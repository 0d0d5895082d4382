"""Which cells differ between two drawings of the same place."""

from collections.abc import Iterable, Iterator, Sequence

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip


def changed_regions(before: Sequence[Strip], after: Sequence[Strip]) -> Iterator[Region]:
    """Compare line by line.

    Args:
        before: What is shown.
        after: What is to be shown; as many strips of the same widths.

    Yields:
        Runs of cells that hold every difference: of a line with the same columns as before only the cells that differ,
        of any other the shortest run.
    """
    for y, (old, new) in enumerate(zip(before, after, strict=True)):
        if old is not new and old != new:
            for start, end in _runs(list(old), list(new), new.cell_length):
                yield Region(start, y, end - start, 1)


def _runs(old: list[Segment], new: list[Segment], width: int) -> Iterator[tuple[int, int]]:
    # Parts that were kept are the same objects, and to measure them anew would take most of the time.
    if len(old) == len(new) and all(
        one is other or one.cell_length == other.cell_length for one, other in zip(old, new, strict=True)
    ):
        yield from _aligned_runs(old, new)
        return
    start = _same_cells(zip(old, new, strict=False))
    end = width - _same_cells(zip(reversed(old), reversed(new), strict=False), backwards=True)
    if start < end:
        yield start, end


def _aligned_runs(old: list[Segment], new: list[Segment]) -> Iterator[tuple[int, int]]:
    x = 0
    for one, other in zip(old, new, strict=True):
        width = other.cell_length
        if one is not other and one != other:
            start = _same_letters(one, other)
            end = width - _same_letters(one, other, backwards=True)
            if start < end:
                yield x + start, x + end
        x += width


def _same_cells(pairs: Iterable[tuple[Segment, Segment]], *, backwards: bool = False) -> int:
    width = 0
    for one, other in pairs:
        if one != other:
            return width + _same_letters(one, other, backwards=backwards)
        width += one.cell_length
    return width


def _same_letters(one: Segment, other: Segment, *, backwards: bool = False) -> int:
    """How many cells agree from an end; only of plain text is that known without measuring every letter."""
    if one.style != other.style or not (one.text.isascii() and other.text.isascii()):
        return 0
    texts = (one.text[::-1], other.text[::-1]) if backwards else (one.text, other.text)
    for number, (letter, new) in enumerate(zip(*texts, strict=False)):
        if letter != new:
            return number
    return min(map(len, texts))
