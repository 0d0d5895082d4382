"""From text to the bytes of a terminal. One whose locale is not UTF-8 gets ASCII, cell for cell."""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache

from rich.cells import cell_len

from tui.terminal.ascii_marks import MARKS, RANGES

REPLACEMENT = "?"
_RUN = re.compile(r"([ -~]?)([^\x00-\x7f]+)")
_FIRST_SAFE_BYTE = 0xA0
"""Bytes from 0x80 on below this one are control characters to terminals that do not use UTF-8."""


def encoder_for(encoding: str) -> Callable[[str], bytes]:
    """Choose how text goes out.

    Args:
        encoding: What Python found to be that of standard output, such as `utf-8` or `iso8859-1`.

    Returns:
        From text, with its control sequences, to bytes. Rows keep their width: each mark becomes one ASCII character,
        everything else that the terminal cannot show as many question marks as it has cells.
    """
    try:
        name = codecs.lookup(encoding).name
    except LookupError:
        name = "ascii"
    if name == "utf-8":
        return lambda text: text.encode("utf-8", "replace")
    narrow = _Narrow(name)
    return narrow.encode


class _Narrow:
    def __init__(self, name: str) -> None:
        self._name = name
        # A wall says the same again and again.
        self._put_run = lru_cache(maxsize=4096)(self._run)

    def encode(self, text: str) -> bytes:
        if text.isascii():
            return text.encode("ascii")
        return _RUN.sub(lambda found: self._put_run(found[1], found[2]), text).encode(self._name, "replace")

    def _run(self, before: str, run: str) -> str:
        # A cluster of several characters may be as wide as one of them, together with the ASCII character before it.
        wanted = max(cell_len(before + run) - len(before), 0)
        shown = [self._shown(character) for character in run]
        if sum(cell_len(character) for character in run) == wanted:
            return before + "".join(shown)
        return before + REPLACEMENT * wanted

    def _shown(self, character: str) -> str:
        width = cell_len(character)
        if width == 1 and (mark := _mark(character)):
            return mark
        # Where letters have two bytes they have two cells as well, which is how such terminals count.
        encoded = character.encode(self._name, "ignore")
        is_safe = len(encoded) == width and all(byte >= _FIRST_SAFE_BYTE for byte in encoded)
        return character if is_safe and width else REPLACEMENT * width


def _mark(character: str) -> str:
    return MARKS.get(character) or next((mark for first, last, mark in RANGES if first <= character <= last), "")
