"""Which tasks each storm started and which problems it caused, though many storms share one event loop."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from contextvars import ContextVar
from typing import Any, Self
from weakref import WeakSet

STORM: ContextVar[int] = ContextVar("storm", default=-1)
"""The storm in which code runs: tasks, transports and callbacks inherit it from whoever made them."""


class Census(logging.Handler):
    """Counts tasks and collects errors while it is entered.

    Attributes:
        problems: By storm, what was logged as an error, or raised where nobody waited for it; -1 is of no storm.
    """

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.problems: defaultdict[int, list[str]] = defaultdict(list)
        self._tasks: defaultdict[int, WeakSet[asyncio.Task[Any]]] = defaultdict(WeakSet)

    def __enter__(self) -> Self:
        """Count from now on, in the loop that runs."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(self._make_task)
        loop.set_exception_handler(self._hear)
        logging.getLogger().addHandler(self)
        return self

    def __exit__(self, *_: object) -> None:
        """Leave the loop as it was."""
        loop = asyncio.get_running_loop()
        loop.set_task_factory(None)
        loop.set_exception_handler(None)
        logging.getLogger().removeHandler(self)

    def tasks(self, storm: int) -> list[asyncio.Task[Any]]:
        """The tasks of a storm that still run, without the one that asks."""
        here = asyncio.current_task()
        return [task for task in self._tasks[storm] if not task.done() and task is not here]

    def emit(self, record: logging.LogRecord) -> None:
        """Collect one record of the log."""
        self.problems[STORM.get()].append(self.format(record))

    def _hear(self, _: asyncio.AbstractEventLoop, what: dict[str, Any]) -> None:
        self.problems[STORM.get()].append(f"{what.get('message')}: {what.get('exception')!r}")

    def _make_task(self, loop: asyncio.AbstractEventLoop, work: Any, **options: Any) -> asyncio.Task[Any]:  # noqa: ANN401 - the form that asyncio wants
        task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **options)
        self._tasks[STORM.get()].add(task)
        return task
