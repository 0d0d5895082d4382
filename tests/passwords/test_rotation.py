"""A wall for weeks meets a password that was changed: it is refused, looks again, and goes on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.waiting import until as eventually
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.store.link import LinkState
from tui.passwords import open_secrets
from tui.runs.connected import parts_of
from tui.wiring import RunParts


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    options = Options(agents=2, calls=1, rate_per_s=0, logins="one", password="before", poll_timeout_ms=1_000)
    async with Simulator(options) as running:
        yield running


async def until(condition: Callable[[], object], parts: RunParts) -> None:
    await eventually(condition, otherwise=lambda: f"never: {[entry.words for entry in parts.journal][-8:]}")


def refusals(parts: RunParts) -> int:
    return sum(entry.times for entry in parts.journal if "refused" in entry.words)


async def test_a_feed_that_was_refused_looks_for_the_password_again(simulator: Simulator, home: Path) -> None:
    file = home / "secret"
    file.write_text("before", "utf-8")
    file.chmod(0o600)
    source = {"name": "floor", "url": simulator.url, "user": simulator.logins[0].user, "password_file": str(file)}
    settings = Settings.model_validate({"sources": [source]})
    secrets = open_secrets(settings.sources, {})
    parts = parts_of(settings, secrets)
    link = parts.board.sources

    feeds = asyncio.create_task(parts.feeds.run())
    try:
        await until(lambda: link["floor"].link.live, parts)
        simulator.password = "after"
        simulator.control.expire()
        await until(lambda: link["floor"].link.state is LinkState.REFUSED, parts)

        parts.feeds.retry()
        await until(lambda: refusals(parts) == 2, parts)
        file.write_text("after", "utf-8")
        parts.feeds.retry()
        await until(lambda: link["floor"].link.live, parts)
    finally:
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)
    assert [secret.get_secret_value() for secret in secrets.known] == ["before", "after"]
