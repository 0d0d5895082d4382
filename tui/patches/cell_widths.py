"""How many cells a vowel sign takes: Rich counts none, terminals one."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from rich import cells
from rich._unicode_data import load

_NAME = "load_cell_table"


def count_vowel_signs() -> None:
    """Let spacing marks (category Mc, such as the Indic vowel signs) take the cells that terminals give them."""
    if vars(cells)[_NAME] is not load:
        return
    vars(cells)[_NAME] = _with_vowel_signs
    cells.get_character_cell_size.cache_clear()
    cells.cached_cell_len.cache_clear()


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
        for code in range(start, end + 1):
            spacing = unicodedata.category(chr(code)) == "Mc"
            yield (code, code, (2 if unicodedata.east_asian_width(chr(code)) in "WF" else 1) if spacing else 0)
