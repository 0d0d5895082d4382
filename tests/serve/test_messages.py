"""What a browser says, or anything else that comes."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.serve.messages import LARGEST, SMALLEST, Beat, Keys, Size, read, sized, smallest
from tui.serve.packets import data_packet, meta_packet

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=3),
)


def test_messages_are_read() -> None:
    assert read('["keys", "\\u001b[A?"]') == Keys("\x1b[A?")
    assert read('["size", 132, 37]') == Size(132, 37)
    assert read('["beat", 7]') == Beat(7)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            "{}",
            "[]",
            '["keys"]',
            '["keys", 1]',
            '["size", 80]',
            '["size", 1.5, 2]',
            '["beat", -1]',
            '["beat", "1"]',
        ),
        *('["beat", 9007199254740992]', '["repaint"]', '["D", "x"]', "[" * 5000, '["keys", "x", "y"]', "\x00", "NaN"),
    ],
)
def test_anything_else_is_no_message(text: str) -> None:
    assert read(text) is None


@given(ANY)
def test_whatever_comes_is_read_or_not_but_never_an_error(value: object) -> None:
    said = read(json.dumps(value))

    if isinstance(said, Keys):
        assert data_packet(said.text)
    elif isinstance(said, Size):
        assert SMALLEST[0] <= said.columns <= LARGEST[0]
        assert SMALLEST[1] <= said.rows <= LARGEST[1]


@given(st.text(), st.text())
def test_the_first_size_may_be_any_text(columns: str, rows: str) -> None:
    assert SMALLEST[0] <= sized(columns, rows).columns <= LARGEST[0]


def test_the_size_fits_into_every_window() -> None:
    assert smallest([Size(200, 30), Size(100, 60)]) == Size(100, 30)


def test_half_a_surrogate_pair_is_typed_as_a_question_mark() -> None:
    said = read('["keys", "\\ud83d"]')

    assert said == Keys("\ud83d")
    assert data_packet("\ud83d") == b"D\x00\x00\x00\x01?"
    assert meta_packet("beat", n=1) == b'M\x00\x00\x00\x18{"type": "beat", "n": 1}'
