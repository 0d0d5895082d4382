"""A board that stands still, and a wall over it."""

from collections.abc import Callable

import pytest

from tests.screens.centre import busy
from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.screens.wall.options import WallOptions

MakeWall = Callable[..., WallApp]


@pytest.fixture
def full(board: Board, clock: FixedClock) -> None:
    """Calls of every kind are on the board."""
    busy(board, clock)


@pytest.fixture
def wall_app(board: Board, journal: Journal, true_colour: None) -> MakeWall:
    del true_colour

    def make(options: WallOptions | None = None) -> WallApp:
        return WallApp(board, journal, options or WallOptions())

    return make
