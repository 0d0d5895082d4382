"""Our way from the wire to the board, with nobody to look at it: `python -m ... URL USER PASSWORD`."""

from __future__ import annotations

import asyncio
import sys

from pydantic import SecretStr

from tests.bench.programs.counting import Counter
from tui.config import Settings
from tui.patches.garbage import calm_collector
from tui.source.events import CallEvent
from tui.wiring import build


async def follow(url: str, user: str, password: str) -> None:
    """Follow until it is ended; an event counts when the board has it."""
    calm_collector()
    settings = Settings.model_validate({"sources": [{"name": "one", "url": url, "user": user}]})
    parts = build(settings, {"one": SecretStr(password)})
    counter = Counter()
    live = asyncio.Event()
    parts.board.watch(lambda changes: live.set() if changes.links and parts.board.sources["one"].link.live else None)
    (feed,) = parts.logins.values()
    feed.listen(lambda _, event: counter.add() if isinstance(event, CallEvent) else None)
    running = asyncio.create_task(parts.feeds.run())
    await live.wait()
    counter.ready()
    await running


if __name__ == "__main__":
    asyncio.run(follow(*sys.argv[1:4]))
