"""An event log to which so many lines a second are written: `python -m ... RATE ours|peer`.

The peer is Textual's `RichLog`, which keeps as many lines. Prints one line of JSON.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from itertools import count
from time import process_time
from typing import cast

from textual.app import App, ComposeResult
from textual.widgets import RichLog

from tests.bench.programs.turns import Turns
from tests.screens.wall_app import WallApp
from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.live.store.journal import LENGTH, EntryKind, Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.patches.garbage import calm_collector
from tui.screens.overlays.events import EventsScreen
from tui.screens.wall.options import WallOptions

WINDOW_S, STEP_S = 4.0, 0.02


class LogApp(App[None]):
    """The peer."""

    def compose(self) -> ComposeResult:
        """The log."""
        yield RichLog(max_lines=LENGTH)


async def ours(rate: int) -> dict[str, float]:
    """The event log, masked as it is on a wall; a change of the board wakes it as often as lines come."""
    board = Board(SystemClock())
    journal = Journal(board.clock)
    journal.mask = WALL.text
    board.add_source("5001")
    app = WallApp(masked_board(board, WALL), journal, WallOptions())
    async with app.run_test(size=(160, 50)):
        await app.push_screen(EventsScreen(board, journal))

        def write(number: int) -> None:
            journal.note("5001", EntryKind.CALL, f"call {number} with +12025550143: StatusChange, now Established")

        return await _written(rate, write, lambda: board.hear("5001", board.clock.now_s()))


async def peer(rate: int) -> dict[str, float]:
    """Textual's own."""
    app = LogApp()
    async with app.run_test(size=(160, 50)):
        log = app.query_one(RichLog)

        def write(number: int) -> None:
            log.write(f"12:00:00 5001 call {number} with +12025550143: StatusChange, now Established")

        return await _written(rate, write, lambda: None)


async def _written(rate: int, write: Callable[[int], object], wake: Callable[[], object]) -> dict[str, float]:
    loop = cast(Turns, asyncio.get_running_loop())
    numbers = count()
    for _ in range(LENGTH):
        write(next(numbers))
    await asyncio.sleep(1.0)
    calm_collector()
    loop.longest_s, begun_s, began_s = 0.0, process_time(), loop.time()
    for step in count():
        due_s = began_s + step * STEP_S
        if due_s > began_s + WINDOW_S:
            break
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        for _ in range(int(rate * STEP_S)):
            write(next(numbers))
        wake()
    used_s = process_time() - begun_s
    return {"cpu": 100 * used_s / (loop.time() - began_s), "block": 1000 * loop.longest_s}


if __name__ == "__main__":
    _, wanted, whose = sys.argv
    with asyncio.Runner(loop_factory=Turns) as runner:
        found = runner.run((ours if whose == "ours" else peer)(int(wanted)))
    sys.stdout.write(json.dumps(found) + "\n")
