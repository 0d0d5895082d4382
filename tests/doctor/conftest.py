"""Servers to examine, always stopped; no proxy of the environment stands between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.gws.scripted_server import ScriptedServer
from tests.interop.conftest import node_program, node_server, private_ca
from tui.demo.options import Options
from tui.demo.server import Simulator

__all__ = ["node_program", "node_server", "private_ca"]


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """A still centre whose polls are short."""
    options = Options(agents=6, calls=8, rate_per_s=0, logins="one", poll_timeout_ms=300)
    async with Simulator(options) as running:
        yield running


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    """A server that answers what a test tells it to; its polls are short, and its login has what a wall needs."""
    server = await ScriptedServer().start()
    server.cometd.advice["timeout"] = 200
    server.cometd.holds = False
    server.user["features"] = [{"id": "api-voice"}]
    server.user["devices"] = [{"id": "d1", "deviceState": "Active", "phoneNumber": "5550101"}]
    yield server
    await server.stop()
