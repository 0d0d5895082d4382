"""Hold times are learned both ways: from polls that are cut too soon, and from a server that does as it likes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.gws.poll_hold import DEFAULT_HOLD_S, LONGEST_HOLD_S, PollHold


def advised(seconds: float) -> PollHold:
    hold = PollHold()
    hold.advise(seconds)
    return hold


def test_what_the_server_advises_is_right_where_silence_shows_in_time() -> None:
    hold = advised(20.0)
    assert (hold.wish_s, hold.expected_s, hold.sure) == (None, 20.0, True)


def test_a_longer_hold_is_asked_to_be_shorter_and_believed_after_one_vain_wish() -> None:
    hold = advised(110.0)
    assert (hold.wish_s, hold.expected_s, hold.own_s, hold.sure) == (DEFAULT_HOLD_S, DEFAULT_HOLD_S, 110.0, False)
    hold.vain()
    hold.advise(110.0)
    assert (hold.wish_s, hold.expected_s, hold.sure, hold.ignored) == (None, 110.0, False, True)


def test_two_cuts_of_one_length_are_learned_from_and_one_is_not() -> None:
    hold = advised(30.0)
    hold.cut(3.0)
    assert hold.wish_s is None
    hold.cut(3.1)
    assert hold.wish_s == pytest.approx(2.4)
    hold.advise(30.0)
    assert hold.wish_s == pytest.approx(2.4), "advice that is repeated does not undo it"


@pytest.mark.parametrize("cuts", [(3.0, 9.0), (0.4, 0.4), (12.0, 3.0), (3.0,)])
def test_cuts_of_other_lengths_are_accidents(cuts: tuple[float, ...]) -> None:
    hold = advised(30.0)
    for held_s in cuts:
        hold.cut(held_s)
    assert hold.wish_s is None


def test_a_longer_poll_that_is_answered_shows_that_a_cut_was_an_accident() -> None:
    hold = advised(30.0)
    hold.cut(3.0)
    hold.answered(29.0)
    hold.cut(3.0)
    assert hold.wish_s is None
    hold.answered(1.0)
    hold.cut(3.0)
    assert hold.wish_s is not None


def test_where_a_shorter_hold_is_not_to_be_had_polls_are_answered_at_once() -> None:
    hold = advised(110.0)
    for _ in range(2):
        hold.cut(10.0)
    assert hold.wish_s == pytest.approx(8.0)
    for _ in range(2):
        hold.cut(10.0)
    assert hold.wish_s == 0.0


def test_an_advice_that_is_not_kept_is_doubted_until_it_is() -> None:
    hold = advised(30.0)
    hold.overdue()
    assert hold.sure
    hold.overdue()
    assert (hold.sure, hold.own_s, hold.expected_s) == (False, 300.0, 30.0)
    hold.answered(3.0)
    hold.answered(110.0)
    assert not hold.sure
    hold.answered(30.0)
    assert (hold.sure, hold.own_s) == (True, 30.0)


def test_short_polls_that_are_lost_are_lost() -> None:
    hold = advised(2.0)
    for _ in range(5):
        hold.overdue()
    assert hold.sure


@given(
    st.lists(
        st.tuples(st.sampled_from(("advise", "cut", "answered", "vain", "overdue")), st.floats(0.0, 1e6)), max_size=30
    )
)
def test_silence_always_shows_in_time(steps: list[tuple[str, float]]) -> None:
    hold = PollHold()
    for what, seconds in steps:
        if what in ("vain", "overdue"):
            getattr(hold, what)()
        else:
            getattr(hold, what)(seconds)
        assert 0.0 <= hold.expected_s <= 300.0
        assert hold.expected_s <= LONGEST_HOLD_S or not hold.sure
