"""Delays grow with jitter, and end where waiting longer helps nobody."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tui.gws.backoff import Backoff
from tui.gws.errors import BadReplyError, ServerFaultError, UnreachableError


@given(st.integers(1, 2_000))
def test_a_delay_is_never_longer_than_it_may_be(failures: int) -> None:
    backoff = Backoff()
    backoff.failures = failures
    assert backoff.next_s(BadReplyError()) <= 36.0
    assert backoff.next_s(UnreachableError()) <= 1.2


def test_it_grows_from_the_first_failure_and_starts_again_after_a_success() -> None:
    backoff = Backoff()
    delays = [backoff.next_s(BadReplyError()) for _ in range(12)]
    assert 0.16 <= delays[0] <= 0.24
    assert all(later > sooner for sooner, later in pairwise(delays[:8]))
    assert all(delay >= 24.0 for delay in delays[8:])
    backoff.reset()
    assert backoff.next_s() <= 0.24


def test_delays_differ_so_that_many_sources_do_not_come_at_once() -> None:
    assert len({Backoff().next_s() for _ in range(20)}) > 10


def test_what_the_server_asks_for_is_the_least_up_to_an_hour() -> None:
    assert Backoff().next_s(ServerFaultError("busy", 17.0)) == 17.0
    assert Backoff().next_s(ServerFaultError("busy", 90_000.0)) == 3_600.0
    assert Backoff().next_s(ServerFaultError("busy")) <= 0.24
