"""A recorded floor whose disk is full at 20 kB: a process of its own, since the limit holds for all that it writes."""

from __future__ import annotations

import asyncio
import json
import resource
import sys
from pathlib import Path

from tests.recording.recorded_floor import open_floor
from tests.waiting import PATIENCE_S

LARGEST_BYTES = 20_000


async def record(path: Path) -> dict[str, object]:
    """Record until the disk is full, and go on then.

    Returns:
        What the screen said before and after, and the event log; all of it only if the floor goes on to work.
    """
    async with asyncio.timeout(PATIENCE_S), open_floor(path, agents=6, calls=30) as floor:
        recorder = floor.parts.recorder
        assert recorder is not None
        before = recorder.words[0]
        while not recorder.why:
            floor.simulator.control.step(count=20)
            await asyncio.sleep(0.02)
        told = [entry.words for entry in floor.parts.journal]
        await floor.ring(floor.users[0])
        return {"before": before, "after": recorder.words[0], "told": told}


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_BYTES, most))
    sys.stdout.write(json.dumps(asyncio.run(record(Path(sys.argv[1])))))
