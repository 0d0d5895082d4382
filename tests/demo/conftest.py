"""Fixtures: simulators that are always stopped, and waiting for a condition."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from tests.demo.wire_client import STILL, Simulators
from tests.waiting import PATIENCE_S
from tui.demo.options import Options


@pytest.fixture
async def simulators() -> AsyncIterator[Simulators]:
    async with AsyncExitStack() as stack:
        yield Simulators(stack)


@pytest.fixture
def eventually() -> Callable[[Callable[[], bool]], Awaitable[None]]:
    """Wait for a condition of the running loop, with a deadline."""

    async def wait(condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while not condition():
                await asyncio.sleep(0)

    return wait


@pytest.fixture
def still() -> Options:
    """A centre in which nothing happens by itself, with quick operations."""
    return STILL
