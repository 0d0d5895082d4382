"""What stands on the terminal, cell by cell: what stands there already is not sent again."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui.clusters import UNSURE

_NOT_KNOWN = "\0"
_PLAIN = re.compile(
    r"[ -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0373\u0391-\u0482\u2010-\u2027\u2190-\u22ff\u2500-\u25fc\u2800-\u28ff]*"
)
"""Most of what is drawn, for which nobody has to look letter by letter."""
_GAP_CELLS = 4
"""So many cells that stand already are sent again where that is shorter than to go past them."""


class Run(NamedTuple):
    """Cells to send, side by side and of one look.

    Attributes:
        column: Of the first cell, from 0.
        text: What to write.
        look: Parameters of SGR.
    """

    column: int
    text: str
    look: str


class Standing:
    """The cells of one terminal, as they were last sent to it.

    It is true only as long as everything that is sent is told here, and nothing of it gets lost: who is not sure of
    that forgets, and sends a whole picture.
    """

    def __init__(self) -> None:
        """Nothing is known to stand."""
        self._columns = 0
        self._texts: list[str] = []
        self._looks: list[list[str]] = []

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        return self._columns, len(self._texts)

    def forget(self, columns: int, rows: int) -> None:
        """Know nothing of what stands.

        Args:
            columns: Of the terminal from now on.
            rows: Likewise.
        """
        self._columns = columns
        self._texts = [_NOT_KNOWN * columns] * rows
        self._looks = [[""] * columns for _ in range(rows)]

    def write(self, column: int, row: int, pieces: Sequence[tuple[str, str]]) -> Iterator[Run]:
        """Say what has to be sent so that these pieces stand, and take it for sent.

        Letters that are not one cell each are sent with all that stands beside them in the same call, always:
        terminals do not agree how wide some are.

        Args:
            column: Where the first piece begins, from 0.
            row: From 0.
            pieces: Texts with the parameters of SGR of each, from left to right.

        Yields:
            What differs, from left to right.
        """
        texts, looks = self._texts[row], self._looks[row]
        text = "".join([text for text, _ in pieces])
        if not _is_one_cell_each(text):
            end = column + cell_len(text)
            yield from _all(column, pieces)
            self._texts[row] = texts[:column] + _NOT_KNOWN * (end - column) + texts[end:]
            return
        at = column
        for piece, look in pieces:
            end = at + len(piece)
            if texts[at:end] != piece or looks[at:end].count(look) < end - at:
                yield from _differing(at, piece, look, texts[at:end], looks[at:end])
                looks[at:end] = [look] * (end - at)
            at = end
        self._texts[row] = texts[:column] + text + texts[at:]


def _is_one_cell_each(text: str) -> bool:
    if _PLAIN.fullmatch(text) is not None:
        return True
    return UNSURE.search(text) is None and all(cell_len(letter) == 1 for letter in text)


def _all(column: int, pieces: Iterable[tuple[str, str]]) -> Iterator[Run]:
    for text, look in pieces:
        yield Run(column, text, look)
        column += cell_len(text)


def _differing(column: int, text: str, look: str, before: str, looks: Sequence[str]) -> Iterator[Run]:
    """The runs of cells that differ; those with few others between them are one."""
    begin = end = -1
    for place, (new, old, old_look) in enumerate(zip(text, before, looks, strict=True)):
        if new == old and look == old_look:
            continue
        if begin >= 0 and place - end > _GAP_CELLS:
            yield Run(column + begin, text[begin:end], look)
            begin = place
        begin, end = (place if begin < 0 else begin), place + 1
    yield Run(column + begin, text[begin:end], look)
