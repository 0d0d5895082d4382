"""How many cells a vowel sign takes, and a letter after a joiner: Rich counts none, terminals one."""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import TypeVar

from rich import cells
from rich._unicode_data import load

from tui.clusters import JOINER, WORD_JOINER

Measured = TypeVar("Measured")

_NAME = "load_cell_table"
_MEASURES = ("_cell_len", "split_graphemes")
_LIKE_A_MARK = "\u200c"
"""As long as a joiner, and has no cell; but what follows it keeps its own."""


def count_vowel_signs() -> None:
    """Let spacing marks (category Mc, such as the Indic vowel signs) take the cells that terminals give them."""
    if vars(cells)[_NAME] is not load:
        return
    vars(cells)[_NAME] = _with_vowel_signs
    for name in _MEASURES:
        vars(cells)[name] = _with_joined_letters(vars(cells)[name])
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


def _with_joined_letters(measure: Callable[[str, str], Measured]) -> Callable[[str, str], Measured]:
    """Let a letter after a joiner have its cells: Rich takes it for a part of the one before."""

    def measured(text: str, unicode_version: str = "auto") -> Measured:
        return measure(WORD_JOINER.sub(_LIKE_A_MARK, text) if JOINER in text else text, unicode_version)

    return measured


@lru_cache
def _with_vowel_signs(unicode_version: str) -> cells.CellTable:
    table = load(unicode_version)
    return table._replace(widths=tuple(_split(table)))


def _split(table: cells.CellTable) -> Iterator[tuple[int, int, int]]:
    """The ranges of a table, those without cells cut where spacing marks are among them."""
    for start, end, width in table.widths:
        if width:
            yield (start, end, width)
            continue
        for cells_taken, codes in groupby(range(start, end + 1), _cells_of):
            first, *others = codes
            yield (first, others[-1] if others else first, cells_taken)


def _cells_of(code: int) -> int:
    """The cells of a character that has none in Rich's table."""
    character = chr(code)
    if unicodedata.category(character) != "Mc":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
