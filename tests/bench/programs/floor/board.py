"""Our way from a floor to the board, with nobody to look at it: `python -m ... URL [AGENTS]`.

With a number of agents it says whenever none or all of them are live, and counts nothing.
"""

from __future__ import annotations

import asyncio
import sys

from tests.bench.programs.counting import STEP, Counter, say
from tests.bench.programs.floor.burst import MARK
from tui import wiring
from tui.config import Settings
from tui.kinds.floor.reader import floor_reader
from tui.live.store.board import Changes
from tui.passwords import Secrets
from tui.patches.garbage import calm_collector


async def follow(url: str, agents: int = 0) -> None:
    """Follow until it is ended; so many have come when the board has the mark behind them."""
    settings = Settings.model_validate({"floor": {"url": url}})
    parts = wiring.build(settings, {}, beside=floor_reader(settings, Secrets()))
    counter, live = Counter(), asyncio.Event()

    def see(changes: Changes) -> None:
        if agents and changes.links:
            number = sum(source.link.live for source in parts.board.sources.values())
            if number in (0, agents):
                say({"live": number})
        if not live.is_set():
            if MARK in parts.board.sources and parts.board.sources[MARK].link.live:
                live.set()
        elif not agents and any(key.source == MARK for key in changes.changed):
            counter.add(STEP)

    parts.board.watch(see)
    running = asyncio.create_task(parts.feeds.run())
    await live.wait()
    await asyncio.sleep(0.5)
    calm_collector()
    counter.ready()
    await running


if __name__ == "__main__":
    asyncio.run(follow(sys.argv[1], *map(int, sys.argv[2:])))
