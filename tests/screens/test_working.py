"""Work beside a screen: one after another that gives up the one before, without a word of complaint."""

from __future__ import annotations

import asyncio
import gc
from functools import partial

from textual.app import App

from tests.waiting import PATIENCE_S
from tui.screens.working import begin


async def test_work_that_is_given_up_before_its_turn_never_begins() -> None:
    app: App[None] = App()
    begun: list[str] = []
    done = asyncio.Event()

    async def look_up(words: str) -> None:
        begun.append(words)
        done.set()

    async with app.run_test():
        for words in ("5", "50", "500"):
            begin(app, partial(look_up, words), group="search", exclusive=True)
        async with asyncio.timeout(PATIENCE_S):
            await done.wait()
        # A coroutine that nobody awaited would complain here, and a warning is an error.
        gc.collect()
        assert begun == ["500"]
