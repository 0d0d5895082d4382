from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from tui.source.text import clean
from widgets.drawing.line import cut, fit, lay, wrap

texts = st.text(max_size=40).map(clean)
plain = Style()


@given(texts, st.integers(min_value=0, max_value=60))
def test_cut_never_takes_more_cells_than_there_are(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width


@given(texts, st.integers(min_value=0, max_value=60))
def test_fit_takes_exactly_the_cells_there_are(text: str, width: int) -> None:
    assert cell_len(fit(text, width)) == width


@given(st.lists(texts, max_size=5), st.lists(texts, max_size=3), st.integers(min_value=0, max_value=90))
def test_a_line_is_exactly_as_wide_as_asked(left: list[str], right: list[str], width: int) -> None:
    strip = lay(width, plain, [(text, plain) for text in left], [(text, plain) for text in right])
    assert cell_len(strip.text) == strip.cell_length == width


@given(texts, st.integers(min_value=2, max_value=60))
def test_wrapping_loses_nothing_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_a_wide_character_is_not_halved() -> None:
    assert cut("東京都庁", 6) == "東京…"
    assert fit("東京都庁", 6) == "東京… "


def test_what_is_right_stays_whole_while_the_left_is_cut() -> None:
    strip = lay(12, plain, [("a long beginning", plain)], [("41:07", plain)])
    assert strip.text == "a lon… 41:07"


def test_words_are_kept_together_where_they_fit() -> None:
    assert wrap("one two three", 8) == ["one two", "three"]
    assert wrap("abcdefghij k", 4) == ["abcd", "efgh", "ij k"]
