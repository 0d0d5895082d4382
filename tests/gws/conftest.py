"""A scripted server for each test, always stopped; no proxy of the environment stands between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.gws.scripted_server import ScriptedServer


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    server = await ScriptedServer().start()
    yield server
    await server.stop()
