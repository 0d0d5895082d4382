"""`/metrics`: for a Prometheus that knows its token, the figures that a recording of the same run tells as well."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from tests.demo.wire_client import STILL, WireClient
from tests.process_facts import children
from tests.serve.conftest import TOKEN, Site
from tests.serve.looking import Looking, looking
from tests.views.exposition import read_exposition
from tests.views.test_metrics import NAMES
from tests.waiting import PATIENCE_S
from tui.demo.server import Simulator
from tui.recording.player import Player
from tui.serve import shared_run
from tui.serve.child import Program
from tui.serve.server import served
from tui.serve.settings import Serving
from tui.serve.tokens import Token, TokenRole, Tokens
from tui.views.arrangement.choices import GroupRules
from tui.views.service.service_count import EVERYBODY, ServiceCount

Start = Callable[..., Awaitable[Site]]
Told = Mapping[tuple[str, ...], float]
SECRET = "a token of a scraper alone"
SCRAPER = Tokens([Token("", TokenRole.LOOK, SecretStr(SECRET))])
WITHIN_S = 0.05
QUEUES = ('"Gold"', "back\\slash", "Köln")
FILE = """
queue_key = "Queue"
ended_s = 0
answer_within_s = {within_s}
[[sources]]
name = "floor"
url = "{url}"
user = "{user}"
"""


async def scrape(here: Site) -> Told:
    async with here.client.get(f"{here.url}/metrics", headers={"Authorization": f"Bearer {SECRET}"}) as found:
        assert found.status == 200
        assert found.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8"
        samples = read_exposition((await found.read()).decode())
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


async def until(here: Site, condition: Callable[[Told], bool]) -> Told:
    async with asyncio.timeout(PATIENCE_S):
        while not condition(told := await scrape(here)):
            await asyncio.sleep(0.05)
    return told


async def test_who_may_scrape(site: Start, caplog: pytest.LogCaptureFixture) -> None:
    assert (await (await site()).get("/metrics", Authorization=f"Bearer {TOKEN}")).status == 404

    here = await site(scrape_tokens=SCRAPER, again=False)
    await here.post("/login")
    refused = await here.get("/metrics")
    assert (refused.status, refused.headers["WWW-Authenticate"]) == (401, 'Bearer realm="callboard"')
    assert (await here.get("/metrics", Authorization=f"Basic {SECRET}")).status == 401
    # What is known of the pages opens no metrics, and what a scraper knows opens no page.
    assert (await here.get("/metrics", Authorization=f"Bearer {TOKEN}")).status == 401
    assert (await here.post("/login", SECRET)).status == 401
    assert (await here.get("/metrics", Host="wall.example.com", Authorization=f"Bearer {SECRET}")).status == 421
    # Nobody looks at what only a person may start: nothing runs, and that is told.
    before = children()
    assert await scrape(here) == {("callboard_up",): 0}
    assert children() == before
    for _ in range(3):
        await here.get("/metrics", Authorization="Bearer wrong-and-secret")
    waiting = await here.get("/metrics", Authorization=f"Bearer {SECRET}")
    assert (waiting.status, int(waiting.headers["Retry-After"]) > 0) == (429, True)
    assert "a wrong token for /metrics" in caplog.text
    assert not any(words in caplog.text for words in ("wrong-and-secret", SECRET, TOKEN))


async def talk(page: Looking, client: WireClient, number: int) -> None:
    """One call that rings, is answered or not, and is over."""
    data = {"Queue": QUEUES[number % len(QUEUES)]}
    call = client.simulator.control.start(client.login.user, number=f"+1202555014{number}", data=data)
    await page.until(lambda: f"014{number}" in page.text and "RINGING" in page.text, "ringing")
    if number % 4:
        await client.call(call["id"], "Answer")
        await page.sees("TALKING")
    await client.call(call["id"], "Hangup" if number % 4 else "Reject")
    await page.until(lambda: f"014{number}" not in page.text, "end")


async def test_a_recording_of_the_same_run_tells_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Without a scraper it would end with the last who looks.
    monkeypatch.setattr(shared_run, "LINGER_S", 0.0)
    tape, file = tmp_path / "floor.callrec", tmp_path / "floor.toml"
    async with Simulator(STILL) as simulator, AsyncExitStack() as stack:
        client = WireClient(simulator)
        stack.push_async_callback(client.http.aclose)
        await client.log_in()
        file.write_text(FILE.format(url=simulator.url, user=client.login.user, within_s=WITHIN_S), encoding="utf-8")
        clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
        environment = {**clean, "CALLBOARD_PASSWORD": client.login.password}
        program = Program(("wall", "--config", str(file), "--record", str(tape)), environment)
        url = await stack.enter_async_context(served(Serving(program, port=0, scrape_tokens=SCRAPER)))
        here = Site(url, await stack.enter_async_context(aiohttp.ClientSession()))
        # Nobody looks: who scrapes starts it, and lets it go on.
        begun = await until(here, lambda told: told.get(("callboard_sources_live",)) == 1)
        assert (begun["callboard_up",], begun["callboard_calls_rang_total",]) == (1, 0)
        async with looking(here) as page:
            for number in range(4):
                await talk(page, client, number)
        told = await scrape(here)

    player = Player.open(tape, "")
    recount = ServiceCount(player.board, GroupRules("Queue"), WITHIN_S)
    player.go_to(player.contents.end_s)
    player.close()
    assert [told[name] for name in (("callboard_calls_rang_total",), ("callboard_calls_answered_total",))] == [4, 3]
    assert {group.name for group in recount.seen} == {"", "floor", "Billing agents", *QUEUES}
    for group, one in recount.seen.items():
        prefix, label = ("", ()) if group == EVERYBODY else (f"{group.kind}_", (group.name,))
        assert {name: told[f"callboard_{prefix}{name}", *label] for name in NAMES} == {
            "calls_rang_total": one.rang,
            "calls_answered_total": one.answered,
            "calls_answered_in_time_total": one.in_time,
            "calls_missed_total": one.missed,
            "calls_handled_total": one.handled,
            "calls_unseen_total": one.unseen,
            "talk_seconds_total": pytest.approx(one.talk_s, abs=0.002),
            "hold_seconds_total": pytest.approx(one.hold_s, abs=0.002),
            "longest_ring_seconds": pytest.approx(one.longest_ring_s, abs=0.002),
            "longest_ring_last_hour_seconds": pytest.approx(one.longest_ring_s, abs=0.002),
        }
