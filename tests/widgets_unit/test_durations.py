import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.big_digits import big_digits
from widgets.durations import WIDTH, duration


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


@given(st.one_of(st.none(), st.integers(min_value=0, max_value=10 * 365 * 86_400)))
def test_every_duration_can_be_written_large(seconds: int | None) -> None:
    rows = big_digits(duration(seconds))
    assert len({len(row) for row in rows}) == 1


def test_big_digits_are_three_by_five_pixels_in_half_blocks() -> None:
    assert big_digits("4:1") == ("█ █ ▄ ▀█ ", "▀▀█ ▄  █ ", "  ▀   ▀▀▀")
