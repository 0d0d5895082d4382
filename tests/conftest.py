"""What all tests share."""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

from tui.live.board import Board
from tui.live.clock import FixedClock
from tui.live.journal import Journal

# The same examples in every run: whether a change lands must not be a matter of luck, nor of how busy a machine is.
# `CALLBOARD_EXPLORE=5000` looks for new ones, so many in each test; what it finds becomes an @example.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile(
    "explore", max_examples=int(os.environ.get("CALLBOARD_EXPLORE", "100")), deadline=None, print_blob=True
)
settings.load_profile("explore" if "CALLBOARD_EXPLORE" in os.environ else "same")


@pytest.fixture
def clock() -> FixedClock:
    """A clock that moves when told; it begins at 1,000 s."""
    return FixedClock()


@pytest.fixture
def board(clock: FixedClock) -> Board:
    """A board that stands still, with nothing on it."""
    return Board(clock)


@pytest.fixture
def journal(clock: FixedClock) -> Journal:
    """Its event log."""
    return Journal(clock)


@pytest.fixture
def true_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal with all colours, whatever the tests run in."""
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
