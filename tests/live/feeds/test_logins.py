"""How far apart the logins of one source are: five in a minute at the most, then one in five."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.live.feeds.logins import LASTED_S, Logins

_STEPS = st.lists(st.tuples(st.sampled_from((0.0, 0.3, 5.0, 40.0, 59.0)), st.booleans()), min_size=20, max_size=60)


@given(_STEPS)
def test_whatever_comes_of_them_there_are_never_more_than_six_in_a_minute(steps: list[tuple[float, bool]]) -> None:
    logins, now_s, sent_s = Logins(), 0.0, list[float]()
    for lives_s, accepted in steps:
        sent_s.append(now_s)
        logins.answered(now_s, accepted=accepted)
        now_s += lives_s
        now_s += logins.wait_s(now_s)
    assert all(sum(begin <= at_s < begin + 60.0 for at_s in sent_s) <= 6 for begin in sent_s)
    assert all(later - sooner >= 299.0 for sooner, later in pairwise(sent_s[10:]))


def test_a_session_that_lasted_is_followed_by_a_login_at_once() -> None:
    logins = Logins()
    for number in range(10):
        logins.answered(100.0 * number, accepted=True)
    logins.lasted()
    assert logins.wait_s(1_000.0) == 0.0
    assert LASTED_S <= 60.0


def test_an_old_session_is_no_part_of_a_loop() -> None:
    logins = Logins()
    for number in range(10):
        logins.answered(float(number), accepted=True)
    assert logins.wait_s(400.0) == 0.0
    logins.answered(400.0, accepted=True)
    assert logins.wait_s(401.0) == 0.0


def test_time_passed_while_nobody_could_be_reached_counts() -> None:
    logins = Logins()
    for _ in range(10):
        logins.answered(0.0, accepted=False)
    assert logins.wait_s(10.0) > 280.0
    assert logins.wait_s(600.0) == 0.0
