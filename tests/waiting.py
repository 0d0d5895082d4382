"""Waiting in tests: for a condition, never for a time, and patiently.

No test is about speed. A busy machine may be many times slower than ours, so the limit is the same everywhere and far
off: it only ends what would never end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

PATIENCE_S = 60.0
"""How long a test waits for what should come soon, before it fails."""
_LOOK_S = 0.005


async def until(
    condition: Callable[[], object],
    patience_s: float = PATIENCE_S,
    otherwise: Callable[[], str] | None = None,
    pause: Callable[[float], Awaitable[object]] = asyncio.sleep,
) -> None:
    """Return as soon as ``condition()`` is true.

    Time is counted in looks: a machine that lets this process wait accuses nobody. ``otherwise`` says what is so
    instead where that is worth more than a traceback, and ``pause`` lets an application go on between two looks.

    Raises:
        TimeoutError: It was not, within ``patience_s``.
    """
    # An application takes longer to go on than a pause lasts.
    look_s = _LOOK_S if pause is asyncio.sleep else 4 * _LOOK_S
    for _ in range(int(patience_s / look_s)):
        if condition():
            return
        await pause(look_s)
    if otherwise is not None:
        pytest.fail(otherwise())
    raise TimeoutError(f"not within {patience_s} s")
