"""`callboard doctor` as its user meets it: a process, its output, its exit code."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.waiting import PATIENCE_S
from tui.demo.config_file import config_for
from tui.demo.options import Options
from tui.demo.server import Simulator


def environment(folder: Path, simulator: Simulator | None = None, **more: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    clean |= {"XDG_CONFIG_HOME": str(folder), "XDG_STATE_HOME": str(folder), "NO_PROXY": "*"}
    if simulator is not None:
        first = simulator.logins[0]
        clean |= {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return clean | more


async def start(*words: str, env: Mapping[str, str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tui", "doctor", *words)
    nothing = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        *command, env=env, stdin=nothing, stdout=pipe, stderr=pipe, start_new_session=True
    )


async def run(*words: str, env: Mapping[str, str]) -> tuple[int, str, str]:
    process = await start(*words, env=env)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode()


async def test_a_healthy_source_ends_with_0(simulator: Simulator, tmp_path: Path) -> None:
    code, out, err = await run(env=environment(tmp_path, simulator))

    assert (code, err) == (0, "")
    machine, told = out.split("\n\n", 1)
    assert machine.splitlines()[0] == "this machine"
    assert told.splitlines()[0] == f"{simulator.logins[0].user} at {simulator.url}"
    assert "19 ok" in out
    assert simulator.logins[0].password not in out


async def test_json_is_one_line_for_each_source(tmp_path: Path) -> None:
    async with Simulator(Options(agents=3, calls=3, rate_per_s=0, poll_timeout_ms=200)) as centre:
        config = tmp_path / "config.toml"
        config.write_text(config_for(centre))
        env = environment(tmp_path, CALLBOARD_PASSWORD=centre.logins[0].password)
        code, out, err = await run("--json", "--config", str(config), env=env)
        few = await run("--json", "--config", str(config), "5002", env=env)
        none = await run("--config", str(config), "5009", env=env)
    told = [json.loads(line) for line in out.splitlines()]

    assert (code, err) == (0, "")
    assert [one["source"] for one in told] == ["5001", "5002", "5003"]
    assert all(set(one) == {"source", "ok", "steps"} and one["ok"] is True for one in told)
    assert {tuple(step)[:4] for one in told for step in one["steps"]} == {("name", "ok", "detail", "seconds")}
    assert told[0]["steps"][-1] == {
        "name": "terminal",
        "ok": None,
        "detail": "none here: the output goes elsewhere",
        "seconds": 0.0,
    }
    assert [json.loads(line)["source"] for line in few[1].splitlines()] == ["5002"]
    assert none[0] == 2
    assert "there is no source 5009: there are 5001, 5002, 5003" in none[2]


async def test_something_that_fails_ends_with_1(simulator: Simulator, tmp_path: Path) -> None:
    simulator.control.voice(up=False)
    code, out, err = await run("--json", env=environment(tmp_path, simulator))

    assert (code, err) == (1, "")
    told = json.loads(out)
    assert told["ok"] is False
    (bad,) = [step for step in told["steps"] if step["ok"] is False]
    assert (bad["name"], bad["advice"][:25]) == ("services", "The Voice service is down")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "no source"),
        (("--url", "htp:/x", "--user", "u"), "not an address"),
        (("--url", "https://127.0.0.1:99999", "--user", "u"), "the port is a number from 1 to 65535"),
    ],
)
async def test_a_wrong_usage_ends_with_2(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    code, out, err = await run(*words, env=environment(tmp_path))

    assert (code, out) == (2, "")
    assert told in err


async def test_a_refused_login_ends_with_3(simulator: Simulator, tmp_path: Path) -> None:
    code, out, _ = await run(env=environment(tmp_path, simulator, CALLBOARD_PASSWORD="wrong-and-secret"))

    assert code == 3
    assert "What to do: Check user and password" in out
    assert "wrong-and-secret" not in out


async def test_a_server_that_is_not_there_ends_with_4(simulator: Simulator, tmp_path: Path) -> None:
    await simulator.stop()
    code, out, _ = await run(env=environment(tmp_path, simulator))
    await simulator.start()

    assert code == 4
    assert "needs connection" in out


async def test_without_a_password_the_rest_is_told(simulator: Simulator, tmp_path: Path) -> None:
    env = environment(tmp_path, simulator)
    del env["CALLBOARD_PASSWORD"]
    code, out, err = await run("--json", env=env)

    assert (code, err) == (1, "")
    steps = {step["name"]: step for step in json.loads(out)["steps"]}
    assert "no password for" in steps["login"]["detail"]
    assert steps["version"]["ok"] is True


async def test_a_bundle_that_cannot_be_read_is_told(simulator: Simulator, tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'[[sources]]\nurl = "{simulator.url}"\nuser = "x"\nca_bundle = "/nonexistent.pem"\n')
    code, out, _ = await run("--config", str(config), env=environment(tmp_path, CALLBOARD_PASSWORD="x"))

    assert code == 1
    assert "cannot be used as ca_bundle" in " ".join(out.split())


async def test_what_was_begun_is_ended_when_it_is_interrupted(tmp_path: Path) -> None:
    async with Simulator(Options(agents=2, calls=0, rate_per_s=0, logins="one")) as centre:
        process = await start(env=environment(tmp_path, centre))
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            while b"subscription" not in await process.stdout.readline():
                pass
            process.send_signal(signal.SIGINT)
            _, err = await process.communicate()

        assert (process.returncode, err) == (130, b"")
        assert centre.control.stats()["requests"]["/meta/disconnect"] == 1
        assert centre.control.stats()["cometClients"] == 0
