"""The wall clock of this machine is local, to the second in which a zone changes its offset."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tui.live.clock import SystemClock

CHANGE_S = datetime(2026, 10, 25, 1, tzinfo=UTC).timestamp()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[float], None]]:
    """Sets the clock of the system, in Berlin."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield lambda seconds: monkeypatch.setattr(time, "time", lambda: seconds)
    monkeypatch.undo()
    time.tzset()


def test_the_offset_is_that_of_the_moment(at: Callable[[float], None]) -> None:
    clock = SystemClock()
    for seconds, hours in ((CHANGE_S - 0.5, 2), (CHANGE_S, 1), (CHANGE_S + 0.9, 1), (CHANGE_S - 0.1, 2)):
        at(seconds)
        wall = clock.wall()
        assert wall.utcoffset() == timedelta(hours=hours)
        assert wall.timestamp() == pytest.approx(seconds)
