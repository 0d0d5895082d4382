"""A masked wall over one login with so many calls, at rest: `python -m ... CALLS`. Prints one line of JSON.

At rest is after everything is arranged, and the texts by which a filter finds calls are made: with a hundred thousand
calls a wall makes these for some minutes, 2 ms in every 100.
"""

from __future__ import annotations

import asyncio
import json
import sys
from time import process_time

from tests.bench.programs.turns import Turns, until
from tests.screens.centre import call, device
from tests.screens.wall_app import WallApp
from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.patches.garbage import calm_collector
from tui.screens.wall.options import WallOptions
from tui.source.models import User
from tui.source.snapshot import Snapshot
from tui.views.slices import without_end
from widgets.cards.density import Density

OWN = "5001"
SETTLE_S, WINDOW_S = 3.0, 6.0
_AGES_S = 3_000


async def measure(calls: int) -> dict[str, float]:
    """Share of a core in percent."""
    board = Board(SystemClock())
    board.add_source(OWN)
    of_it = tuple(call(f"{number}", own=OWN, duration=f"{number % _AGES_S}") for number in range(calls))
    board.replace(
        OWN, Snapshot(user=User(user_name=OWN), calls=of_it, devices=(device(OWN),)), Sight(board.clock.now_s())
    )
    board.set_link(OWN, LinkState.LIVE, "")
    app = WallApp(masked_board(board, WALL), Journal(board.clock), WallOptions(density=Density.CARD))
    async with app.run_test(size=(160, 50)):
        await until(lambda: not app.wall.board_work.busy and len(app.wall.arrangement.keys) == calls)
        app.wall.board_work.texts.work(without_end)
        calm_collector()
        await asyncio.sleep(SETTLE_S)
        loop = asyncio.get_running_loop()
        begun_s, began_s = process_time(), loop.time()
        await asyncio.sleep(WINDOW_S)
        return {"idle": 100 * (process_time() - begun_s) / (loop.time() - began_s)}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=Turns) as runner:
        found = runner.run(measure(int(sys.argv[1])))
    sys.stdout.write(json.dumps(found) + "\n")
