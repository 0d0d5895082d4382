"""What doctor says of the ground that callboard stands on: first, with advice, and without leaving anything behind."""

from __future__ import annotations

import asyncio
import json
import os
import resource
from pathlib import Path

import pytest

from tests.doctor.test_command import environment, run
from tests.hostile.terminal import terminal
from tui.demo.server import Simulator
from tui.doctor import ground
from tui.doctor.ground import judge_files, look_at_disk, look_at_state, look_at_time
from tui.doctor.step import Verdict

NAMES = ["locale", "screen", "state", "disk", "keyring", "time", "files"]


def files(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def test_it_comes_first_and_nothing_is_left_behind(simulator: Simulator, tmp_path: Path) -> None:
    env = environment(tmp_path, simulator, LANG="C.UTF-8", LC_ALL="C.UTF-8", HOME=str(tmp_path))
    before = await asyncio.to_thread(files, tmp_path)
    (code, out, err), (_, told, _) = await asyncio.gather(run("--json", env=env), run(env=env))

    assert (code, err) == (0, "")
    steps = json.loads(out)["steps"]
    assert [step["name"] for step in steps[: len(NAMES)]] == NAMES
    by_name = {step["name"]: step for step in steps}
    assert by_name["locale"]["detail"] == "utf-8, by LC_ALL=C.UTF-8"
    assert by_name["screen"]["detail"].startswith("standard input and standard output no terminal: a screen started so")
    assert by_name["state"]["detail"].startswith(str(tmp_path))
    assert [line.split()[-1] for line in told.splitlines()[:1]] == ["machine"]
    assert told.index("this machine:") < told.index(f" at {simulator.url}")
    # The log of the run itself is that of every command.
    left = set(await asyncio.to_thread(files, tmp_path)) - set(before)
    assert {path.name for path in left} <= {"callboard", "log", "callboard.log"}


async def test_a_bad_locale_and_a_broken_keyring_are_told_with_advice(simulator: Simulator, tmp_path: Path) -> None:
    home = {"HOME": "/dev/full", "XDG_STATE_HOME": ""}
    broken = {"PYTHON_KEYRING_BACKEND": "tests.passwords.file_keyring.NoSuchKeyring"}
    env = environment(tmp_path, simulator, PYTHONIOENCODING="iso-8859-1:replace", **home, **broken)
    code, out, _ = await run("--json", env=env)
    steps = {step["name"]: step for step in json.loads(out)["steps"]}

    assert code == 0
    assert "LANG=C.UTF-8" in steps["locale"]["advice"]
    assert "XDG_STATE_HOME" in steps["state"]["advice"]
    assert steps["keyring"]["detail"].startswith("the keyring does not work")
    assert "another way" in steps["keyring"]["advice"]


async def test_at_a_terminal_it_names_what_a_screen_would_draw_on(simulator: Simulator, tmp_path: Path) -> None:
    async with terminal("doctor", env=environment(tmp_path, simulator), rows=60) as shown:
        await shown.until(lambda: "by standard output, 120x60" in shown.text, "screen")


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    assert look_at_state(None).verdict is Verdict.WARNING
    assert look_at_state(tmp_path / "file" / "log" / "callboard.log").verdict is Verdict.WARNING
    good = look_at_state(tmp_path / "new" / "callboard.log")
    assert (good.verdict, good.detail) == (Verdict.OK, f"{tmp_path}/new/callboard.log can be written")
    assert os.listdir(tmp_path) == ["file"]


def test_little_room_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert " MB free at " in look_at_disk(tmp_path / "callboard.log").detail
    monkeypatch.setattr(ground, "LEAST_FREE_BYTES", 1 << 62)

    assert "Make room" in look_at_disk(None).advice


def test_the_clocks_are_named() -> None:
    found = look_at_time()

    assert found.detail.startswith("durations counted with")
    assert "synchronised" in found.detail


def test_the_limit_of_files_is_compared_with_the_sources() -> None:
    assert judge_files(1024, 200).verdict is Verdict.OK
    assert judge_files(256, 200).advice == "Allow more: ulimit -n 864, or LimitNOFILE=864 in the unit."
    assert judge_files(resource.RLIM_INFINITY, 5_000).verdict is Verdict.OK
