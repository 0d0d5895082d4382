"""Work on many calls in steps, between which everybody else may have a turn."""

import asyncio
from collections.abc import Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import TypeVar

AT_ONCE = 64
"""Calls of one step, some 2 ms; fewer than that are no step of their own."""

Item = TypeVar("Item")
Found = TypeVar("Found")


def in_parts(items: Iterable[Item]) -> Iterator[Sequence[Item]]:
    """Take things apart into as many as one step may have.

    Args:
        items: In order.

    Yields:
        `AT_ONCE` of them, and what is left.
    """
    left = iter(items)
    while part := tuple(islice(left, AT_ONCE)):
        yield part


async def in_turns(steps: Generator[None, None, Found]) -> Found:
    """Take steps one by one, between which everybody else has a turn.

    Args:
        steps: Each ends where it yields.

    Returns:
        What they come to.
    """
    while True:
        try:
            next(steps)
        except StopIteration as done:
            found: Found = done.value
            return found
        await asyncio.sleep(0)
