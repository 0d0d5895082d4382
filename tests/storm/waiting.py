"""Waiting for a condition instead of for a time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

_LOOK_S = 0.002


async def until(condition: Callable[[], object], deadline_s: float = 10.0) -> None:
    """Return as soon as ``condition()`` is true.

    Raises:
        TimeoutError: It was not, within ``deadline_s``.
    """
    async with asyncio.timeout(deadline_s):
        while True:
            if condition():
                return
            await asyncio.sleep(_LOOK_S)
