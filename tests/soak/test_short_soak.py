"""A soak of half a minute for continuous integration; by hand: `python -m tests.soak --minutes 20 --subject wall`."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE

import pytest

from tests.pseudo_terminal import ROOT
from tests.soak.gauge import Reading
from tests.soak.soak import judge

MINUTES = "0.6"


@pytest.mark.parametrize("subject", ["board", "wall"])
async def test_a_soak_needs_no_more_at_its_end(subject: str) -> None:
    # In a process of its own: in this one other tests have left memory in pieces, which is measured as well.
    words = ("-m", "tests.soak", "--minutes", MINUTES, "--subject", subject)
    process = await asyncio.create_subprocess_exec(sys.executable, *words, stdout=PIPE, cwd=ROOT)
    try:
        told, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    found = json.loads(told)
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
