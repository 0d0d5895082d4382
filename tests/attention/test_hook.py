"""The program that is run for an alarm: a real one, found by what it leaves behind."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tui.alarm_hook import WAITING, AlarmHook
from tui.live.journal import Journal

WRITES = """
import os, sys
with open(sys.argv[1] + ".part", "w") as file:
    file.write(sys.argv[2] + "\\n" + " ".join(os.environ))
os.rename(sys.argv[1] + ".part", sys.argv[1])
"""


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not condition():
            await asyncio.sleep(0.01)


def words(journal: Journal) -> str:
    return "\n".join(entry.words for entry in journal)


async def test_it_gets_the_alarm_as_one_argument_without_a_shell(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_PASSWORD", "secret")
    file = tmp_path / "told"
    hook = AlarmHook([sys.executable, "-c", WRITES, str(file), "{json}"], journal)
    hook({"who": "$(touch x); `id` \"'"})
    await until(file.exists)
    await hook.stop()

    told, environment = file.read_text().split("\n")
    assert json.loads(told) == {"who": "$(touch x); `id` \"'"}
    assert "PATH" in environment
    assert "CALLBOARD" not in environment


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["no-such-program-anywhere"], "cannot be started"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "ended with 3"),
    ],
)
async def test_what_goes_wrong_is_in_the_event_log(journal: Journal, command: list[str], said: str) -> None:
    hook = AlarmHook(command, journal)
    hook({})
    await until(lambda: said in words(journal))
    await hook.stop()


async def test_it_may_not_run_for_long(journal: Journal) -> None:
    hook = AlarmHook([sys.executable, "-c", "import time; time.sleep(60)"], journal, longest_s=0.2)
    hook({})
    await until(lambda: "was ended" in words(journal))
    await hook.stop()


async def test_no_more_wait_than_can_be_run(journal: Journal) -> None:
    hook = AlarmHook([sys.executable, "-c", "import time; time.sleep(60)"], journal)
    for _ in range(WAITING + 1):
        hook({})
    assert "one was dropped" in words(journal)
    await hook.stop()
