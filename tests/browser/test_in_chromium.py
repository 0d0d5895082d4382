"""The demo in a real browser: log in, see it live, press keys, and never take an old picture for a new one."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.chromium import Browser, Page
from tests.browser.served_process import TOKEN, ServedProcess, free_port, served, until_gone
from tests.waiting import PATIENCE_S, until

PICTURE = Path(__file__).parents[2] / "screenshots" / "browser.png"
ROWS = "[...document.querySelectorAll('.xterm-rows > div')].map((row) => row.textContent)"
TEXT = f"{ROWS}.join('\\n').replaceAll('\\u00a0', ' ')"
SURE = "document.body.className === 'wall'"
MARK = "document.querySelector('#mark').innerText"
DURATION = re.compile(r"TALKING +(\d+):(\d\d)")
WALL = "longest"
"""A word of the wall's header, which no other screen has."""
WORDS = ("demo", "--agents", "8", "--calls", "8", "--rate", "0", "--density", "card")


@pytest.fixture
async def server() -> AsyncIterator[ServedProcess]:
    async with served(*WORDS, port=free_port()) as running:
        yield running


async def logged_in(browser: Browser, url: str, width: int = 1280, height: int = 720) -> Page:
    page = await browser.page(width, height)
    await page.open(url)
    if await page.value("document.body.className === 'login'"):
        await tell(page, TOKEN)
    await sure(page, "TALKING")
    return page


async def tell(page: Page, token: str) -> None:
    # The form has the focus a little after it is there.
    await page.until("document.activeElement?.id === 'token'", "focus in the form")
    await page.write(token)
    await page.press("Enter")


async def sure(page: Page, words: str) -> str:
    found: str = await page.until(f"{SURE} && {TEXT}.includes({words!r}) && {TEXT}", words)
    return found


async def same_moment(one: Page, other: Page) -> None:
    """Wait until both pages show the same: a tick may come between two looks, but not for ever."""
    seen = ("", "-")
    try:
        async with asyncio.timeout(PATIENCE_S):
            while seen[0] != seen[1]:
                seen = (await sure(one, "TALKING"), await sure(other, "TALKING"))
    except TimeoutError:
        pytest.fail(f"never the same:\n{seen[0]}\n{seen[1]}")


async def test_cards_are_seen_and_their_durations_tick(browser: Browser, server: ServedProcess) -> None:
    page = await logged_in(browser, server.url)
    before = DURATION.findall(await sure(page, "TALKING"))
    async with asyncio.timeout(PATIENCE_S):
        while (after := DURATION.findall(await sure(page, "TALKING"))) == before:
            await asyncio.sleep(0.1)

    seconds = [[int(minutes) * 60 + int(rest) for minutes, rest in times] for times in (before, after)]
    assert sum(seconds[1]) > sum(seconds[0])
    assert all(address.startswith((server.url, server.url.replace("http", "ws"))) for address in page.requested)
    assert not [words for words in page.complaints if not words.startswith("recommendation")]
    if os.environ.get("CALLBOARD_WRITE_PICTURES"):
        PICTURE.write_bytes(await page.picture())


async def test_a_wrong_token_is_told_without_detail(browser: Browser, server: ServedProcess) -> None:
    page = await browser.page()
    await page.open(server.url)
    await tell(page, TOKEN[:-1])
    await page.until("document.body.innerText.includes('That was not the token.')", "refusal")

    await page.open(server.url)
    assert await page.value("location.pathname") == "/login"


async def test_keys_reach_the_wall(browser: Browser, server: ServedProcess) -> None:
    page = await logged_in(browser, server.url)
    await page.press("?")
    await sure(page, "show what arrived, was sent, went wrong")
    await page.press("Escape")
    await sure(page, WALL)
    await page.press("e")
    await sure(page, "follows the end")
    # A key that comes right behind it would be a sequence, as in every terminal.
    await page.press("Escape")
    await sure(page, WALL)
    await page.press("/")
    await sure(page, "words, or state:held")
    for key in "nothing like it":
        await page.press(key)
    await sure(page, "0 of ")


async def test_the_picture_fills_the_window_in_every_size(browser: Browser, server: ServedProcess) -> None:
    page = await logged_in(browser, server.url)
    screen = "document.querySelector('.xterm-screen').getBoundingClientRect()"
    for width, height in ((1920, 1080), (800, 600), (400, 300)):
        await page.resize(width, height)
        fits = f"{screen}.width <= {width} && {screen}.height <= {height}"
        fills = f"({screen}.width > {width} * 0.9 || {screen}.height > {height} * 0.9)"
        await page.until(f"{SURE} && {fits} && {fills}", f"picture of {width} x {height}")
        rows = (await sure(page, "callboard")).split("\n")
        assert len(rows) >= 24
        await page.until(f"{SURE} && {ROWS}.at(-1).includes('help')", "footer in the last row")


async def test_a_second_page_sees_the_same_and_brings_no_second_run(browser: Browser, server: ServedProcess) -> None:
    large = await logged_in(browser, server.url, 1600, 900)
    small = await logged_in(browser, server.url, 900, 600)

    assert len(server.shown()) == 1
    await small.press("?")
    await sure(large, "show what arrived, was sent, went wrong")
    assert await large.value(f"{ROWS}.length") == await small.value(f"{ROWS}.length")
    await small.press("Escape")
    await sure(large, WALL)
    await same_moment(large, small)

    await small.resize(640, 480)
    await small.until(f"{SURE} && {ROWS}[0].length === 80", "the least columns")
    await same_moment(large, small)


async def test_a_server_that_is_gone_is_marked_and_followed_again(browser: Browser) -> None:
    port = free_port()
    async with served(*WORDS, port=port) as first:
        page = await logged_in(browser, first.url)
        (shown,) = first.shown()
        await first.end(signal.SIGKILL)
        await page.until(f"{MARK}.includes('CONNECTION LOST, RETRYING')", "mark")
        assert not await page.value(SURE)
        assert "TALKING" in await page.value(TEXT)
        await page.until(f"/what is seen is [1-9][0-9]* s old/.test({MARK})", "age")
        await until_gone(shown)
    async with served(*WORDS, port=port):
        await sure(page, WALL)
        await page.press("?")
        await sure(page, "show what arrived, was sent, went wrong")


@pytest.mark.parametrize("frozen", ["server", "shown"])
async def test_a_picture_that_is_frozen_is_marked(browser: Browser, server: ServedProcess, frozen: str) -> None:
    page = await logged_in(browser, server.url)
    pid = server.process.pid if frozen == "server" else server.shown()[0]
    os.kill(pid, signal.SIGSTOP)
    try:
        await page.until(f"!({SURE}) && {MARK}.includes('NO ANSWER')", "mark")
        await page.press("?")
    finally:
        os.kill(pid, signal.SIGCONT)
    text = await sure(page, WALL)
    assert "show what arrived" not in text


async def test_a_wall_that_was_left_comes_back(browser: Browser, server: ServedProcess) -> None:
    page = await logged_in(browser, server.url)
    (before,) = server.shown()
    await page.press("q")
    await until_gone(before)
    await until(lambda: server.shown() not in ([], [before]))
    await sure(page, WALL)


HOLD_ANSWERS = """(() => {
    const [ask, Socket] = [window.fetch, window.WebSocket];
    window.held = [];
    window.sockets = 0;
    window.fetch = (...words) => new Promise((answer) => window.held.push(() => answer(ask(...words))));
    window.WebSocket = class extends Socket {
        constructor(...words) {
            super(...words);
            window.sockets += 1;
        }
    };
})()"""
"""What is asked by `fetch` from now on is answered when the test lets it, and each new socket is counted."""

QUESTIONS = "performance.getEntriesByType('resource').filter((entry) => entry.name.endsWith('/alive')).length"
"""How often a page has asked whether the server is there."""


async def test_a_desk_is_taken_over_while_the_page_asks_whether_the_server_is_there(browser: Browser) -> None:
    async with served("demo", "--desk", "--rate", "0", port=free_port()) as server:
        page = await logged_in(browser, server.url)
        await page.value(HOLD_ANSWERS)
        other = await browser.page()
        await other.open(server.url)
        await other.until(f"{MARK}.includes('OPEN ELSEWHERE')", "where it is open")
        await other.value("document.getElementById('take').click()")
        await sure(other, "READY")
        await page.until("window.held.length === 1", "a question whether the server is there")
        await page.value("document.getElementById('take').click()")
        await sure(page, "READY")
        await page.value("window.held[0](); void window.fetch('/alive').then(() => (window.after = true))")
        await page.value("window.held[1]()")
        await page.until("window.after", "an answer to a later question")
        await sure(page, "READY")
        assert await page.value("window.sockets") == 1


async def test_a_desk_is_for_one_page_and_is_gone_once_it_was_left(browser: Browser) -> None:
    async with served("demo", "--desk", "--rate", "0", port=free_port()) as server:
        page = await logged_in(browser, server.url)
        other = await browser.page()
        await other.open(server.url)
        await other.until(f"{MARK}.includes('OPEN ELSEWHERE')", "where it is open")
        await other.value("document.getElementById('take').click()")
        await sure(other, "READY")
        # The second question whether the server is there comes after the first refusal.
        await page.until(f"{QUESTIONS} >= 2", "two tries of the page that was taken over")
        assert await page.value(f"{MARK}.includes('taken over')"), await page.value(MARK)
        await page.value("document.getElementById('take').click()")
        await sure(page, "READY")
        await page.press("q")
        await sure(page, "stay logged in")
        await page.press("Enter")
        await page.until(f"{MARK}.includes('CALLBOARD WAS LEFT') && !{TEXT}.includes('TALKING')", "end")
        await page.value("document.querySelector('#leave').requestSubmit()")
        await page.until("location.pathname === '/login'", "form")


async def test_another_token_wants_another_log_in(browser: Browser) -> None:
    port = free_port()
    async with served(*WORDS, port=port) as first:
        page = await logged_in(browser, first.url)
    async with served(*WORDS, port=port, token="quite another token"):
        await page.until("location.pathname === '/login'", "form")
