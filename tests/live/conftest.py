"""Worlds that are always torn down, and a board whose clock stands still."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.live.world import World
from tui.live.feeds.feed import FeedSchedule
from tui.source.port import Connect


@pytest.fixture
def new_world() -> Iterator[Callable[..., World]]:
    """``new_world(pace=, connect=)`` makes a world; at the end each is closed, which checks that nothing was left."""
    worlds: list[World] = []

    def make(pace: FeedSchedule | None = None, connect: Connect | None = None) -> World:
        worlds.append(World(pace, connect))
        return worlds[-1]

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world: Callable[..., World]) -> World:
    """A feed that is live on an empty server."""
    made = new_world()
    made.go_live()
    return made
