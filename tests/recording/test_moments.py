"""Where a replay begins, in the words of people."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from tui.recording.clocks import Anchor
from tui.recording.moments import moment_of

BEGIN_S = 5_000.0
ANCHOR = Anchor(BEGIN_S - 100.0, datetime(2026, 1, 5, 19, 2, 30, tzinfo=UTC))
"""The recording begins at 19:04:10."""


@pytest.mark.parametrize(
    ("word", "after_s"),
    [
        ("+90", 90.0),
        ("+90s", 90.0),
        ("+5m", 300.0),
        ("+1h5m30s", 3_930.0),
        ("+0.5s", 0.5),
        ("19:05", 50.0),
        ("19:04:30", 20.0),
        ("19:04", -10.0),
        ("19:03", 86_400.0 - 70.0),
        ("00:00", 5 * 3600.0 - 4 * 60 - 10),
        ("2026-01-05T19:05", 50.0),
        ("2026-01-05 19:05:10", 60.0),
        ("2026-01-05T20:05+01:00", 50.0),
        ("2026-01-05T19:05Z", 50.0),
    ],
)
def test_a_moment(word: str, after_s: float) -> None:
    assert moment_of(word, BEGIN_S, ANCHOR) == pytest.approx(BEGIN_S + after_s)


def test_without_a_zone_it_is_that_of_the_recording() -> None:
    there = ANCHOR._replace(wall=ANCHOR.wall.astimezone(timezone(timedelta(hours=2))))

    assert moment_of("21:05", BEGIN_S, there) == pytest.approx(BEGIN_S + 50.0)
    assert moment_of("2026-01-05T21:05", BEGIN_S, there) == pytest.approx(BEGIN_S + 50.0)


@pytest.mark.parametrize("word", ["", "+", "soon", "25:00", "+5x", "-5m", "2026-13-01T00:00", "+m"])
def test_what_is_no_moment_is_told_with_how_to_write_it(word: str) -> None:
    with pytest.raises(ValueError, match="write it like 14:05"):
        moment_of(word, BEGIN_S, ANCHOR)
