"""Terminals that do not use UTF-8: every row keeps its width, and nothing that they would obey is sent."""

from __future__ import annotations

import ast
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.terminal.ascii_marks import MARKS, RANGES
from tui.terminal.charset import encoder_for
from tui.views.words.marks import DIRECTIONS, STALE, STATES, UNKNOWN_MARK

ROOT = Path(__file__).parents[2]


def test_utf_8_goes_out_as_it_is_under_any_name() -> None:
    for name in ("utf-8", "UTF8", "utf_8"):
        assert encoder_for(name)("● Müller 漢") == "● Müller 漢".encode()


@pytest.mark.parametrize("name", ["ascii", "ANSI_X3.4-1968", "iso8859-1", "latin-1", "no-such-charset"])
def test_marks_become_one_ascii_character_each(name: str) -> None:
    assert encoder_for(name)("\x1b[1;1H● live · ‖ HELD █▄▁ ├─│") == b"\x1b[1;1H* live . = HELD #=_ +-|"


def test_names_are_shown_as_far_as_the_terminal_has_their_letters() -> None:
    assert encoder_for("iso8859-1")("Müller Łódź") == "Müller ?ód?".encode("iso8859-1")
    assert encoder_for("ascii")("Müller") == b"M?ller"
    assert encoder_for("koi8-r")("Иван ● é") == "Иван * ?".encode("koi8-r")
    assert encoder_for("euc-jp")("山田 ●é") == "山田 *?".encode("euc-jp")


def test_wide_characters_keep_their_width_and_combining_ones_vanish() -> None:
    ascii_ = encoder_for("ascii")

    assert ascii_("漢字|") == b"????|"
    assert ascii_("e\u0301|") == b"e|"
    assert ascii_("\U0001f469\u200d\U0001f469\u200d\U0001f467|") == b"??|"
    assert ascii_("\U0001f1e9\U0001f1ea|") == b"??|"
    assert ascii_("❤\ufe0f|") == b"??|"


@given(st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=30))
@pytest.mark.parametrize("name", ["ascii", "iso8859-1", "koi8-r", "euc-jp", "gbk", "shift_jis"])
def test_no_row_changes_its_width_and_no_control_character_comes_of_it(name: str, text: str) -> None:
    sent = encoder_for(name)(text)

    assert all(byte >= 0xA0 or 0x20 <= byte < 0x7F for byte in sent)
    # Bytes are cells, as such terminals count them.
    assert len(sent) == cell_len(text)


def characters() -> Iterator[str]:
    """Every character beyond ASCII that the program itself writes."""
    for folder in ("tui", "widgets"):
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "\n" not in node.value:
                    yield from (character for character in node.value if not character.isascii())


def test_every_mark_of_ours_has_its_own_character() -> None:
    # Letters are read from numbers, and what takes no cell or two is taken out of names: none is shown by us.
    ours = {each for each in characters() if unicodedata.east_asian_width(each) not in "FW"}
    ours = {each for each in ours if unicodedata.category(each) not in ("Cf", "Me", "Mn")}
    in_ranges = {each for each in ours for first, last, _ in RANGES if first <= each <= last}

    assert ours - in_ranges - set(MARKS) == set()
    assert all(len(mark) == 1 and mark.isascii() and mark.isprintable() for mark in MARKS.values())


def test_marks_that_stand_in_one_place_differ() -> None:
    for marks in (
        [*(sign.mark for sign in STATES.values()), STALE.mark, UNKNOWN_MARK],
        [mark for mark, _ in DIRECTIONS.values()],
        "▁▂▃▄▅▆▇█",
        "●◐◌×",
    ):
        shown = [MARKS.get(mark, mark) for mark in marks]
        assert len(set(shown)) == len(shown)
