"""Desks that are always closed; no proxy of the environment stands between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.control.bench import Bench
from tests.control.desk import Desk, open_desk


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    """A desk that heals by itself only after ten minutes, at a centre where nothing happens by itself."""
    async with open_desk() as opened:
        yield opened


@pytest.fixture
def bench() -> Bench:
    made = Bench()
    made.show()
    return made
