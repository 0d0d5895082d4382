"""Storms on floors: never live for long while it is something else, and right again in the end; a seed repeats one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.floor.storm.plan import plan_storm
from tests.floor.storm.storm import run_storm

pytestmark = pytest.mark.slow  # servers are killed, and silence is waited for

SEEDS = (3, 8, 21)


@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_wrong_is_shown_live_and_all_is_right_again(seed: int, tmp_path: Path) -> None:
    outcome = await run_storm(plan_storm(seed, short=True), tmp_path / "nats")

    assert not outcome.divergences, outcome
    assert not outcome.lies, outcome
