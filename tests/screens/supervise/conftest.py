"""Floors that are always closed; no proxy of the environment stands between."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.screens.supervise.floor import Floor, open_floor


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "*")


@pytest.fixture
async def floor() -> AsyncIterator[Floor]:
    """Two agents and a supervisor."""
    async with open_floor() as opened:
        yield opened
