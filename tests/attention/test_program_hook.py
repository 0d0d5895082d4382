"""The program that is run for an alarm: a real one, found by what it leaves behind."""

import json
import os
import sys
from pathlib import Path

import pytest

from tests.process_facts import runs
from tests.waiting import until
from tui.hooks.program_hook import WAITING, ProgramHook
from tui.live.store.journal import Journal

WRITES = """
import json, os, sys
with open(sys.argv[1] + ".part", "w") as file:
    json.dump({"argument": sys.argv[2:], "read": sys.stdin.read(), "environment": dict(os.environ)}, file)
os.rename(sys.argv[1] + ".part", sys.argv[1])
"""
HOSTILE = "$(touch x); `id` \"'\n\0 ü \ud800"
STARTS_ANOTHER = """
import pathlib, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
file = pathlib.Path(sys.argv[1])
file.with_suffix(".part").write_text(str(child.pid))
file.with_suffix(".part").rename(file)
time.sleep(600)
"""


def words(journal: Journal) -> str:
    return "\n".join(entry.words for entry in journal)


async def told(tmp_path: Path, journal: Journal, alarm: dict[str, object], *arguments: str) -> dict[str, object]:
    """What the program finds when it is run for an alarm."""
    file = tmp_path / "told"
    hook = ProgramHook("on_alarm", "alarm", [sys.executable, "-c", WRITES, str(file), *arguments], journal)
    hook(alarm)
    await until(file.exists)
    await hook.stop()
    found: dict[str, object] = json.loads(file.read_text())
    return found


async def test_it_reads_the_alarm_from_its_standard_input(tmp_path: Path, journal: Journal) -> None:
    found = await told(tmp_path, journal, {"who": HOSTILE, "call": None})

    read = found["read"]
    assert isinstance(read, str)
    assert read.endswith("\n")
    assert json.loads(read) == {"who": HOSTILE.replace("\ud800", "?"), "call": None}


async def test_each_value_is_a_variable_and_no_secret_of_ours_is(
    tmp_path: Path, journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CALLBOARD_PASSWORD", "secret")
    environment = (await told(tmp_path, journal, {"who": "$(id)\0", "call": None, "seconds": 7}))["environment"]

    assert isinstance(environment, dict)
    ours = {name: value for name, value in environment.items() if name.startswith("CALLBOARD")}
    assert ours == {"CALLBOARD_ALARM_WHO": "$(id)", "CALLBOARD_ALARM_CALL": "", "CALLBOARD_ALARM_SECONDS": "7"}
    assert "PATH" in environment


async def test_a_word_may_be_the_alarm_without_a_shell(tmp_path: Path, journal: Journal) -> None:
    argument = (await told(tmp_path, journal, {"who": "$(id)"}, "{json}", "a={json}"))["argument"]

    assert argument == ['{"who": "$(id)"}', 'a={"who": "$(id)"}']


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["no-such-program-anywhere"], "no-such-program-anywhere cannot be started: No such file or directory"),
        (["echo", "a\0b"], "cannot be started"),
        ([sys.executable, "-c", "raise SystemExit(3)"], "ended with 3"),
        ([sys.executable, "-c", "print('sent \\x1b[31m to nobody')"], "printed: sent ␛[31m to nobody"),
        ([sys.executable, "-c", "import sys; sys.exit('no such number')"], "printed: no such number"),
        ([sys.executable, "-c", "print('x' * 10_000_000)"], "(and more)"),
    ],
)
async def test_what_it_prints_and_what_goes_wrong_is_in_the_event_log(
    journal: Journal, command: list[str], said: str
) -> None:
    hook = ProgramHook("on_alarm", "alarm", command, journal)
    hook({})
    await until(lambda: said in words(journal))
    await hook.stop()
    assert len(words(journal)) < 1000


async def test_it_may_not_run_for_long_and_what_it_started_ends_with_it(tmp_path: Path, journal: Journal) -> None:
    file = tmp_path / "child"
    hook = ProgramHook("on_alarm", "alarm", [sys.executable, "-c", STARTS_ANOTHER, str(file)], journal, longest_s=3.0)
    hook({})
    await until(lambda: "was ended" in words(journal))
    await hook.stop()

    child = int(file.read_text())
    await until(lambda: not runs(child))


async def test_what_it_left_behind_ends_at_the_limit(journal: Journal, tmp_path: Path) -> None:
    file = tmp_path / "child"
    leaves = STARTS_ANOTHER.replace("time.sleep(600)\n", "")
    hook = ProgramHook(
        "on_alarm",
        "alarm",
        [sys.executable, "-c", leaves + "import os; os._exit(0)", str(file)],
        journal,
        longest_s=3.0,
    )
    hook({})
    await until(lambda: "was ended" in words(journal))
    await hook.stop()

    await until(lambda: not runs(int(file.read_text())))


async def test_the_end_of_the_run_ends_it_with_what_it_started(tmp_path: Path, journal: Journal) -> None:
    file = tmp_path / "child"
    hook = ProgramHook("on_alarm", "alarm", [sys.executable, "-c", STARTS_ANOTHER, str(file)], journal)
    hook({})
    await until(file.exists)
    await hook.stop()

    await until(lambda: not runs(int(file.read_text())))
    assert os.getpid() != int(file.read_text())


async def test_no_more_wait_than_can_be_run(journal: Journal) -> None:
    hook = ProgramHook("on_alarm", "alarm", [sys.executable, "-c", "import time; time.sleep(60)"], journal)
    for _ in range(WAITING + 1):
        hook({})
    assert "one was dropped" in words(journal)
    await hook.stop()
