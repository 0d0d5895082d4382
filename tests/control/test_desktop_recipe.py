"""The recipe for links that dial and keys that answer, as it stands in the chapter, does what it says."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import AsyncIterator
from configparser import ConfigParser
from pathlib import Path

import pytest

from tests.control.desk import STILL
from tests.control.test_call_command import counts, environment, ring, truth
from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator

CHAPTER = Path(__file__).parents[2] / "tui" / "cli" / "README.md"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(**STILL)) as running:
        yield running


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", CHAPTER.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script of the chapter, with this callboard on the way to it, and notifications as lines of a file."""
    root = Path(__file__).parents[2]
    program(tmp_path, "callboard-do", block("sh"))
    program(tmp_path, "callboard", f'#!/bin/sh\nPYTHONPATH="{root}" exec "{sys.executable}" -m tui "$@"\n')
    program(tmp_path, "notify-send", f'#!/bin/sh\nprintf "%s|" "$@" >> "{tmp_path}/told"\n')
    return tmp_path / "callboard-do"


async def run(script: Path, simulator: Simulator, word: str) -> int | None:
    env = environment(simulator)
    env["PATH"] = f"{script.parent}:{env['PATH']}"
    process = await asyncio.create_subprocess_exec(str(script), word, env=env, stdin=asyncio.subprocess.DEVNULL)
    async with asyncio.timeout(PATIENCE_S):
        return await process.wait()


async def test_a_link_dials_and_a_key_answers_each_once(script: Path, simulator: Simulator) -> None:
    assert await run(script, simulator, "tel:+1-202-555-0172") == 0
    assert [raw["dnis"] for raw in truth(simulator)] == ["+12025550172"]
    call_id = ring(simulator)
    assert await run(script, simulator, "answer") == 0
    assert {raw["state"] for raw in truth(simulator) if raw["id"] == call_id} == {"Established"}
    assert (counts(simulator)["Dial"], counts(simulator)["Answer"]) == (1, 1)
    assert not (script.parent / "told").exists()


async def test_what_is_no_number_runs_nothing_and_is_told(script: Path, simulator: Simulator) -> None:
    await run(script, simulator, 'tel:1"; touch hacked; $(touch hacked)')
    assert "callboard: dial|" in (script.parent / "told").read_text()
    assert await run(script, simulator, "--help") == 2
    assert not list(script.parent.rglob("hacked"))
    assert counts(simulator) == {}


def test_the_desktop_file_takes_tel_links() -> None:
    read = ConfigParser(interpolation=None)
    read.read_string(block("ini"))
    entry = read["Desktop Entry"]
    assert (entry["Exec"], entry["MimeType"]) == ("callboard-do %u", "x-scheme-handler/tel;")
