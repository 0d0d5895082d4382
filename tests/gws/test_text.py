"""No character from outside reaches the terminal as anything but itself or its visible replacement."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.gws.text import REPLACEMENT, TEXT_LIMIT, clean

# Hypothesis keeps lone surrogates out unless told.
ANYTHING = st.text(st.characters(categories=None, exclude_categories=()))


@given(ANYTHING, st.integers(1, 300))
def test_nothing_invisible_is_left_and_nothing_too_long(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    assert all(unicodedata.category(character)[0] != "C" for character in shown)
    assert all(unicodedata.category(character) not in ("Zl", "Zp") for character in shown)
    assert "\n" not in shown


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("a\x1b[2Jb", "a␛[2Jb"),
        ("\x00\x07\r\n\t", "␀␇␍␊␉"),
        ("\x7f", "␡"),
        ("\x9b31m", REPLACEMENT + "31m"),
        ("\x85", REPLACEMENT),
        ("\u202eevil\u202c", f"{REPLACEMENT}evil{REPLACEMENT}"),
        ("\u2066x\u2069", f"{REPLACEMENT}x{REPLACEMENT}"),
        ("a\u200bb\u200d", f"a{REPLACEMENT}b{REPLACEMENT}"),
        ("\ufeff", REPLACEMENT),
        ("soft\u00adhyphen", f"soft{REPLACEMENT}hyphen"),
        ("\U000e0041", REPLACEMENT),
        ("x\ufe0f", "x" + REPLACEMENT),
        ("x\U000e0100", "x" + REPLACEMENT),
        ("\ud800x\udfff", f"{REPLACEMENT}x{REPLACEMENT}"),
        ("\ue000", REPLACEMENT),
        ("\u2028", REPLACEMENT),
        ("\u3000\u00a0", "  "),
        ("\u1161\u11a8\u3164\u2800", REPLACEMENT * 4),
        ("e\u0301", "é"),
    ],
)
def test_hostile_characters_are_replaced(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@pytest.mark.parametrize("first", [*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F, 0x061C])
def test_no_bidi_control_is_left(first: int) -> None:
    assert clean(chr(first)) == REPLACEMENT


def test_at_most_two_marks_stay_on_a_letter_and_none_on_anything_else() -> None:
    assert clean("z" + "\u0335" * 50).count("\u0335") == 2
    assert "\u0335" not in clean("7\u0335 \u0335\u0335")
    assert clean("\u0335a") == REPLACEMENT + "a"


@pytest.mark.parametrize("name", ["हिंदी", "ไทยที่", "Zoë Müller", "한국어", "日本語", "שלום", "Ω≈ç√"])
def test_names_of_all_the_world_stay_as_they_are(name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert clean("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT
    assert clean("x" * (TEXT_LIMIT + 1)) == "x" * (TEXT_LIMIT - 1) + "…"
    assert clean("x" * 10_000_000, 5) == "xxxx…"


def test_text_that_grows_by_composition_stays_within_the_limit() -> None:
    assert len(clean("\ufb2c" * TEXT_LIMIT)) == TEXT_LIMIT
