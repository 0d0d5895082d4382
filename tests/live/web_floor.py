"""Sources of a server without a network, on virtual time: the client is the real one from the feed down to httpx."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest
from pydantic import SecretStr

from tests.live.virtual_time import LoopClock, VirtualLoop
from tests.live.web_server import WebServer
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.line import line_to
from tui.gws.login import Login
from tui.live.feeds.feed import Feed, FeedSchedule
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.source.retry_queue import Turns


class Floor:
    """Some sources of one server."""

    def __init__(
        self, sources: int, server: WebServer, monkeypatch: pytest.MonkeyPatch, password: str = "secret"
    ) -> None:
        self.loop = VirtualLoop()
        self.server = server
        monkeypatch.setattr("tui.gws.auth.open_client", lambda *_: _client(server))
        self.clock = LoopClock(self.loop)
        self.board, turns = Board(self.clock), Turns()
        self.journal = journal = Journal(self.clock)
        login = Login("http://127.0.0.1:1", "agent.one", SecretStr(password))
        connect = line_to(login, self.clock.now_s, turns=turns)
        paces = [FeedSchedule(resync_s=3600.0, start_after_s=0.01 * number) for number in range(sources)]
        feeds = [Feed(f"{number}", connect, self.board, journal, pace, turns) for number, pace in enumerate(paces)]
        self.feeds = Feeds(feeds, self.board, journal)
        self._running = self.loop.create_task(self.feeds.run())

    @property
    def live(self) -> int:
        return sum(source.link.live for source in self.board.sources.values())

    def run_for(self, seconds: float) -> None:
        self.loop.run_until_complete(asyncio.sleep(seconds))

    def until(self, condition: Callable[[], bool], within_s: float) -> None:
        end_s = self.loop.time() + within_s
        while not condition():
            links = {str(source.link) for source in self.board.sources.values() if not source.link.live}
            assert self.loop.time() < end_s, f"{self.live} live after {within_s} s: {sorted(links)[:5]}"
            self.run_for(0.02)

    def all_live(self) -> bool:
        return self.live == len(self.board.sources)

    def close(self) -> None:
        self._running.cancel()
        self.loop.run_until_complete(asyncio.gather(self._running, return_exceptions=True))
        self.loop.close()


class _Wire(httpx.AsyncBaseTransport):
    """Gives the answers of a server as the network does: to be read once, as they come."""

    def __init__(self, server: WebServer) -> None:
        self._server = server

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        reply = await self._server.handle_async_request(request)
        stream = httpx.ByteStream(reply.content)
        return httpx.Response(reply.status_code, headers=reply.headers, stream=stream)


def _client(server: WebServer) -> ProxiedClient:
    return ProxiedClient(httpx.AsyncClient(base_url="http://127.0.0.1:1", transport=_Wire(server)))
