"""Programs that measure themselves: a screen in their own process, processor time counted there."""

from __future__ import annotations

import asyncio
import json
import sys

from tests.pseudo_terminal import ROOT

Found = dict[str, float]


async def found_by(program: str, *words: str) -> Found:
    """Run one of these programs, and take what it found.

    Raises:
        OSError: It ended without a result.
    """
    command = (sys.executable, "-m", f"tests.bench.programs.{program}", *words)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    out, _ = await process.communicate()
    if process.returncode:
        raise OSError(f"{program} ended with {process.returncode}")
    found: Found = json.loads(out)
    return found
