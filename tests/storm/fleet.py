"""Many storms: some at a time in one event loop, and the loops in several processes."""

from __future__ import annotations

import asyncio
import os
import warnings
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context, parent_process

from tests.storm.census import Census
from tests.storm.plan import plan_storm
from tests.storm.storm import Outcome, run_storm
from tui.patches.unused_imports import skip_unused_imports

AT_ONCE = 6
"""Storms that share one event loop: most of their time is waiting."""


async def run_here(seeds: Iterable[int], *, short: bool = False, at_once: int = AT_ONCE) -> list[Outcome]:
    """Run storms in this event loop.

    Args:
        seeds: One for each storm.
        short: See ``plan_storm``.
        at_once: How many at a time.

    Returns:
        The outcomes in the order of their seeds; one more with seed -1 if something went wrong outside of all
        storms, or files were left open.
    """
    free = asyncio.Semaphore(at_once)
    with Census() as census:

        async def run(seed: int) -> Outcome:
            async with free:
                _leave_if_alone()
                return await run_storm(plan_storm(seed, short=short), census)

        first, *others = seeds
        outcomes = [await asyncio.create_task(run(first))]
        # The first storm opens what stays open, such as the files of the resolver.
        open_before = open_files()
        outcomes += await asyncio.gather(*(asyncio.create_task(run(seed)) for seed in others))
        left = open_files() - open_before
        rest = Outcome(-1, faults=census.problems.pop(-1, []), leaks=[f"{left} files"] if left > 0 else [])
        return outcomes if rest.good else [*outcomes, rest]


def run_in_processes(seeds: Sequence[int], jobs: int, *, short: bool = False, at_once: int = AT_ONCE) -> list[Outcome]:
    """Run storms in several processes; arguments and result as for ``run_here``."""
    parts = [seeds[start::jobs] for start in range(jobs) if seeds[start::jobs]]
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        work = partial(_run_part, short=short, at_once=at_once)
        return [outcome for part in pool.map(work, parts) for outcome in part]


def open_files() -> int:
    """How many files and sockets this process has open; 0 where the system does not tell."""
    try:
        return len(os.listdir("/proc/self/fd"))
    except OSError:
        return 0


def _leave_if_alone() -> None:
    """End here where the run that wanted these storms was killed: there may be an hour of them left."""
    parent = parent_process()
    if parent is not None and not parent.is_alive():
        raise SystemExit("nobody waits for these storms any more")


def _run_part(seeds: Sequence[int], *, short: bool, at_once: int) -> list[Outcome]:
    warnings.simplefilter("error")
    # As in a run of callboard: looking for what is not there is a tenth of a storm.
    skip_unused_imports()
    return asyncio.run(run_here(seeds, short=short, at_once=at_once))
