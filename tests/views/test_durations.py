import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.views.words.durations import WIDTH, duration
from widgets.drawing.big_digits import big_digits, height_of


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (None, "--:--"),
        (0.0, "0:00"),
        (59.99, "0:59"),
        (60.0, "1:00"),
        (599, "9:59"),
        (3599, "59:59"),
        (3600, "1:00:00"),
        (45_296, "12:34:56"),
        (100 * 3600, "4d 04h"),
    ],
)
def test_durations_are_written_as_people_read_them(seconds: float | None, shown: str) -> None:
    assert duration(seconds) == shown


@given(st.integers(min_value=0, max_value=10 * 365 * 86_400))
def test_no_duration_is_wider_than_its_column(seconds: int) -> None:
    assert len(duration(seconds)) <= WIDTH


@given(st.one_of(st.none(), st.integers(min_value=0, max_value=10 * 365 * 86_400)), st.integers(1, 8))
def test_every_duration_can_be_written_large(seconds: int | None, scale: int) -> None:
    rows = big_digits(duration(seconds), scale)
    assert {len(row) for row in rows} == {scale * len(big_digits(duration(seconds))[0])}
    assert len(rows) == height_of(scale)


def test_big_digits_are_three_by_five_pixels_in_half_blocks() -> None:
    assert big_digits("4:1") == ("█ █ ▄ ▀█ ", "▀▀█ ▄  █ ", "  ▀   ▀▀▀")


def test_twice_as_large_a_pixel_is_two_whole_cells() -> None:
    assert big_digits("4:1", 2) == (
        "██  ██      ████  ",
        "██  ██  ██    ██  ",
        "██████        ██  ",
        "    ██  ██    ██  ",
        "    ██      ██████",
    )


def test_three_times_as_large_the_last_half_row_is_half_a_row() -> None:
    assert big_digits("1", 3)[-2:] == ("█" * 9, "▀" * 9)
