"""Users without a home, or with one that cannot be used: what needs none works, and says what it does without."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path

import pytest

from tests.hostile.terminal import terminal
from tui.demo.options import Options
from tui.demo.server import Simulator

DEADLINE_S = 60.0
NOBODY = 4242
"""A user without an entry in the list of users, as in a container that is started with a number."""
AS_NOBODY = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
ROOT = Path(__file__).parents[2]


def can_be_nobody() -> bool:
    try:
        return subprocess.run([*AS_NOBODY, sys.executable, "-c", "import tui"], cwd=ROOT, check=False).returncode == 0
    except OSError:
        return False


needs_nobody = pytest.mark.skipif(
    os.geteuid() != 0 or not can_be_nobody(), reason="only root, with setpriv, can become a user that does not exist"
)


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=2, calls=2, rate_per_s=0, logins="one", poll_timeout_ms=300)) as running:
        yield running


def environment(simulator: Simulator, **more: str) -> dict[str, str]:
    clean = {
        key: value for key, value in os.environ.items() if not key.startswith(("CALLBOARD", "XDG_")) and key != "HOME"
    }
    first = simulator.logins[0]
    login = {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return {**clean, **login, "NO_PROXY": "*", "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", **more}


async def run(
    *words: str, env: Mapping[str, str], who: Sequence[str] = (), cwd: Path = Path("/")
) -> tuple[int, str, str]:
    pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        *(*who, sys.executable, "-m", "tui", *words), env=env, stdin=null, stdout=pipe, stderr=pipe, cwd=cwd
    )
    async with asyncio.timeout(DEADLINE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    assert "Traceback" not in err.decode()
    return process.returncode, out.decode(), err.decode()


@needs_nobody
async def test_an_unknown_user_without_a_home_watches_and_is_told_what_is_missing(simulator: Simulator) -> None:
    code, out, err = await run("watch", "--once", env=environment(simulator), who=AS_NOBODY)

    assert code == 0
    assert json.loads(out)["sources"][0]["state"] == "live"
    assert err == (
        "callboard: no log is written: nobody knows the home folder of this user: set HOME, or XDG_STATE_HOME\n"
    )


@needs_nobody
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("config", "path"), 2),
        (("config", "show"), 0),
        (("config", "validate"), 2),
        (("config", "init", "--no-input", "--password-from", "environment"), 2),
        (("log", "path"), 2),
        (("log", "show"), 2),
        (("call", "list"), 0),
    ],
)
async def test_an_unknown_user_is_told_in_a_line(simulator: Simulator, words: tuple[str, ...], code: int) -> None:
    ended, out, err = await run(*words, env=environment(simulator), who=AS_NOBODY)

    assert ended == code
    assert "nobody knows the home folder of this user: set HOME" in (out if words == ("config", "show") else err)
    assert err.count("\n") == (0 if words == ("config", "show") else 1)


@needs_nobody
async def test_a_named_state_folder_is_enough(simulator: Simulator, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.mkdir()
    os.chown(state, NOBODY, NOBODY)
    base = next(folder for folder in tmp_path.parents if folder.name.startswith("pytest-of-"))
    for folder in (tmp_path, *(folder for folder in tmp_path.parents if folder.is_relative_to(base))):
        folder.chmod(0o755)
    env = environment(simulator, XDG_STATE_HOME=str(state))

    assert (await run("watch", "--once", env=env, who=AS_NOBODY))[::2] == (0, "")
    assert (await run("log", "path", env=env, who=AS_NOBODY))[1].startswith(str(state))


@pytest.mark.parametrize("home", ["", "/dev/full", "/nonexistent-of-callboard/x", "relative/a\nb"], ids=range(4))
async def test_a_home_that_is_none_stops_nothing(simulator: Simulator, tmp_path: Path, home: str) -> None:
    blocked = tmp_path / "no-folder"
    blocked.touch()
    # Where there is no home that counts, the list of users tells one, and nothing is to be written into that.
    env = environment(simulator, HOME=home, XDG_STATE_HOME=str(blocked), XDG_CONFIG_HOME=str(blocked))
    code, out, err = await run("watch", "--once", env=env, cwd=tmp_path)

    assert code == 0
    assert json.loads(out)["sources"][0]["state"] == "live"
    assert err.startswith("callboard: no log is written: ")
    assert err.count("\n") == 1
    assert os.listdir(tmp_path) == ["no-folder"]
    nothing = f"callboard: nothing was logged: {blocked}/callboard/log/callboard.log\n"
    assert (await run("log", "show", env=env, cwd=tmp_path)) == (0, "", nothing)


async def test_a_relative_state_folder_does_not_count(simulator: Simulator, tmp_path: Path) -> None:
    env = environment(simulator, HOME=str(tmp_path), XDG_STATE_HOME="relative")

    code, out, err = await run("log", "path", env=env, cwd=tmp_path)

    assert (code, err) == (0, "")
    assert Path(out.strip()).is_absolute()


async def test_a_wall_tells_in_its_event_log_that_there_is_no_log(simulator: Simulator) -> None:
    env = environment(simulator, HOME="/dev/full", XDG_STATE_HOME="")
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live wall")
        shown.press(b"e")
        await shown.until(lambda: "no log is written: /dev/full" in shown.text, "the event log")
        shown.press(b"\x1bq")
