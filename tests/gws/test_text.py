"""No character from outside reaches the terminal as anything but itself or its visible replacement."""

from __future__ import annotations

import unicodedata

import pyte
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from rich.cells import cell_len

from tui.clusters import CLUSTER, UNSURE, WORD_JOINER
from tui.patches.cell_widths import count_vowel_signs
from tui.source.text import REPLACEMENT, TEXT_LIMIT, clean, folded

# Hypothesis keeps lone surrogates out unless told.
NON_JOINER = "\u200c"
ANYTHING = st.text(st.characters(categories=None, exclude_categories=()))


@given(ANYTHING, st.integers(1, 300))
def test_nothing_invisible_is_left_and_nothing_too_long(text: str, limit: int) -> None:
    shown = clean(text, limit)
    assert len(shown) <= limit
    # Joiners stand between letters of scripts that join, or in pictures.
    words = WORD_JOINER.sub("", CLUSTER.sub("", shown)).replace(NON_JOINER, "")
    assert all(unicodedata.category(character)[0] != "C" for character in words)
    for before, character, after in zip(shown, shown[1:], shown[2:], strict=False):
        assert character != NON_JOINER or all(unicodedata.category(one)[0] in "LM" for one in (before, after))
    assert NON_JOINER not in (shown[:1], shown[-1:])
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
        ("\U000e0041", REPLACEMENT),
        ("x\U000e0041\U000e007f", "x" + REPLACEMENT * 2),
        ("\ufff9x\ufffa\ufffb", f"{REPLACEMENT}x{REPLACEMENT}{REPLACEMENT}"),
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


@pytest.mark.parametrize("control", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_no_control_of_the_direction_of_other_letters_is_left(control: int) -> None:
    assert clean(chr(control)) == REPLACEMENT


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("a\u200cb", "ab"),
        ("\u0639\u0644\u06cc\u200c \u200c\u0631", "\u0639\u0644\u06cc \u0631"),
        ("\u0639\u200c\u200c\u200c\u0631\u200c", "\u0639\u200c\u0631"),
        ("a\U000e0100\u0639\ufe00", "a\u0639"),
        ("\u845b\U000e0100\U000e0101\ufe00", "\u845b\U000e0100"),
        ("\u845b\ufe0f\u182c\U000e0100\u180b\u180c", "\u845b\u182c\u180b"),
        ("\U0001f1e9", "D"),
        ("1\ufe0f\u20e3 #\u20e3", "1 #"),
        ("pay\u200dpal 1\u200d2 \u200d \u200d\u200d", "paypal 12  "),
        ("\u0639\u200d \u200d\u0639 \u0639\u200d1", "\u0639 \u0639 \u06391"),
        ("\U0001f468\u200d VIP", "\U0001f468 VIP"),
        ("\U0001f468\u200da\u200d\U0001f469", "\U0001f468a\U0001f469"),
        ("\u2764\u200d\U0001f525", "\u2764\U0001f525"),
        ("\u261d\U0001f3fd", "\u261d"),
        ("a\U0001f3fd b\ufe0f 1\ufe0e", "a b 1"),
        ("\U0001f3f4\U000e0078\U000e007f Sales", "\U0001f3f4 Sales"),
        ("\U0001f1e9\U0001f1ea\U0001f1eb", "\U0001f1e9\U0001f1eaF"),
        ("Kunden\u00addienst", "Kundendienst"),
        ("\ufeffBilling\u2060", "Billing"),
        ("\u05d3\u05d5\u05d3\u200f", "\u05d3\u05d5\u05d3"),
        ("e\u200d\u0301", "é"),
        ("\u05e9\u05bc\u05b8\u05c1", unicodedata.normalize("NFC", "\u05e9\u05bc\u05b8\u05c1")),
    ],
)
def test_what_a_name_needs_and_nobody_sees_goes_without_a_trace(name: str, shown: str) -> None:
    assert clean(name) == shown


def test_at_most_three_marks_stay_on_a_letter_and_none_on_anything_else() -> None:
    assert clean("z" + "\u0335" * 50) == "z" + "\u0335" * 3
    assert "\u0335" not in clean("7\u0335 \u0335\u0335")
    assert clean("\u0335a") == REPLACEMENT + "a"


@pytest.mark.parametrize(
    "name",
    [
        "हिंदी",
        "ไทยที่",
        "Zoë Müller",
        "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627",
        "\u0d9a\u0dca\u200c\u0dc2",
        "\u845b\U000e0100\u98fe",
        "\u795e\ufe00",
        "\u182c\u180b\u1820",
        "\u0915\u094d\u200d\u0937",
        "\u09b0\u200d\u09cd\u09af",
        "\U0001f1e9\U0001f1ea Sales",
        "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f Sales",
        "VIP \u2764\ufe0f \u231a\ufe0e",
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 plan",
        "\U0001f44d\U0001f3fd \U0001f469\U0001f3fd\u200d\u2695\ufe0f",
        "\U0001f3f3\ufe0f\u200d\U0001f308 \u2764\ufe0f\u200d\U0001f525 \U0001f3f4\u200d\u2620\ufe0f",
        "한국어",
        "日本語",
        "שלום",
        "Ω≈ç√",
    ],
)
def test_names_of_all_the_world_stay_as_they_are(name: str) -> None:
    assert clean(name) == unicodedata.normalize("NFC", name)


def test_an_ideograph_stays_the_one_that_a_name_is_written_with() -> None:
    assert clean("\ufa19\u7530 e\u0301\ufa19") == "\ufa19\u7530 é\ufa19"


def test_words_are_found_without_what_nobody_types() -> None:
    assert folded(clean("\u845b\U000e0100\u98fe \u0639\u200c\u0631 ÄB")) == "葛飾 \u0639\u0631 äb"


def test_what_is_too_long_ends_in_an_ellipsis() -> None:
    assert clean("x" * TEXT_LIMIT) == "x" * TEXT_LIMIT
    assert clean("x" * (TEXT_LIMIT + 1)) == "x" * (TEXT_LIMIT - 1) + "…"
    assert clean("x" * 10_000_000, 5) == "xxxx…"


def test_what_is_too_long_is_not_cut_within_a_picture() -> None:
    assert clean("ab\U0001f1e9\U0001f1ea\U0001f468\u200d\U0001f469", 4) == "ab…"
    assert clean("ab\U0001f1e9\U0001f1ea\U0001f468\u200d\U0001f469", 5) == "ab\U0001f1e9\U0001f1ea…"


def test_text_that_grows_by_composition_stays_within_the_limit() -> None:
    assert len(clean("\ufb2c" * TEXT_LIMIT)) == TEXT_LIMIT


ANYTHING_WRITTEN = ANYTHING | st.text(
    st.sampled_from(
        "a1 \u0639\u200c\u200d\u2764\ufe0f\ufe0e\U0001f468\U0001f469\U0001f1e9\U0001f1ea\U0001f44d\U0001f3fd"
        "\u845b\U000e0100\U0001f3f4\U000e0067\U000e007f\u0915\u094d\u093f\u0301\u20e3\u00ad\u200f\u202e"
    )
)


@given(ANYTHING_WRITTEN)
def test_each_picture_and_letter_has_its_own_width_whatever_stands_beside_it(text: str) -> None:
    count_vowel_signs()
    shown = clean(text)
    pieces = [piece for part in CLUSTER.split(shown) for piece in ([part] if CLUSTER.fullmatch(part) else part)]
    assert cell_len(shown) == sum(map(cell_len, pieces))
    assert all(cell_len(piece) <= 2 for piece in pieces)


@given(ANYTHING_WRITTEN)
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(ANYTHING_WRITTEN)
def test_a_terminal_needs_as_many_cells_as_we_count(text: str) -> None:
    shown = clean(text)
    # The emulator gives up at selectors and vowel signs, which have no class among the marks.
    assume(NON_JOINER not in shown and not UNSURE.search(shown))
    assume(all(unicodedata.combining(one) for one in shown if unicodedata.category(one).startswith("M")))
    screen = pyte.Screen(600, 1)
    pyte.Stream(screen).feed(shown)
    assert screen.cursor.x == cell_len(shown)
