from math import inf

import pytest

from tests.widgets.calls import NOW_S, board_call
from tui.views.attention.thresholds import Thresholds, alarm_at_s, next_turn_s, used_share

LIMITS = Thresholds(ringing_s=20, dialing_s=None, held_s=180, talking_s=600)


def test_talking_is_counted_from_the_start_of_the_call() -> None:
    assert alarm_at_s(board_call(age_s=100.0), LIMITS) == NOW_S + 500


def test_holding_is_counted_from_the_begin_of_the_hold() -> None:
    held = board_call("Held", age_s=900.0, board_state_since_s=NOW_S - 45)
    assert alarm_at_s(held, LIMITS) == NOW_S + 135
    assert used_share(held, LIMITS, NOW_S) == pytest.approx(0.25)


def test_a_begin_that_was_not_seen_counts_from_when_it_was_seen_to_be_so() -> None:
    held = board_call("Held", age_s=900.0, board_state_seen_s=NOW_S - 45)
    assert alarm_at_s(held, LIMITS) == NOW_S + 135
    assert [limit.exact for limit in LIMITS.limits(held)] == [False]


def test_what_nobody_saw_raises_no_alarm() -> None:
    assert alarm_at_s(board_call("Held", age_s=900.0), LIMITS) is None
    assert used_share(board_call("Held", age_s=900.0), LIMITS, NOW_S) is None


def test_the_next_turn_is_the_warning_then_the_alarm_then_none() -> None:
    call = board_call(age_s=100.0)
    assert next_turn_s(call, LIMITS, NOW_S) == NOW_S + 350
    assert next_turn_s(call, LIMITS, NOW_S + 350) == NOW_S + 500
    assert next_turn_s(call, LIMITS, NOW_S + 500) == inf


def test_without_a_limit_there_is_no_alarm() -> None:
    assert alarm_at_s(board_call("Dialing", board_state_since_s=0.0), LIMITS) is None
    assert alarm_at_s(board_call("Parked", board_state_since_s=0.0), LIMITS) is None


def test_what_is_over_or_unreadable_asks_for_nobody() -> None:
    assert alarm_at_s(board_call("Released", board_ended_at_s=NOW_S), LIMITS) is None
    assert alarm_at_s(board_call(board_unreadable="no usable state"), LIMITS) is None


def test_more_than_all_is_all() -> None:
    assert used_share(board_call(age_s=6_000.0), LIMITS, NOW_S) == 1.0
