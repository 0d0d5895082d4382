"""A healthy source: every step is good, nothing but reading is done, and the session is ended."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

import pytest

from tests.doctor.patient import go_through, verdicts, words
from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.interop.node_process import NodeServer
from tests.interop.private_ca import PrivateCa
from tests.waiting import until
from tui.demo.server import Simulator
from tui.gws.line import line_to
from tui.kinds.gws.course import COURSE
from tui.live.clock import SystemClock
from tui.live.feeds.feed import Feed
from tui.live.store.board import Board
from tui.live.store.journal import Journal

NAMES = [check.name for check in COURSE.checks]


async def test_every_step_of_a_healthy_source_is_good(simulator: Simulator) -> None:
    first = simulator.logins[0]
    steps = await go_through(simulator.url, first.user, first.password)

    assert verdicts(steps) == {"ok": NAMES}
    assert "8.5." in steps["version"].found.detail
    assert "X-CSRF-TOKEN given and accepted" in steps["csrf"].found.detail
    assert "•••• 5001 Active" in steps["devices"].found.detail
    assert steps["snapshot"].found.detail.startswith("subresources=*: 8 calls and 1 device can be seen")
    assert steps["calls"].found.detail.startswith("8:")
    assert re.fullmatch(
        r"[1-6], [1-6] of them logged in; only their states are seen, not their calls", steps["agents"].found.detail
    )
    assert steps["voice"].found.detail == "no Voice service is down"
    assert "SIP_Server (Voice) Active" in steps["services"].found.detail
    assert "JSESSIONID; kept by the CometD requests" in steps["cookies"].found.detail
    assert "hold 0.3 s" in steps["poll"].found.detail
    assert steps["poll"].seconds >= 0.25


async def test_nothing_but_reading_is_done(simulator: Simulator) -> None:
    first = simulator.logins[0]
    await go_through(simulator.url, first.user, first.password)
    stats = simulator.control.stats()

    meta = {f"/meta/{channel}" for channel in ("handshake", "subscribe", "connect", "disconnect")}
    kinds = set(stats["requests"])
    assert {kind for kind in kinds if not kind.startswith("GET ")} == {kind for kind in kinds if kind in meta}
    assert {"/meta/handshake", "/meta/connect", "/meta/disconnect", "GET /me"} <= kinds
    assert stats["operations"] == []
    assert stats["cometClients"] == 0


def first_asked(server: ScriptedServer, *but: str) -> list[tuple[str, str]]:
    """What was asked, each thing once: a wall's second poll stands while it asks on, a doctor's comes later."""
    return list(dict.fromkeys((asked.kind, asked.path) for asked in server.asked if asked.kind not in but))


async def test_it_asks_what_a_wall_asks_in_the_same_order(server: ScriptedServer) -> None:
    clock, board = SystemClock(), Board(SystemClock())
    feed = Feed("wall", line_to(server.login, clock.now_s), board, Journal(clock))
    running = asyncio.create_task(feed.run())
    await until(lambda: board.sources["wall"].link.live)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    wall = first_asked(server, "disconnect")
    server.asked.clear()
    await go_through(server.url, USER, PASSWORD)

    assert first_asked(server, "other", "disconnect") == wall


async def test_a_server_that_we_did_not_write_records_the_same(server: ScriptedServer) -> None:
    await go_through(server.url, USER, PASSWORD)

    meta = {"handshake", "subscribe", "connect", "disconnect"}
    assert {asked.kind for asked in server.asked if asked.method != "GET"} <= meta
    assert server.asked[-1].kind == "disconnect"
    assert server.count("handshake") == server.count("login") == 1
    assert server.cometd.topics == {}


@pytest.mark.parametrize("kind", ["cometd", "faye"])
async def test_servers_of_the_cometd_and_faye_projects_are_healthy_too(
    kind: str, node_server: Callable[..., Awaitable[NodeServer]], private_ca: PrivateCa
) -> None:
    node = await node_server(kind, key=str(private_ca.key), cert=str(private_ca.cert), timeoutMs=300)
    steps = await go_through(node.url, node.user, node.password, ca_bundle=private_ca.authority)
    record = await node.control("log")

    assert "FAILED" not in verdicts(steps), [words(step) for step in steps.values()]
    assert "TLSv1.3, for 127.0.0.1, issued by Callboard test authority" in steps["tls"].found.detail
    posted = [one for one in record["requests"] if one["method"] != "GET"]
    assert posted
    assert all(one["channels"] for one in posted)
    assert all(channel.startswith("/meta/") for one in posted for channel in one["channels"])


async def test_a_node_without_csrf_protection_is_healthy(server: ScriptedServer) -> None:
    steps = await go_through(server.url, USER, PASSWORD)

    assert steps["csrf"].found.detail == "no token given, and none wanted"
    assert steps["csrf"].ok


def test_the_whole_examination_is_bounded() -> None:
    assert all(check.within_s > 0 for check in COURSE.checks)
    assert sum(check.within_s for check in COURSE.checks) < 600


def test_every_step_needs_one_before_it() -> None:
    for number, check in enumerate(COURSE.checks):
        assert not check.needs or check.needs in NAMES[:number]
