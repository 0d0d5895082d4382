"""One run, and all who look at it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Mapping

import aiohttp
import pytest

from tests.process_facts import children, command_line, variables
from tests.serve.conftest import WORDS, Site
from tests.serve.looking import looking
from tests.waiting import PATIENCE_S
from tui.serve import child, shared_run, viewer
from tui.serve.child import Program
from tui.serve.messages import Size
from tui.serve.viewer import Parted

Start = Callable[..., Awaitable[Site]]
FRAME = 1 << 20


def program(*words: str, **environment: str) -> Program:
    ours: Mapping[str, str] = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    return Program(words, {**ours, **environment})


async def test_who_comes_later_sees_the_whole_picture_of_the_same_run(site: Start) -> None:
    here = await site(tokens=None)
    async with looking(here) as first:
        await first.sees("TALKING")
        before = children()
        async with looking(here) as second:
            await second.sees("TALKING")
            await second.sees("? help")
            assert children() == before
            await second.say("keys", "?")
            await first.sees("show what arrived, was sent, went wrong")


async def test_the_size_is_the_smallest_of_all_who_look(site: Start) -> None:
    here = await site(tokens=None)
    async with looking(here, 120, 50) as first:
        await first.until(lambda: (first.screen.columns, first.screen.lines) == (120, 50), "size")
        async with looking(here, 160, 30):
            await first.until(lambda: (first.screen.columns, first.screen.lines) == (120, 30), "smaller size")
        await first.until(lambda: (first.screen.columns, first.screen.lines) == (120, 50), "size again")
        await first.say("size", 100, 40)
        await first.until(lambda: (first.screen.columns, first.screen.lines) == (100, 40), "new size")
        await first.until(lambda: "help" in first.screen.display[-1], "footer in the last row")


async def test_a_fixed_size_is_nobodys_window(site: Start) -> None:
    here = await site(tokens=None, size=Size(110, 30))
    async with looking(here, 80, 24) as page:
        await page.until(lambda: (page.screen.columns, page.screen.lines) == (110, 30), "size")
        await page.until(lambda: "help" in page.screen.display[-1], "footer in the last row")


async def test_no_more_look_than_may(site: Start) -> None:
    here = await site(tokens=None, max_viewers=1)
    async with looking(here) as first:
        await first.sees("TALKING")
        async with looking(here) as second:
            code, words = await second.parted()
        assert (code, "no more than 1 may look" in words) == (Parted.FULL, True)
        await first.say("beat", 1)
        await first.until(lambda: 1 in first.beats, "answer")
    # The place is free once the server has heard of it.
    async with asyncio.timeout(PATIENCE_S):
        while True:
            async with looking(here) as third:
                await third.say("beat", 2)
                await asyncio.wait({asyncio.ensure_future(third.parted())}, timeout=0.2)
                if not third.socket.closed:
                    break


async def test_rubbish_hurts_nobody_else(site: Start) -> None:
    here = await site(tokens=None)
    async with looking(here) as first, looking(here) as second:
        await first.sees("TALKING")
        for rubbish in (
            "",
            "[" * 9999,
            '["keys", "\\udcff\\u0000\\u001b[200~"]',
            '["size", -1, 99999999999999]',
            "[null]",
        ):
            await second.socket.send_str(rubbish)
        await second.socket.send_bytes(b"\xff\x00M\x00\x00\x00\x02{}")
        await second.say("keys", "\x1b[201~\x1b[<0;1;1M\x1b[?1;2c")
        await first.say("beat", 1)
        await first.until(lambda: 1 in first.beats, "answer")
        assert len(children()) == 1
        # More than a page ever says ends its socket, and no other.
        await second.socket.send_str("x" * FRAME)
        code, _ = await second.parted()
        assert code == aiohttp.WSCloseCode.MESSAGE_TOO_BIG
        await first.say("beat", 2)
        await first.until(lambda: 2 in first.beats, "answer")


async def test_what_is_typed_is_keys_and_never_a_packet(site: Start) -> None:
    here = await site(tokens=None)
    async with looking(here) as page:
        await page.sees("TALKING")
        await page.say("keys", 'M\x00\x00\x00\x10{"type": "quit"}')
        await page.say("beat", 1)
        await page.until(lambda: 1 in page.beats, "answer")
        assert len(children()) == 1


async def test_a_page_that_does_not_take_the_picture_is_parted_with(
    site: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await site(tokens=None)
    async with looking(here) as page:
        await page.sees("TALKING")
        monkeypatch.setattr(viewer, "BEHIND", 100)
        await page.say("size", 150, 50)
        code, words = await page.parted()
    assert (code, "too slow" in words) == (Parted.SLOW, True)


async def test_a_run_that_cannot_start_is_told_and_tried_later_and_later(site: Start) -> None:
    here = await site(tokens=None, program=program("wall", "--config", "/nonexistent/x.toml"))
    async with looking(here) as page:
        assert await page.parted() == (Parted.ENDED, "callboard ended with exit code 2")
    async with looking(here) as page:
        code, words = await page.parted()
    assert (code, words.startswith("callboard ended and is started again in")) == (Parted.FULL, True)
    assert children() == []


async def test_a_wall_that_was_left_is_started_again_and_a_desk_is_not(site: Start) -> None:
    wall, desk = await site(tokens=None), await site(tokens=None, again=False)
    for here, code in ((wall, Parted.ENDED), (desk, Parted.LEFT)):
        async with looking(here) as page:
            await page.sees("TALKING")
            await page.say("keys", "q")
            assert await page.parted() == (code, "callboard was left")


async def test_a_run_that_hangs_is_started_again(site: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    here = await site(tokens=None)
    async with looking(here) as page:
        await page.sees("TALKING")
        monkeypatch.setattr(shared_run, "HUNG_S", 0.5)
        monkeypatch.setattr(child, "END_S", 0.2)
        (pid,) = children()
        os.kill(pid, signal.SIGSTOP)
        number = 0
        while not page.socket.closed:
            number += 1
            await page.say("beat", number)
            await asyncio.sleep(0.1)
        assert (await page.parted())[0] == Parted.ENDED
    assert children() == []


async def test_a_run_ends_some_time_after_the_last_who_looked(site: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_run, "LINGER_S", 0.2)
    here = await site(tokens=None)
    async with looking(here) as page:
        await page.sees("TALKING")
        assert len(children()) == 1
    async with asyncio.timeout(PATIENCE_S):
        while children():
            await asyncio.sleep(0.05)


@pytest.mark.usefixtures("ordinary_starts")
async def test_secrets_come_by_the_environment_and_in_no_argument(site: Start) -> None:
    here = await site(tokens=None, program=program(*WORDS, CALLBOARD_PASSWORD="a password for tests"))
    assert "a password for tests" not in repr(program("wall", CALLBOARD_PASSWORD="a password for tests"))
    async with looking(here) as page:
        await page.sees("TALKING")
        (pid,) = children()
        assert b"a password for tests" not in command_line(pid)
        assert b"a password for tests" in variables(pid)
