"""Which tasks some work starts, directly or through others, however much else runs beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from contextvars import ContextVar, copy_context
from typing import Any

Tasks = set["asyncio.Task[Any]"]

_noted_in: ContextVar[Tasks | None] = ContextVar("noted_in", default=None)


def start_noted(work: Coroutine[Any, Any, None]) -> tuple[asyncio.Task[None], Tasks]:
    """Start `work` as a task; every task that it starts, or one of those, is put into the set that comes with it."""
    noted: Tasks = set()
    asyncio.get_running_loop().set_task_factory(_make_task)
    context = copy_context()
    context.run(_noted_in.set, noted)
    return asyncio.create_task(work, context=context), noted


def _make_task(
    loop: asyncio.AbstractEventLoop,
    work: Any,  # noqa: ANN401 - whatever asyncio hands over
    **more: Any,  # noqa: ANN401 - likewise
) -> asyncio.Task[Any]:
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **more)
    # A factory runs in the context of whoever starts the task.
    noted = _noted_in.get()
    if noted is not None:
        noted.add(task)
    return task
