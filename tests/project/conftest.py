"""A contact centre, and a box in which recipes of the chapters are followed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.project.recipe_box import Box
from tui.demo.options import Options
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=2, calls=2, rate_per_s=0, logins="each", poll_timeout_ms=300)) as running:
        yield running


@pytest.fixture
def box(tmp_path: Path, simulator: Simulator) -> Box:
    return Box(tmp_path, simulator)
