"""Starting and stopping: ports, held polls, tasks; size; the configuration it writes; what it may import."""

from __future__ import annotations

import ast
import asyncio
import tomllib
from collections.abc import Awaitable, Callable
from pathlib import Path

import httpx
import pytest

import tui.demo
from tests.demo.wire_client import STILL, Simulators, WireClient
from tui.demo.config_file import config_for
from tui.demo.options import Options
from tui.demo.rest.faults import FaultKind
from tui.demo.server import Simulator

Eventually = Callable[[Callable[[], bool]], Awaitable[None]]


async def test_stop_ends_held_and_hanging_requests_and_every_task(eventually: Eventually) -> None:
    before = asyncio.all_tasks()
    simulator = Simulator(STILL)
    await simulator.start()
    client = WireClient(simulator)
    await client.listen()
    simulator.control.spoil(FaultKind.HANG, match="GET /features")
    requests = [asyncio.create_task(client.poll()), asyncio.create_task(client.http.get("/api/v2/features"))]
    await eventually(lambda: simulator.control.stats()["requests"].get("GET /features") == 1)
    await eventually(lambda: simulator.control.stats()["requests"].get("/meta/connect") == 2)
    # Sooner than a poll or a client would end by itself.
    async with asyncio.timeout(20):
        await simulator.stop()
        ended = await asyncio.gather(*requests, return_exceptions=True)
    assert all(isinstance(each, (httpx.HTTPError, ValueError, httpx.Response)) for each in ended)
    await client.http.aclose()
    await eventually(lambda: asyncio.all_tasks() <= before | {asyncio.current_task()})


async def test_a_stopped_simulator_starts_again_on_its_port() -> None:
    simulator = Simulator(STILL)
    async with simulator:
        url = simulator.url
        client = WireClient(simulator)
        await client.listen()
        call_id = simulator.control.start(client.login.user)["id"]
    async with simulator:
        assert simulator.url == url
        assert (await client.http.get("/api/v2/me")).status_code == 403
        await client.listen()
        assert [call["id"] for call in (await client.get("/me/calls?fields=*"))["calls"]] == [call_id]
        await client.http.aclose()


async def test_a_taken_port_is_an_error() -> None:
    async with Simulator(STILL) as simulator:
        port = int(simulator.url.rpartition(":")[2])
        with pytest.raises(OSError, match=str(port)):
            await Simulator(Options(port=port, agents=1)).start()


@pytest.mark.parametrize("logins", ["one", "each"])
async def test_calls_are_dealt_to_the_logins(simulators: Simulators, logins: str) -> None:
    options = Options(agents=4, calls=40, rate_per_s=0, logins="one" if logins == "one" else "each", supervisors=0)
    simulator = await simulators.start(options)
    counts = [len(simulator.calls(login.user)) for login in simulator.logins]
    assert len(counts) == (1 if logins == "one" else 4)
    assert 40 <= sum(counts) <= 42
    assert max(counts) - min(counts) <= 12


async def test_ten_thousand_calls(simulators: Simulators) -> None:
    simulator = await simulators.start(Options(calls=10_000, logins="one", rate_per_s=0))
    client = simulators.client(simulator)
    await client.log_in()
    assert len((await client.get("/me?subresources=calls"))["user"]["calls"]) >= 10_000


async def test_configuration_has_a_source_for_each_login_and_no_password(
    simulators: Simulators, tmp_path: Path
) -> None:
    simulator = await simulators.start(Options(agents=3, rate_per_s=0, password="canary-5a1d"))
    (tmp_path / "callboard.toml").write_text(config_for(simulator))
    text = (tmp_path / "callboard.toml").read_text(encoding="utf-8")
    assert "canary" not in text
    assert tomllib.loads(text)["sources"] == [
        {"name": login.name, "url": simulator.url, "user": login.user} for login in simulator.logins
    ]


def test_passwords_differ_between_runs() -> None:
    assert Simulator(STILL).password != Simulator(STILL).password


@pytest.mark.parametrize("bad", [{"agents": 0}, {"calls": -1}, {"rate_per_s": -1.0}])
def test_impossible_options(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Options(**bad)  # type: ignore[arg-type]  # values are wrong on purpose


def test_it_imports_nothing_of_the_product() -> None:
    folder = Path(str(tui.demo.__file__)).parent
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            modules += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            assert not [name for name in modules if name.startswith(("tui", "widgets")) and "tui.demo" not in name]


async def test_what_is_nested_too_deep_is_refused_like_anything_that_is_no_json() -> None:
    deep = b'{"operationName":' + b"[" * 100_000
    async with Simulator(STILL) as simulator:
        client = WireClient(simulator)
        await client.log_in()
        statuses = {
            path: (await client.http.post(path, content=deep, headers=client.headers)).status_code
            for path in ("/control/pause", "/api/v2/me", "/api/v2/notifications")
        }
        await client.http.aclose()

    assert all(400 <= status < 500 or status == 200 for status in statuses.values()), statuses
