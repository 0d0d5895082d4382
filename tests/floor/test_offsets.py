"""Where the times of a publisher are on the clock of a wall, by the quickest of its beats."""

from __future__ import annotations

import random

import pytest

from tui.floor.offsets import ClockOffset


@pytest.mark.parametrize("apart_s", [-10_800.0, 0.0, 10_800.0])
@pytest.mark.parametrize("drift", [-200e-6, 0.0, 200e-6])
def test_times_are_right_to_the_quickest_way_of_a_beat(apart_s: float, drift: float) -> None:
    offset, delays = ClockOffset(), random.Random(1)
    for number in range(5_000):
        ours_s = 2.0 * number
        theirs_s = ours_s * (1 + drift) + apart_s
        behind_s = offset.hear(theirs_s, ours_s + delays.uniform(0.001, 0.02))
        assert behind_s < 0.03
        assert offset.taken_s is not None
        assert -0.3 < theirs_s + offset.taken_s - ours_s < 0.3


def test_times_move_only_by_more_than_our_own_event_loop_may_have_kept_a_beat_back() -> None:
    offset = ClockOffset()
    offset.hear(100.0, 1_100.0)
    offset.hear(102.0, 1_101.91)
    assert offset.taken_s == 1_000.0
    offset.hear(104.0, 1_103.8)
    assert offset.taken_s == pytest.approx(999.8)


def test_a_way_that_became_long_is_no_other_clock() -> None:
    offset = ClockOffset()
    offset.hear(100.0, 1_100.0)
    for number in range(60):
        assert offset.hear(102.0 + 2 * number, 1_122.0 + 2 * number) == pytest.approx(20.0, abs=0.2)
    assert offset.taken_s == pytest.approx(1_000.0, abs=0.3)


def test_a_new_session_may_have_another_clock() -> None:
    offset = ClockOffset()
    offset.hear(50_000.0, 1_100.0)
    assert offset.hear(60.0, 1_110.0, anew=True) > 3.0
    assert offset.hear(62.0, 1_112.0) == 0.0
    assert offset.taken_s == 1_050.0
    assert offset.hear(69.0, 1_120.0, anew=True) == pytest.approx(1.0, abs=0.1)
    assert offset.taken_s == pytest.approx(1_050.0, abs=0.1)


def test_a_first_beat_that_was_kept_back_is_no_other_clock() -> None:
    offset = ClockOffset()
    offset.hear(100.0, 1_100.0)
    assert offset.hear(110.0, 1_119.0, anew=True) == pytest.approx(9.0, abs=0.1)
    assert offset.hear(112.0, 1_119.1) == pytest.approx(7.1, abs=0.1)
    assert offset.hear(120.0, 1_120.0) < 0.1
    assert offset.taken_s == pytest.approx(1_000.0, abs=0.1)


def test_a_guess_holds_until_a_beat_is_heard() -> None:
    offset = ClockOffset()
    offset.guess(5.0)
    assert offset.taken_s == 5.0
    offset.hear(100.0, 110.0)
    offset.guess(5.0)
    assert offset.taken_s == 10.0
