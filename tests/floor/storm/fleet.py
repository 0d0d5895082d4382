"""Many storms, some at a time, and a report of them."""

from __future__ import annotations

import asyncio
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path

from tests.floor.storm.plan import plan_storm
from tests.floor.storm.storm import StormOutcome, run_storm

_LONGEST_S = 300.0
"""After so long a storm is stuck."""


def report(outcomes: Sequence[StormOutcome]) -> dict[str, object]:
    """Say how they went."""
    recovered = sorted(one.recovery_s for one in outcomes if one.recovery_s is not None) or [0.0]
    bad = [one for one in outcomes if not one.good]
    return {
        "storms": len(outcomes),
        "blows": sum(len(one.blows) for one in outcomes),
        "sessions": sum(one.sessions for one in outcomes),
        "diverged": sum(bool(one.divergences) for one in outcomes),
        "lied": sum(bool(one.lies) for one in outcomes),
        "longest_behind_s": round(max(one.worst_s for one in outcomes), 2),
        "recovery_s": {
            "p50": round(recovered[len(recovered) // 2], 2),
            "p95": round(recovered[int(len(recovered) * 0.95)], 2),
            "max": round(recovered[-1], 2),
        },
        "bad": [vars(one) for one in bad],
    }


def run_part(seeds: Sequence[int], at_once: int, *, short: bool) -> list[StormOutcome]:
    """Run storms in this process; see `python -m tests.floor.storm --help`."""
    warnings.simplefilter("error")
    return asyncio.run(_run(seeds, at_once, short=short))


async def _run(seeds: Sequence[int], at_once: int, *, short: bool) -> list[StormOutcome]:
    free = asyncio.Semaphore(at_once)

    async def one(seed: int) -> StormOutcome:
        async with free:
            with tempfile.TemporaryDirectory(prefix="floor-storm-") as folder:
                try:
                    async with asyncio.timeout(_LONGEST_S):
                        return await run_storm(plan_storm(seed, short=short), Path(folder) / "nats")
                except Exception as error:
                    return StormOutcome(seed, divergences=[f"the storm itself failed: {error!r}"])

    return list(await asyncio.gather(*(one(seed) for seed in seeds)))
