"""Every command of `--help`, run end to end as its user runs it; a new command without a run here fails.

Deeper tests of each stand in the folder of what it does.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import httpx
import pytest

from tests.floor.servers import PROGRAMS, nats_server
from tests.hostile.terminal import terminal
from tests.public_trust import PUBLIC
from tests.waiting import PATIENCE_S
from tui.cli import build_parser, leaves
from tui.demo.options import Options
from tui.demo.server import Simulator

COMMANDS = [words for words, _ in leaves(build_parser())]

# Once, every command imports for itself what it needs.
pytestmark = pytest.mark.usefixtures("ordinary_starts")


@dataclass(frozen=True)
class Seat:
    """A simulated centre, an empty home, and the environment of somebody who may log in."""

    simulator: Simulator
    home: Path
    env: Mapping[str, str]

    def with_file(self) -> Seat:
        """The same with nothing but a configuration file in the environment."""
        env = {key: value for key, value in self.env.items() if not key.startswith("CALLBOARD")}
        return replace(self, env={**env, "CALLBOARD_CONFIG": str(self.home / "c.toml")})

    async def printed(self, *words: str, said: bytes = b"", told: bytes | None = b"") -> str:
        """Run a command that prints, with this on its standard input; give its output. `told` is for standard error."""
        process = await self.start(*words)
        async with asyncio.timeout(PATIENCE_S):
            out, err = await process.communicate(said)
        assert process.returncode == 0, err
        assert told is None or err == told
        return out.decode()

    async def start(self, *words: str) -> asyncio.subprocess.Process:
        pipe = asyncio.subprocess.PIPE
        clean = {key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")}
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", *words), env={**clean, **self.env}, stdin=pipe, stdout=pipe, stderr=pipe
        )

    async def looks(self, *words: str, steps: Mapping[str, bytes]) -> None:
        """Run a command that shows a screen; for each words that come press these keys, the last of which leave it."""
        async with terminal(*words, env=self.env) as shown:
            for shows, keys in steps.items():
                await shown.until(lambda shows=shows: shows in shown.text, shows)  # type: ignore[misc]  # the default
                shown.press(keys)
            async with asyncio.timeout(PATIENCE_S):
                assert await shown.process.wait() == 0
            assert b"Traceback" not in shown.written


@pytest.fixture
async def seat(tmp_path: Path) -> AsyncIterator[Seat]:
    options = Options(agents=4, calls=6, rate_per_s=0, logins="one", poll_timeout_ms=300)
    async with Simulator(options) as simulator:
        first = simulator.logins[0]
        login = {"CALLBOARD_URL": simulator.url, "CALLBOARD_USER": first.user, "CALLBOARD_PASSWORD": first.password}
        folders = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
        yield Seat(simulator, tmp_path, {**login, **folders, "NO_PROXY": "*"})


async def wall(seat: Seat) -> None:
    await seat.looks("wall", steps={"6 calls": b"q"})


async def desk(seat: Seat) -> None:
    await seat.looks("desk", steps={"● READY": b"q", "leave the desk": b"\r"})


async def demo(seat: Seat) -> None:
    await seat.looks("demo", "--agents", "6", "--no-tour", steps={"6 live": b"q"})


async def watch(seat: Seat) -> None:
    assert len(json.loads(await seat.printed("watch", "--once"))["calls"]) == 6


async def call(seat: Seat) -> None:
    assert len(json.loads(await seat.printed("call", "list"))["calls"]) == 6


async def doctor(seat: Seat) -> None:
    assert json.loads(await seat.printed("doctor", "--json"))["ok"] is True


async def simulate(seat: Seat) -> None:
    process = await seat.start("simulate", "--agents", "2")
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        ready = json.loads(await process.stdout.readline())
        process.terminate()
        assert await process.wait() == 0
    assert set(ready) == {"url", "user", "password"}


async def replay(seat: Seat) -> None:
    kept = str(seat.home / "kept.callrec")
    await seat.looks("wall", "--record", kept, steps={"6 calls": b"q"})
    lines = (await seat.printed("replay", kept, "--format", "jsonl")).splitlines()
    assert len({json.loads(line)["call"]["id"] for line in lines if json.loads(line)["type"] == "call"}) == 6
    await seat.looks("replay", kept, "--paused", "--from", "+1h", steps={"REPLAY": b"q"})


async def completion(seat: Seat) -> None:
    assert "callboard" in await seat.printed("completion", "bash")


async def config_path(seat: Seat) -> None:
    assert (await seat.printed("config", "path")).strip() == str(seat.home / "callboard" / "config.toml")


async def config_show(seat: Seat) -> None:
    assert seat.simulator.url in await seat.printed("config", "show")


async def config_validate(seat: Seat) -> None:
    await config_init(seat)
    await seat.printed("config", "validate")


async def config_init(seat: Seat) -> None:
    await seat.printed("config", "init", "--no-input", "--url", seat.simulator.url, "--user", "agent5001")
    assert seat.simulator.url in (await seat.printed("config", "show", "--json"))


async def login(seat: Seat) -> None:
    await _keep(seat)
    assert (seat.home / "password").stat().st_mode & 0o077 == 0
    out = await seat.with_file().printed("watch", "--once")
    assert len(json.loads(out)["calls"]) == 6


async def logout(seat: Seat) -> None:
    await _keep(seat)
    await seat.with_file().printed("logout", told=None)
    assert not (seat.home / "password").exists()


async def _keep(seat: Seat) -> None:
    source = f'url = "{seat.simulator.url}"\nuser = "{seat.simulator.logins[0].user}"\n'
    (seat.home / "c.toml").write_text(f'[[sources]]\n{source}password_file = "{seat.home}/password"\n')
    secret = seat.simulator.logins[0].password.encode()
    await seat.with_file().printed("login", "--stdin", said=secret, told=None)


async def log_path(seat: Seat) -> None:
    told = (await seat.printed("log", "path")).strip()
    await seat.printed("watch", "--once", "--log-level", "info")
    (written,) = seat.home.rglob("callboard.log")
    assert told == str(written)


async def log_show(seat: Seat) -> None:
    await seat.printed("watch", "--once", "--log-level", "debug")
    assert "GET /api/v2/me: 200" in await seat.printed("log", "show")
    (log,) = seat.home.rglob("callboard.log")
    nothing = f"callboard: nothing was logged that is error or worse: {log}\n".encode()
    assert await seat.printed("log", "show", "--level", "error", told=nothing) == ""


async def _acted(seat: Seat) -> None:
    seat.simulator.control.start(seat.simulator.logins[0].user)
    calls = json.loads(await seat.printed("call", "list"))["calls"]
    ringing = next(call["id"] for call in calls if call["state"] == "Ringing")
    await seat.printed("call", "answer", "--call", ringing)


async def audit_path(seat: Seat) -> None:
    await _acted(seat)
    (written,) = seat.home.rglob("audit.jsonl")
    assert (await seat.printed("audit", "path")).strip() == str(written)
    assert written.stat().st_mode & 0o077 == 0


async def audit_show(seat: Seat) -> None:
    await _acted(seat)
    sent, ended = (json.loads(line) for line in (await seat.printed("audit", "show", "--json")).splitlines())
    user = seat.simulator.logins[0].user
    assert (sent["event"], sent["command"], sent["login"], sent["program"]) == ("operation", "answer", user, "call")
    assert (ended["event"], ended["outcome"]) == ("outcome", "confirmed")
    assert "answer confirmed after" in await seat.printed("audit", "show", "--lines", "1")


async def audit_verify(seat: Seat) -> None:
    await _acted(seat)
    assert "2 entries" in await seat.printed("audit", "verify")


async def _served(seat: Seat, *words: str) -> None:
    process = await seat.start("serve", *words, "--port", "0")
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        told = (await process.stdout.readline()).decode()
        async with httpx.AsyncClient(verify=PUBLIC, trust_env=False) as client:
            answer = await client.get(re.findall(r"http://[\d.:]+", told)[0])
        process.terminate()
        await process.wait()
    assert answer.status_code in (200, 303, 401)


async def serve_wall(seat: Seat) -> None:
    await _served(seat, "wall")


async def serve_desk(seat: Seat) -> None:
    await _served(seat, "desk", "--token-from", "new")


async def serve_demo(seat: Seat) -> None:
    await _served(seat, "demo", "--agents", "4")


@contextmanager
def _floor(seat: Seat) -> Iterator[Callable[[], Awaitable[Seat]]]:
    """The same with a NATS server, where everybody may do everything."""
    with nats_server(PROGRAMS[0], seat.home / "nats", "") as server:

        async def listening() -> Seat:
            return replace(seat, env={**seat.env, "CALLBOARD_FLOOR_URL": await server.url()})

        yield listening


async def floor_init(seat: Seat) -> None:
    with _floor(seat) as listening:
        assert (await (await listening()).printed("floor", "init")).startswith("Made: stream KV_floor")


async def floor_status(seat: Seat) -> None:
    with _floor(seat) as listening:
        floor = await listening()
        await floor.printed("floor", "init")
        assert "nobody publishes there" in await floor.printed("floor", "status")


async def collect(seat: Seat) -> None:
    with _floor(seat) as listening:
        floor = await listening()
        await floor.printed("floor", "init")
        await _collected(floor)


async def _collected(floor: Seat) -> None:
    """Publish until something stands there, and end."""
    env = {**floor.env, "CALLBOARD_PUBLISH_NAME": "c1", "CALLBOARD_PUBLISH_BEAT_S": "0.5"}
    process = await replace(floor, env=env).start("collect")
    assert process.stdout is not None
    async with asyncio.timeout(PATIENCE_S):
        while json.loads(line := await process.stdout.readline()).get("state") != "published":
            assert line
        process.terminate()
        assert await process.wait() == 0


async def floor_retire(seat: Seat) -> None:
    with _floor(seat) as listening:
        floor = await listening()
        await floor.printed("floor", "init")
        await _collected(floor)
        assert " of c1\n" in await floor.printed("floor", "retire", "c1")


async def floor_demo(seat: Seat) -> None:
    await seat.looks("floor", "demo", "--agents", "3", steps={"3 live": b"q"})


async def floor_permissions(seat: Seat) -> None:
    assert '{user: "c1", password: $FLOOR_C1' in await seat.printed("floor", "permissions")


RUNS: Mapping[str, Callable[[Seat], Awaitable[None]]] = {
    "wall": wall,
    "desk": desk,
    "demo": demo,
    "watch": watch,
    "call": call,
    "doctor": doctor,
    "simulate": simulate,
    "replay": replay,
    "collect": collect,
    "completion": completion,
    "config path": config_path,
    "config show": config_show,
    "config validate": config_validate,
    "config init": config_init,
    "login": login,
    "logout": logout,
    "floor init": floor_init,
    "floor status": floor_status,
    "floor permissions": floor_permissions,
    "floor retire": floor_retire,
    "floor demo": floor_demo,
    "serve wall": serve_wall,
    "serve desk": serve_desk,
    "serve demo": serve_demo,
    "audit path": audit_path,
    "audit show": audit_show,
    "audit verify": audit_verify,
    "log path": log_path,
    "log show": log_show,
}


@pytest.mark.parametrize("words", COMMANDS)
async def test_a_command_does_what_it_is_for(words: str, seat: Seat) -> None:
    await RUNS[words](seat)


def test_nothing_is_run_that_is_no_command() -> None:
    assert set(RUNS) == set(COMMANDS)
