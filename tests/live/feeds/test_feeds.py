"""A fault of ours: it is told, what it broke starts again, and nothing else notices."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from tests.live.resources import call
from tests.live.world import SOURCE, World
from tui.live.clock import FixedClock
from tui.live.fault import fault_code
from tui.live.feeds.feed import Feed
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.source.port import Line

Worlds = Callable[..., World]


class Breaking:
    """A way to a server that fails in a manner nobody thought of, as long as there are faults left."""

    def __init__(self, *faults: BaseException) -> None:
        self.faults = list(faults)
        self.world: World | None = None

    @asynccontextmanager
    async def __call__(self) -> AsyncIterator[Line]:
        if self.faults:
            raise self.faults.pop(0)
        assert self.world is not None
        async with self.world.server.connect() as line:
            yield line


@pytest.mark.parametrize("fault", [KeyError("a bug"), asyncio.CancelledError("leaked out of a library")])
def test_a_feed_that_breaks_starts_again(
    new_world: Worlds, caplog: pytest.LogCaptureFixture, fault: BaseException
) -> None:
    way = Breaking(fault)
    way.world = world = new_world(connect=way)
    with caplog.at_level(logging.ERROR):
        world.settle()
    assert world.link.state is LinkState.STALE
    code = world.link.why.removeprefix("internal fault ")
    assert len(code) == 6
    assert code in world.words[-1]
    assert code in caplog.text
    assert str(fault) in caplog.text
    world.run_until(lambda: world.link.live, within_s=2.0)


def test_a_fault_while_live_is_stale_and_mended(world: World, caplog: pytest.LogCaptureFixture) -> None:
    world.run_for(10.0)
    world.server.snapshot_faults.append(ZeroDivisionError())  # type: ignore[arg-type]  # what no server can cause
    world.stream.overflow()
    with caplog.at_level(logging.ERROR):
        world.run_for(0.1)
    assert world.link.why.startswith("internal fault ")
    world.run_until(lambda: world.link.live, within_s=2.0)
    assert world.server.most_streams == 1


def test_time_goes_on_after_a_fault_in_the_tick(
    world: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.server.put(call("a"))
    world.run_for(1.0)
    world.server.release("a")

    def break_once() -> None:
        monkeypatch.undo()
        raise ZeroDivisionError

    monkeypatch.setattr(world.board, "sweep", break_once)
    with caplog.at_level(logging.ERROR):
        world.run_for(10.0)
    assert any("internal fault" in words for words in world.words)
    assert (world.board.calls, world.link.live) == ({}, True)


def test_one_source_that_breaks_leaves_the_others_alone(new_world: Worlds) -> None:
    world = new_world()
    broken = Feed("agent.two", Breaking(*(KeyError("a bug") for _ in range(50))), world.board, world.journal)
    feeds = Feeds([broken], world.board, world.journal)
    running = world.loop.create_task(feeds.run())
    world.go_live()
    world.run_for(10.0)
    assert world.states == [LinkState.RECOVERING, LinkState.LIVE]
    assert world.board.sources["agent.two"].link.state is LinkState.STALE
    assert world.board.sources[SOURCE].link.live
    running.cancel()
    world.loop.run_until_complete(asyncio.gather(running, return_exceptions=True))


def test_the_same_fault_has_the_same_code() -> None:
    def code_of(fault: Exception) -> str:
        try:
            raise fault
        except Exception as error:
            return fault_code(error)

    assert code_of(KeyError("x")) == code_of(KeyError("y"))
    assert code_of(KeyError("x")) != code_of(ValueError("x"))


async def test_nothing_runs_without_sources() -> None:
    board = Board(FixedClock())
    journal = Journal(board.clock)
    running = asyncio.create_task(Feeds([], board, journal).run())
    await asyncio.sleep(0)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
