"""A page that says too much, or says what only a terminal may say, costs nobody else the picture."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterator

import pytest
from textual import events
from textual._xterm_parser import XTermParser
from textual.app import App

from tests.serve.conftest import Site
from tests.serve.looking import Looking
from tui.patches.page_driver import PageDriver

Start = Callable[..., Awaitable[Site]]
REPORTS = ["\x1b[48;30;100;300;1000t", "\x1b[?2048;1$y", "\x1b[5;7R", "\x1b[O", "\x1b[I"]


async def two_pages(site: Start) -> tuple[Looking, Looking]:
    here = await site(max_viewers=2)
    await here.post("/login")
    first = Looking(await here.look("?columns=120&rows=40"))
    await first.sees("live")
    return first, Looking(await here.look("?columns=120&rows=40"))


async def test_thousands_of_sizes_reach_the_run_as_few(site: Start) -> None:
    first, flooder = await two_pages(site)
    told = 0
    take = first._take

    def counting(kind: str, *more: int) -> None:
        nonlocal told
        told += kind == "size"
        take(kind, *more)

    first._take = counting  # type: ignore[method-assign]  # counts what the page is told
    flood = asyncio.create_task(_flood(flooder))
    for number in range(1, 6):
        await first.say("beat", number)
        await first.until(lambda: number in first.beats, f"answer {number} while another page floods")  # noqa: B023
    flood.cancel()
    await asyncio.gather(flood, return_exceptions=True)
    assert told < 200


class Listening(App[None]):
    """Keeps what reaches it."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    async def on_event(self, event: events.Event) -> None:
        self.heard.append(type(event).__name__)
        await super().on_event(event)


@pytest.fixture
def silent_input(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # Where a file is standard input it cannot be waited for.
    silent, other_end = os.pipe()
    with open(silent, encoding="utf-8") as stdin, open(other_end, "wb"):
        monkeypatch.setattr(sys, "__stdin__", stdin)
        yield


@pytest.mark.parametrize("pieces", [1, 3])
@pytest.mark.usefixtures("silent_input")
async def test_reports_of_a_terminal_are_no_keys(pieces: int) -> None:
    app = Listening()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.heard.clear()
        driver, parser = PageDriver(app), XTermParser()
        for report in [*REPORTS, "a"]:
            step = len(report) // pieces + 1
            for start in range(0, len(report), step):
                for message in parser.feed(report[start : start + step]):
                    driver.process_message(message)
        async with asyncio.timeout(60):
            while "Key" not in app.heard:
                await pilot.pause(0.01)

        assert app.size == (120, 40)
        assert not {"Resize", "AppBlur", "AppFocus", "CursorPosition"} & set(app.heard)


async def _flood(page: Looking) -> None:
    for number in range(20_000):
        await page.socket.send_str(json.dumps(["size", 80 + number % 120, 24 + number % 36]))
