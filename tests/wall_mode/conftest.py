"""A board that stands still."""

import pytest

from tui.live.board import Board
from tui.live.clock import FixedClock
from tui.live.journal import Journal


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def board(clock: FixedClock) -> Board:
    return Board(clock)


@pytest.fixture
def journal(clock: FixedClock) -> Journal:
    return Journal(clock)
