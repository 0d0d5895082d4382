"""A soak of half a minute for continuous integration; by hand: `python -m tests.soak --minutes 20 --subject wall`."""

from __future__ import annotations

import pytest

from tests.soak.gauge import Reading
from tests.soak.soak import judge, soak

MINUTES = 0.35
WARM_UP_S = 6.0


@pytest.mark.parametrize("subject", ["board", "wall"])
async def test_a_soak_needs_no_more_at_its_end(subject: str) -> None:
    found = await soak(MINUTES, subject=subject, warm_up_s=WARM_UP_S)
    assert found["complaints"] == [], found
    assert found["calls"] > 200
    assert sum(found["server"]["faults"].values()) >= 4
    assert found["link_changes"] > 0


def readings(*, memory_kb: float = 0.0, files: float = 0.0, tasks: float = 0.0) -> list[Reading]:
    """Ten minutes of readings that grow by so much in each."""
    minutes = [number / 120 for number in range(1200)]
    return [
        Reading(
            at_s=60 * at,
            memory_kb=int(90_000 + memory_kb * at),
            files=int(30 + files * at),
            tasks=int(40 + tasks * at),
            lags_s=(0.001,),
        )
        for at in minutes
    ]


def test_what_stays_as_it_is_is_well() -> None:
    assert judge(readings())["complaints"] == []


@pytest.mark.parametrize("leak", [{"memory_kb": 1000.0}, {"files": 4.0}, {"tasks": 4.0}])
def test_what_grows_is_complained_about(leak: dict[str, float]) -> None:
    assert len(judge(readings(**leak))["complaints"]) == 1
