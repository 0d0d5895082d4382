"""Every headless command as its user meets it: a process, its output, its exit code."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.waiting import PATIENCE_S
from tui import __version__
from tui.demo.options import Options
from tui.demo.server import Simulator


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    """A still centre with a few calls on one login."""
    async with Simulator(Options(agents=6, calls=8, rate_per_s=0, logins="one")) as running:
        yield running


def environment(simulator: Simulator | None = None, **more: str) -> dict[str, str]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
    clean["XDG_CONFIG_HOME"] = "/nonexistent"
    if simulator is not None:
        first = simulator.logins[0]
        clean |= {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
    return clean | more


async def start(*words: str, env: Mapping[str, str]) -> asyncio.subprocess.Process:
    pipe = asyncio.subprocess.PIPE
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tui", *words, env=env, stdin=asyncio.subprocess.DEVNULL, stdout=pipe, stderr=pipe
    )


async def run(*words: str, env: Mapping[str, str]) -> tuple[int, str, str]:
    process = await start(*words, env=env)
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(errors="replace"), err.decode(errors="replace")


async def line_of(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        line: dict[str, Any] = json.loads(await process.stdout.readline())
    return line


async def end(process: asyncio.subprocess.Process, number: signal.Signals) -> tuple[int, str]:
    process.send_signal(number)
    async with asyncio.timeout(PATIENCE_S):
        _, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, err.decode()


async def test_version_and_help() -> None:
    assert await run("--version", env=environment()) == (0, f"callboard {__version__}\n", "")
    code, out, _ = await run("--help", env=environment())
    assert code == 0
    assert all(command in out for command in ("wall", "demo", "watch", "simulate", "CALLBOARD_PASSWORD"))


@pytest.mark.parametrize(
    ("words", "more", "told"),
    [
        (("watch", "--once"), {}, "no source"),
        (("watch", "--once", "--url", "htp:/x", "--user", "u"), {}, "not an address"),
        (("watch", "--once", "--url", "https://gws.example.com", "--user", "u"), {}, "no password"),
        (("watch", "--config", "/nonexistent/x.toml"), {}, "no such file"),
        (("simulate", "--agents", "100000"), {}, "agents"),
        (("wall", "--density", "huge"), {}, "--density: there is no 'huge'"),
        ((), {}, "COMMAND"),
    ],
)
async def test_a_wrong_usage_is_told_in_words_and_ends_with_2(
    words: tuple[str, ...], more: dict[str, str], told: str
) -> None:
    code, out, err = await run(*words, env=environment(None, **more))

    assert (code, out) == (2, "")
    assert told in err
    assert "Traceback" not in err


async def test_watch_once_prints_the_whole_state(simulator: Simulator) -> None:
    code, out, err = await run("watch", "--once", "--agents", "talking", env=environment(simulator))
    state = json.loads(out)

    assert (code, err) == (0, "")
    assert [source["state"] for source in state["sources"]] == ["live"]
    assert {call["id"] for call in state["calls"]} == {raw["id"] for raw in simulator.calls(simulator.logins[0].user)}
    assert all(isinstance(call["duration"], int) for call in state["calls"])
    assert len(state["devices"]) == 1
    assert state["agents"]["filter"] == "talking"
    assert sum(count["agents"] for count in state["agents"]["counts"]) == state["agents"]["found"] > 0


async def test_a_refused_login_ends_with_3(simulator: Simulator) -> None:
    code, out, err = await run("watch", "--once", env=environment(simulator, CALLBOARD_PASSWORD="wrong-and-secret"))

    assert (code, out) == (3, "")
    assert "refused" in err
    assert "wrong-and-secret" not in err
    assert err.count("\n") == 1


async def test_an_unreachable_server_ends_with_4(simulator: Simulator) -> None:
    await simulator.stop()
    code, out, err = await run("watch", "--once", env=environment(simulator))
    await simulator.start()

    assert (code, out) == (4, "")
    assert "cannot connect" in err
    assert err.count("\n") == 1


async def test_watch_prints_a_line_for_every_change(simulator: Simulator) -> None:
    process = await start("watch", env=environment(simulator))
    seen: list[dict[str, Any]] = []
    while not any(line.get("state") == "live" for line in seen):
        seen.append(await line_of(process))
    started = simulator.control.start(simulator.logins[0].user)["id"]
    while seen[-1].get("call", {}).get("id") != started:
        seen.append(await line_of(process))
    code, err = await end(process, signal.SIGINT)

    last = seen[-1]
    assert (last["type"], last["change"], last["source"]) == ("call", "added", simulator.logins[0].user)
    assert (last["call"]["state"], last["call"]["duration"]) == ("Ringing", int(last["call"]["duration"]))
    assert 0 <= last["call"]["duration"] <= 3
    assert datetime.fromisoformat(last["at"]).tzinfo is not None
    assert (code, err) == (130, "")


async def test_simulate_tells_where_it_is_and_ends_when_told(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    process = await start("simulate", "--agents", "3", "--config-out", str(config), env=environment())
    ready = await line_of(process)
    code, out, _ = await run(
        "watch", "--once", "--config", str(config), env=environment(CALLBOARD_PASSWORD=ready["password"])
    )

    assert code == 0
    assert len(json.loads(out)["sources"]) == 3
    assert await end(process, signal.SIGTERM) == (0, "")


async def test_a_port_that_is_taken_is_told_in_one_line(simulator: Simulator) -> None:
    code, _, err = await run("simulate", "--port", simulator.url.rpartition(":")[2], env=environment())

    assert code == 2
    assert "port" in err
    assert "Traceback" not in err
