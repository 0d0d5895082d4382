"""One soak: a client among faults for a long time, and whether it would need ever more."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from tests.soak.far_side import far_side
from tests.soak.gauge import Gauge, Reading, sum_up
from tests.soak.server import SOURCES
from tests.soak.subjects import SUBJECTS
from tests.waiting import PATIENCE_S, until
from tui.config import Settings
from tui.live.store.board import Changes
from tui.wiring import RunParts, build

SHARE = 0.15
"""How much of the measured time the start, the middle and the end are, each."""

MEMORY_KB_PER_MINUTE = 400.0
"""Growth from the middle to the end that is still noise of the allocator in a run of some minutes."""
MEMORY_NOISE_KB = 1_500.0
"""The same for the whole of a short run."""
FILES_OR_TASKS = SOURCES
"""How many more there may be: where a fault strikes every source at once, each may have one more under way."""


@dataclass(slots=True)
class Course:
    """What happened on the board."""

    steps: int = 0
    losses: int = 0

    def see(self, changes: Changes) -> None:
        """Count one step."""
        self.steps += 1
        self.losses += len(changes.links)


async def soak(minutes: float, *, seed: int = 1, subject: str = "board") -> dict[str, Any]:
    """Soak one subject.

    Args:
        minutes: How long it is measured.
        seed: Of the centre and of its faults.
        subject: One of ``SUBJECTS``.

    Returns:
        JSON values: ``start``, ``middle``, ``end`` (see ``sum_up``), ``growth``, ``complaints`` (none if all is well).
    """
    # A third of the time, two minutes at most: caches fill until then.
    warm_up_s = min(120.0, minutes * 20.0)
    course, gauge = Course(), Gauge()
    async with far_side(seed) as server:
        settings = Settings.model_validate({"sources": server.sources})
        parts = build(settings, {source["name"]: SecretStr(server.password) for source in server.sources})
        parts.board.watch(course.see)
        async with SUBJECTS[subject](settings, parts):
            await until(lambda: _all_live(parts), PATIENCE_S)
            await asyncio.sleep(warm_up_s)
            await _measure(gauge, 60.0 * minutes)
            await until(lambda: _all_live(parts), PATIENCE_S)
            calls = sum(not known.ended for known in parts.board.calls.values())
        return judge(gauge.readings) | {
            "subject": subject,
            "minutes": minutes,
            "warm_up_s": warm_up_s,
            "calls": calls,
            "steps": course.steps,
            "link_changes": course.losses,
            "server": await server.end(),
        }


async def _measure(gauge: Gauge, for_s: float) -> None:
    measuring = asyncio.create_task(gauge.run())
    await asyncio.sleep(for_s)
    measuring.cancel()
    await asyncio.gather(measuring, return_exceptions=True)


def _all_live(parts: RunParts) -> bool:
    return all(source.link.live for source in parts.board.sources.values())


def judge(readings: list[Reading]) -> dict[str, Any]:
    """Compare start, middle and end of some readings; ``complaints`` says what grew after the middle."""
    size = max(1, int(SHARE * len(readings)))
    centre = (len(readings) - size) // 2
    start, middle, end = (
        sum_up(part) for part in (readings[:size], readings[centre : centre + size], readings[-size:])
    )
    minutes = (end["from_s"] - middle["from_s"]) / 60.0
    growth = {name: end[name] - middle[name] for name in ("memory_kb", "files", "tasks")}
    growth["memory_kb_per_minute"] = round(growth["memory_kb"] / minutes, 1)
    complaints = [f"{growth[name]} more {name}" for name in ("files", "tasks") if growth[name] > FILES_OR_TASKS]
    if growth["memory_kb"] > MEMORY_NOISE_KB and growth["memory_kb_per_minute"] > MEMORY_KB_PER_MINUTE:
        complaints.append(f"{growth['memory_kb_per_minute']} KB more a minute")
    return {
        "start": start,
        "middle": middle,
        "end": end,
        "growth": growth,
        "complaints": complaints,
    }
