"""`callboard simulate` as a process: what it says, who can work with it, and how it ends."""

from __future__ import annotations

import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import httpx
import pytest

from tests.interop.node_process import JsClient
from tests.interop.plain_session import PlainSession
from tests.interop.program import Json, Program, callboard
from tests.interop.resource_truth import differences
from tests.public_trust import PUBLIC

CALLS = "/v2/me/calls"
LIVELY = ("simulate", "--calls", "200", "--rate", "50")
STILL = ("simulate", "--calls", "200", "--rate", "0")


class Credentials:
    """Where a simulator is and who may log in, as it said itself."""

    def __init__(self, said: Json) -> None:
        assert said.keys() == {"url", "user", "password"}
        self.url, self.user, self.password = said["url"], said["user"], said["password"]

    @property
    def environment(self) -> dict[str, str]:
        return {"CALLBOARD_URL": self.url, "CALLBOARD_USER": self.user, "CALLBOARD_PASSWORD": self.password}


async def the_calls(login: Credentials) -> list[Json]:
    """The live calls, read over plain HTTP."""
    async with httpx.AsyncClient(verify=PUBLIC, base_url=login.url, trust_env=False) as http:
        session = PlainSession(http)
        await session.log_in(login)
        found: list[Json] = (await session.get("/me/calls?fields=*"))["calls"]
        return found


async def is_reachable(url: str) -> bool:
    async with httpx.AsyncClient(verify=PUBLIC, trust_env=False) as http:
        try:
            await http.get(f"{url}/api/v2/diagnostics/version")
        except httpx.ConnectError:
            return False
        return True


@pytest.fixture
async def lively(tmp_path: Path) -> AsyncIterator[Program]:
    async with callboard(*LIVELY, home=tmp_path) as program:
        yield program


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_one_line_and_ends_by_a_signal(number: signal.Signals, lively: Program) -> None:
    login = Credentials(await lively.line())
    assert await is_reachable(login.url)
    assert len(await the_calls(login)) >= 150
    assert lively.children() == []
    assert await lively.end(number) == (0, "", "")
    assert not await is_reachable(login.url)


async def test_killed_hard_it_leaves_nothing_behind(lively: Program) -> None:
    login = Credentials(await lively.line())
    assert lively.children() == []
    assert (await lively.end(signal.SIGKILL))[0] == -signal.SIGKILL
    assert not await is_reachable(login.url)


async def test_it_ends_while_clients_wait_for_events(
    tmp_path: Path, js_client: Callable[..., Awaitable[JsClient]]
) -> None:
    async with callboard(*STILL, home=tmp_path) as simulator:
        login = Credentials(await simulator.line())
        client = await js_client(url=login.url, user=login.user, password=login.password, topics=[CALLS])
        await client.reply("subscribe", successful=True)
        assert await simulator.end(signal.SIGTERM) == (0, "", "")


async def test_the_javascript_client_hears_its_life(
    lively: Program, js_client: Callable[..., Awaitable[JsClient]]
) -> None:
    login = Credentials(await lively.line())
    client = await js_client(url=login.url, user=login.user, password=login.password, topics=[CALLS, "/v2/me/*"])
    heard = [(await client.message(CALLS))["call"] for _ in range(50)]
    assert {"id", "state", "capabilities", "participants", "duration"} <= heard[0].keys()
    summary = await client.summary()
    assert (summary["handshakes"], summary["unsuccessful"]) == (1, 0)


async def test_watch_once_prints_what_it_has(tmp_path: Path) -> None:
    async with callboard(*STILL, home=tmp_path) as simulator:
        login = Credentials(await simulator.line())
        async with callboard("watch", "--once", home=tmp_path, environment=login.environment) as watch:
            printed = await watch.line()
            assert await watch.end() == (0, "", "")
        truth = await the_calls(login)
    assert [source["state"] for source in printed["sources"]] == ["live"]
    assert len(truth) >= 150
    ours = [{name: value for name, value in call.items() if name != "source"} for call in printed["calls"]]
    assert differences(ours, truth) == []


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_watch_follows_it(number: signal.Signals, code: int, lively: Program, tmp_path: Path) -> None:
    login = Credentials(await lively.line())
    async with callboard("watch", home=tmp_path, environment=login.environment) as watch:
        lines = [await watch.line() for _ in range(240)]
        exit_code, _, errors = await watch.end(number)
    assert (exit_code, errors) == (code, "")
    assert [line["state"] for line in lines if line["type"] == "link"] == ["connecting", "recovering", "live"]
    changes = [line["change"] for line in lines if line["type"] == "call"]
    assert changes.count("added") >= 150
    assert "changed" in changes


async def test_watch_tells_when_it_is_gone(lively: Program, tmp_path: Path) -> None:
    login = Credentials(await lively.line())
    async with callboard("watch", home=tmp_path, environment=login.environment) as watch:
        while (await watch.line()).get("state") != "live":
            pass
        await lively.end(signal.SIGKILL)
        while (await watch.line()).get("state") != "stale":
            pass


async def test_a_wrong_password_is_refused(lively: Program, tmp_path: Path) -> None:
    login = Credentials(await lively.line())
    wrong = {**login.environment, "CALLBOARD_PASSWORD": "not-the-one"}
    async with callboard("watch", "--once", home=tmp_path, environment=wrong) as watch:
        code, output, errors = await watch.end()
    assert (code, output) == (3, "")
    assert "refused" in errors
    assert "not-the-one" not in errors


async def test_a_configuration_for_every_login(tmp_path: Path) -> None:
    file = tmp_path / "sources.toml"
    words = ("simulate", "--agents", "3", "--calls", "9", "--rate", "0", "--config-out", str(file))
    async with callboard(*words, home=tmp_path) as simulator:
        login = Credentials(await simulator.line())
        assert login.password not in file.read_text()
        password = {"CALLBOARD_PASSWORD": login.password}
        async with callboard("watch", "--once", "--config", str(file), home=tmp_path, environment=password) as watch:
            printed = await watch.line()
            assert (await watch.end())[0] == 0
    assert [source["state"] for source in printed["sources"]] == ["live"] * 3
    assert len(printed["calls"]) >= 9
