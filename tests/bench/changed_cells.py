"""How few bytes would have shown the same: a screen is compared with the one before by a terminal we did not write."""

from __future__ import annotations

import pyte
from pyte.screens import Char

from tests.bench.pseudo_terminal import COLUMNS, ROWS
from tests.hostile.terminal import UNKNOWN_TO_PYTE

Cells = list[list[Char]]


class ChangedCells:
    """A terminal that counts what changes on it."""

    def __init__(self) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._before = self._cells()

    def show(self, written: bytes) -> int:
        """Take what a program wrote; the bytes that the changed cells need.

        Each run of them with its place, and its colours where the run before had others: nobody can send less without
        knowing what comes next.
        """
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", written))
        before, self._before = self._before, self._cells()
        return self._needed(before)

    def _cells(self) -> Cells:
        return [[self._screen.buffer[y][x] for x in range(COLUMNS)] for y in range(ROWS)]

    def _needed(self, before: Cells) -> int:
        needed = 0
        style = ""
        for y, (old, new) in enumerate(zip(before, self._before, strict=True)):
            places = [x for x in range(COLUMNS) if old[x] != new[x]]
            for x in places:
                if x - 1 not in places:
                    needed += len(f"\x1b[{x + 1}G" if x != places[0] else f"\x1b[{y + 1};{x + 1}H")
                if (wanted := _style(new[x])) != style:
                    style = wanted
                    needed += len(wanted)
                needed += len(new[x].data.encode())
        return needed


def _style(cell: Char) -> str:
    words = ["0", *(["1"] if cell.bold else []), *(["7"] if cell.reverse else [])]
    words += [f"{kind};2;{_rgb(colour)}" for kind, colour in ((38, cell.fg), (48, cell.bg)) if colour != "default"]
    return f"\x1b[{';'.join(words)}m"


def _rgb(colour: str) -> str:
    try:
        return ";".join(str(int(colour[at : at + 2], 16)) for at in (0, 2, 4))
    except ValueError:
        return "0;0;0"
