"""Our client against a server of this folder: the board, everything its link said, and the server's own truth."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from functools import wraps
from inspect import signature
from typing import Any

import pytest
from pydantic import SecretStr

from tests.interop.node_process import NodeServer
from tests.interop.own_sockets import open_connections_to
from tests.interop.own_tasks import start_noted
from tests.interop.resource_truth import Json, differences
from tests.public_trust import PUBLIC
from tests.waiting import PATIENCE_S, until
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.live.clock import SystemClock
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board, Changes
from tui.live.store.journal import Journal
from tui.live.store.link import Link

Serve = Callable[..., Awaitable[NodeServer]]

KINDS = ("cometd", "faye")


SOURCE = "agent.one"
REQUESTS_AT_FIRST, REQUESTS_PER_S, REQUESTS_PER_CHANGE = 60, 40, 2
"""More than a client that backs off may send, and far less than one that does not."""


class Pair:
    """A server, and the board that follows its login.

    Attributes:
        server: The server; a test that restarts it puts the new one here.
        board: The board, its only source is `SOURCE`.
        journal: The event log.
        feeds: What runs.
        links: Every link that the board told, oldest first.
        at_live: The calls on the board at each moment when its link became live.
        changes: How many steps of the board touched calls or devices.
    """

    def __init__(self, server: NodeServer, login: Login, pace: FeedSchedule) -> None:
        self.server = server
        self.board = Board(clock := SystemClock())
        self.journal = Journal(clock)
        self.links: list[Link] = []
        self.at_live: list[list[Json]] = []
        self.changes = 0
        self.board.watch(self._note)
        self.feeds = Feeds(
            [Feed(SOURCE, line_to(login, clock.now_s), self.board, self.journal, pace)], self.board, self.journal
        )

    @property
    def link(self) -> Link:
        """The link as it is now."""
        return self.board.sources[SOURCE].link

    def calls(self) -> list[Json]:
        """The calls that the board says are going on, in the wire's names."""
        return [
            {"unreadable": known.unreadable, **known.call.wire()}
            for known in self.board.calls.values()
            if not known.ended
        ]

    def call(self, call_id: str) -> Json:
        """One of them, or nothing."""
        return next((call for call in self.calls() if call["id"] == call_id), {})

    def agent_state(self) -> str:
        """Display name of the agent's state on the only device."""
        devices = self.board.sources[SOURCE].devices.values()
        return next((known.device.user_state.display_name for known in devices), "")

    def said(self, words: str, since: int = 0) -> bool:
        """Whether the link was not live, with these words as the reason, after its first `since` states."""
        return any(words in link.why and not link.live for link in self.links[since:])

    def entries(self, words: str) -> int:
        """How many lines of the event log have these words, repetitions counted."""
        return sum(entry.times for entry in self.journal if words in entry.words)

    async def until(self, condition: Callable[[], bool], what: str) -> None:
        """Wait for a condition, and fail with words if it does not come."""
        await until(
            condition, otherwise=lambda: f"not {what}: {self.link}, {[entry.words for entry in self.journal][-8:]}"
        )

    async def until_log(self, condition: Callable[[Json], bool], what: str) -> Json:
        """Wait for a condition of the server's log, which is returned."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not condition(log := await self.server.control("log")):
                    await asyncio.sleep(0.01)
        except TimeoutError:
            pytest.fail(f"not {what}: {self.link}, {[entry.words for entry in self.journal][-8:]}")
        return log

    async def live(self) -> None:
        """Wait for a live link."""
        await self.until(lambda: self.link.live, "live")

    async def wrong(self) -> list[str]:
        """What the board has otherwise than the server, device included."""
        truth = await self.server.control("calls")
        devices = [known.device.wire() for known in self.board.sources[SOURCE].devices.values()]
        return differences(self.calls(), truth["calls"]) + differences(devices, [truth["device"]])

    async def equal(self) -> None:
        """Wait until the link is live and the board is what a server has that is quiet now."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while not self.link.live or await self.wrong():
                    await asyncio.sleep(0.02)
        except TimeoutError:
            pytest.fail(f"{self.link}: {(await self.wrong())[:3]}, {[entry.words for entry in self.journal][-8:]}")

    @asynccontextmanager
    async def interrupted(self, words: str) -> AsyncIterator[None]:
        """What is done inside interrupts the link, it says so in these words, and is live again only when it is right.

        The server must be quiet when the block ends.
        """
        told, lives = len(self.links), len(self.at_live)
        yield
        await self.until(lambda: self.said(words, told), f"told: {words}")
        await self.until(lambda: len(self.at_live) > lives, "live again")
        wrong = differences(self.at_live[lives], (await self.server.control("calls"))["calls"])
        assert wrong == [], f"live too early: {wrong}"
        await self.equal()

    @asynccontextmanager
    async def undisturbed(self) -> AsyncIterator[None]:
        """Whatever is done inside, the link stays live without a word, and the board becomes equal."""
        told = len(self.links)
        yield
        await self.equal()
        assert self.links[told:] == [], self.links[told:]

    def _note(self, changes: Changes) -> None:
        if changes.added or changes.changed or changes.ended or changes.devices:
            self.changes += 1
        if changes.links:
            self.links.append(self.link)
            if self.link.live:
                self.at_live.append(self.calls())


def login_of(server: NodeServer, tls: ssl.SSLContext = PUBLIC) -> Login:
    """The login of a server."""
    return Login(server.url, server.user, SecretStr(server.password), tls)


@asynccontextmanager
async def follow(server: NodeServer, login: Login | None = None, **pace: float) -> AsyncIterator[Pair]:
    """A pair whose feeds run, and at the end are cancelled.

    By default nothing heals by itself: looks are 10 minutes apart, refused logins too. At the end there must be no
    fault of ours in the event log, no socket, no task, and never were there more requests than honest work needs.
    """
    wanted = {"resync_s": 600.0, "refused_s": 600.0} | pace
    pair = Pair(server, login or login_of(server), FeedSchedule(**wanted))  # type: ignore[arg-type]  # tests give seconds alone
    started_s = asyncio.get_running_loop().time()
    running, tasks = start_noted(pair.feeds.run())
    try:
        yield pair
        assert not running.done()
        requests = await _requests(pair.server)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    lasted_s = asyncio.get_running_loop().time() - started_s
    allowed = REQUESTS_AT_FIRST + REQUESTS_PER_S * lasted_s + REQUESTS_PER_CHANGE * pair.changes
    assert requests <= allowed, f"{requests} requests in {lasted_s:.1f} s"
    assert pair.entries("internal fault") == 0, [entry.words for entry in pair.journal]
    assert tasks, "a feed without tasks"
    left = [task for task in tasks if not task.done()]
    assert left == [], f"tasks left: {left}"
    assert open_connections_to(pair.server.url) == 0, "connections left"


async def at_once(*scenarios: Coroutine[Any, Any, None]) -> None:
    """Run scenarios with servers of their own side by side, since most of their time is waiting."""
    async with asyncio.TaskGroup() as group:
        for scenario in scenarios:
            group.create_task(scenario)


def both_servers(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., Coroutine[Any, Any, None]]:
    """Run a test that takes `kind` with both servers at once; a failure has the kind as its note."""

    async def with_one(kind: str, fixtures: dict[str, Any]) -> None:
        try:
            await test(kind=kind, **fixtures)
        except BaseException as error:
            error.add_note(f"server: {kind}")
            raise

    @wraps(test)
    async def with_both(**fixtures: Any) -> None:  # noqa: ANN401 - whatever the test asks for
        await at_once(*(with_one(kind, fixtures) for kind in KINDS))

    asked = signature(test)
    with_both.__signature__ = asked.replace(  # type: ignore[attr-defined]  # what pytest looks for
        parameters=[asked.parameters[name] for name in asked.parameters if name != "kind"]
    )
    return with_both


async def _requests(server: NodeServer) -> int:
    log: dict[str, Any] = await server.control("log")
    return sum(log["byPath"].values())
