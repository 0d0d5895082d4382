"""`/healthz`: what a probe is told without a token, and that nothing of logins or calls is in it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import pytest

from tests.process_facts import children
from tests.serve.conftest import Site
from tests.serve.looking import looking
from tests.waiting import PATIENCE_S
from tui.serve import health
from tui.serve.child import Program
from tui.serve.health import FROZEN_S, answer

Start = Callable[..., Awaitable[Site]]
IDLE = {"ok": True, "shown": False, "reasons": []}


async def ask(here: Site) -> tuple[int, dict[str, object]]:
    async with here.client.get(f"{here.url}/healthz") as found:
        return found.status, await found.json()


async def until(here: Site, condition: Callable[[int, dict[str, object]], bool]) -> dict[str, object]:
    async with asyncio.timeout(PATIENCE_S):
        while not condition(*(found := await ask(here))):
            await asyncio.sleep(0.05)
    return found[1]


async def test_a_probe_needs_no_token_and_may_ask_for_the_head_alone(site: Start) -> None:
    here = await site()

    assert await ask(here) == (200, IDLE)
    async with here.client.head(f"{here.url}/healthz") as found:
        assert (found.status, await found.read()) == (200, b"")
        assert found.headers["Cache-Control"] == "no-store"
    assert (await here.get("/healthz", Host="wall.example.com")).status == 421
    assert (await here.post("/healthz")).status == 405


@pytest.mark.parametrize(("path", "status"), [("/healthz", b"200"), ("/", b"421")])
async def test_a_probe_may_name_no_host(site: Start, path: str, status: bytes) -> None:
    address = urlsplit((await site()).url)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(f"GET {path} HTTP/1.0\r\n\r\n".encode())
    async with asyncio.timeout(PATIENCE_S):
        line = await reader.readline()
    writer.close()

    assert line.split()[1] == status


async def test_a_picture_that_is_sure_and_one_that_is_frozen(site: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "FROZEN_S", 1.0)
    here = await site()
    await here.post("/login")
    before = set(children())
    async with looking(here) as page:
        await page.sees("TALKING")
        # A page asks all the time, and what is answered is what a probe is told.
        asking = asyncio.create_task(page.sees("never"))
        well = await until(here, lambda status, told: status == 200 and told.get("live") == told.get("sources") == 3)
        assert well == {"ok": True, "shown": True, "sources": 3, "live": 3, "reasons": []}

        (run,) = set(children()) - before
        os.kill(run, signal.SIGSTOP)
        try:
            frozen = await until(here, lambda status, _: status == 503)
            assert str(frozen["reasons"]).startswith("['the picture has been frozen for ")
        finally:
            os.kill(run, signal.SIGCONT)
        await until(here, lambda status, _: status == 200)
        asking.cancel()
    assert (await until(here, lambda _, told: not told["shown"])) == IDLE


async def test_a_run_that_ends_again_and_again(site: Start) -> None:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    here = await site(program=Program(("wall", "--config", "/nonexistent/x.toml"), environment))
    await here.post("/login")
    async with looking(here) as page:
        await page.parted()

    status, told = await ask(here)
    assert (status, told["reasons"]) == (503, ["what is shown ended with exit code 2"])


def test_what_a_run_says_of_itself_is_passed_on_and_nothing_else() -> None:
    told = {"ok": False, "sources": 3, "live": 2, "reasons": ["1 not live"], "calls": ["secret"], "user": "secret"}

    assert answer(told, is_shown=True, silent_s=0.0, ended="") == (
        False,
        {"ok": False, "shown": True, "sources": 3, "live": 2, "reasons": ["1 not live"]},
    )
    assert answer(told, is_shown=False, silent_s=FROZEN_S * 2, ended="") == (True, IDLE)
    odd: object
    for odd in (None, 7, [], {"sources": "3", "reasons": "x"}):
        assert answer(odd, is_shown=True, silent_s=FROZEN_S, ended="").ok
