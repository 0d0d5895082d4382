"""Names in Indic scripts take the cells that terminals give them, so that what follows stands in its column."""

from __future__ import annotations

import unicodedata

import pytest
from rich import cells
from rich._unicode_data import load

from tui.patches.cell_widths import count_vowel_signs
from tui.source.text import clean
from widgets.drawing.line import fit


@pytest.fixture(autouse=True)
def as_on_a_screen() -> None:
    count_vowel_signs()


@pytest.mark.parametrize(
    ("name", "taken"),
    [
        ("\u0930\u093e\u0927\u093e", 4),
        ("\u0939\u093f\u0902\u0926\u0940", 4),
        ("\u0915\u093e", 2),
        ("\u0e44\u0e17\u0e22\u0e17\u0e35\u0e48", 4),
        ("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627", 6),
        ("\u845b\U000e0100\u98fe", 4),
        ("\u795e\ufe00", 2),
        ("\u182c\u180b", 1),
        ("\u0915\u094d\u200d\u0937", 2),
        ("\U0001f468\u200d\U0001f469\u200d\U0001f467", 2),
        ("\U0001f469\U0001f3fd\u200d\u2695\ufe0f", 2),
        ("\U0001f1e9\U0001f1ea", 2),
        ("\u2764\ufe0f", 2),
        ("Zoe\u0308", 3),
        ("\u65e5\u672c", 4),
    ],
)
def test_a_name_takes_what_a_terminal_gives_it(name: str, taken: int) -> None:
    # As tmux, xterm and the C library count; asked of tmux by its cursor.
    assert cells.cell_len(clean(name)) == taken
    assert cells.cell_len(fit(clean(name), 12)) == 12


def test_only_spacing_marks_are_counted_otherwise_than_by_rich() -> None:
    width_of = {code: width for start, end, width in load("auto").widths for code in range(start, end + 1)}
    for code in (*range(0x20, 0x7F), *range(0xA1, 0x3000), *range(0x1F000, 0x1FA00)):
        spacing = unicodedata.category(chr(code)) == "Mc"
        assert cells.get_character_cell_size(chr(code)) == (1 if spacing else width_of.get(code, 1)), hex(code)
