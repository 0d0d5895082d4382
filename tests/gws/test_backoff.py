"""Delays grow with jitter, and end where waiting longer helps nobody."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.source.backoff import RELAPSES, Backoff
from tui.source.errors import BadReplyError, ServerFaultError, SourceError, UnreachableError


@given(st.integers(0, 2_000), st.integers(0, 2_000), st.sampled_from((BadReplyError(), UnreachableError(), None)))
def test_a_delay_is_never_longer_than_it_may_be(failures: int, relapses: int, error: SourceError | None) -> None:
    backoff = Backoff()
    backoff.failures, backoff.relapses = failures, relapses
    backoff.next_s(error)
    assert backoff.next_s(error) <= 1.2, "whoever only fails asks at least so often"
    backoff.came_back()
    assert backoff.next_s(error) <= 36.0


def test_it_grows_from_the_first_failure_and_starts_again_after_a_success() -> None:
    backoff = Backoff()
    delays = [backoff.next_s(BadReplyError()) for _ in range(12)]
    assert 0.16 <= delays[0] <= 0.24
    assert all(later > sooner for sooner, later in pairwise(delays[:3]))
    assert all(delay >= 0.8 for delay in delays[3:])
    backoff.came_back()
    assert backoff.next_s() <= 0.24


def test_comebacks_that_do_not_last_are_slowed_down_until_one_lasts() -> None:
    backoff = Backoff()

    def relapse() -> float:
        backoff.came_back()
        return backoff.next_s(BadReplyError())

    assert all(relapse() <= 0.24 for _ in range(RELAPSES + 1))
    delays = [relapse() for _ in range(8)]
    assert all(later > sooner for sooner, later in pairwise(delays[:4]))
    assert all(delay >= 24.0 for delay in delays[4:])
    backoff.reset()
    assert backoff.next_s() <= 0.24


def test_to_work_without_a_failure_before_is_no_comeback() -> None:
    backoff = Backoff()
    for _ in range(100):
        backoff.came_back()
    assert backoff.next_s() <= 0.24


def test_delays_differ_so_that_many_sources_do_not_come_at_once() -> None:
    assert len({Backoff().next_s() for _ in range(20)}) > 10


def test_what_the_server_asks_for_is_the_least_up_to_an_hour() -> None:
    assert Backoff().next_s(ServerFaultError("busy", 17.0)) == 17.0
    assert Backoff().next_s(ServerFaultError("busy", 90_000.0)) == 3_600.0
    assert Backoff().next_s(ServerFaultError("busy")) <= 0.24
