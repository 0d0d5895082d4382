"""What the keyboard sends, in any bytes and cut anywhere."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from tui.patches.keyboard import PASTE_BEGINS, PASTE_ENDS, BurstKey, KeyboardDecoder, told_apart


def read(*parts: bytes) -> str:
    decoder = KeyboardDecoder()
    return "".join(decoder.decode(part) for part in parts)


def test_keys_and_sequences_go_through_as_they_are() -> None:
    assert read(b"q\x1b[A\x1b", b"[B\x1b") == "q\x1b[A\x1b[B\x1b"


def test_wrong_bytes_are_replaced() -> None:
    assert read(b"a\xffb\xc3", b"\xa9") == "a\ufffdb\u00e9"


def test_controls_are_taken_out_of_a_paste_and_nowhere_else() -> None:
    pasted = read(b"\x1b[200~5\x1b]52;c;x\x07\x00qq\n\x1b[201~\x1b[Aq")

    assert pasted == f"{PASTE_BEGINS}5]52;c;xqq\n{PASTE_ENDS}\x1b[Aq"


@given(st.binary(max_size=40), st.binary(max_size=40), st.lists(st.integers(0, 100), max_size=6))
def test_where_the_bytes_are_cut_makes_no_difference(inside: bytes, after: bytes, cuts: list[int]) -> None:
    whole = b"x\x1b[200~" + inside + b"\x1b[201~" + after
    places = [0, *sorted({min(cut, len(whole)) for cut in cuts}), len(whole)]
    parts = [whole[begin:end] for begin, end in pairwise(places)]

    assert read(*parts) == read(whole)
    assert "\x1b" not in read(whole).removeprefix("x\x1b[200~").partition("\x1b[201~")[0]


def test_characters_that_come_all_at_once_are_told_apart_from_keys_that_are_pressed() -> None:
    def bursts(text: str) -> list[bool]:
        read = told_apart(XTermParser().feed(text))
        return [isinstance(message, BurstKey) for message in read if isinstance(message, events.Key)]

    assert bursts("x") == [False]
    assert bursts("xx") == [True, True]
    assert bursts("5\r") == [True, True]
    assert bursts("\x1b[A\x1b[A\x1bOQ") == [False] * 3, "arrows and F2 that a slow connection has joined"
    assert bursts("\x1b[Ax") == [False, False]
    assert bursts("\x1b[200~xx\x1b[201~") == []
    assert BurstKey("x", None).handler_name == events.Key("x", None).handler_name
