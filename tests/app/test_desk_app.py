"""The desk as the application runs it: it comes up live, and ends the session last."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from textual.pilot import Pilot

from tests.waiting import PATIENCE_S, until
from tui.app import CallBoard
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.screens.desk.desk_screen import DeskScreen
from tui.source.snapshot import SnapshotScope
from tui.wiring import RunParts, build


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=0, rate_per_s=0, logins="one", attended=("5001",))) as running:
        yield running


@pytest.fixture
def settings(simulator: Simulator) -> Settings:
    source = {"name": "5001", "url": simulator.url, "user": simulator.logins[0].user}
    return Settings.model_validate({"sources": [source]})


@pytest.fixture
def parts(simulator: Simulator, settings: Settings) -> RunParts:
    return build(settings, {"5001": SecretStr(simulator.password)})


async def until_live(pilot: Pilot[int], parts: RunParts) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not parts.board.sources["5001"].link.live:
            await pilot.pause(0.01)
    await pilot.pause()


async def leave(pilot: Pilot[int], choice: str) -> None:
    await pilot.press("q")
    await pilot.pause()
    await pilot.press(choice)
    async with asyncio.timeout(PATIENCE_S):
        while pilot.app.return_value is None:
            await asyncio.sleep(0.01)


async def test_a_call_is_answered_with_one_key(simulator: Simulator, settings: Settings, parts: RunParts) -> None:
    app = CallBoard(settings, parts, desk=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await until_live(pilot, parts)
        assert isinstance(app.screen, DeskScreen)
        simulator.control.start(simulator.logins[0].user)
        async with asyncio.timeout(PATIENCE_S):
            while not parts.board.calls:
                await pilot.pause(0.01)
        await pilot.press("enter")
        async with asyncio.timeout(PATIENCE_S):
            while [known.call.state for known in parts.board.calls.values()] != ["Established"]:
                await pilot.pause(0.01)


async def test_a_program_runs_once_for_a_ringing_call(simulator: Simulator, settings: Settings, tmp_path: Path) -> None:
    rung = tmp_path / "rung"
    program = (sys.executable, "-c", "import sys; open(sys.argv[1], 'a').write(sys.stdin.read())", str(rung))
    settings = settings.model_copy(update={"desk": settings.desk.model_copy(update={"on_ring": program})})
    parts = build(settings, {"5001": SecretStr(simulator.password)})
    app = CallBoard(settings, parts, desk=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await until_live(pilot, parts)
        simulator.control.start(simulator.logins[0].user)
        await until(lambda: rung.exists() and rung.read_text().endswith("\n"))
        simulator.control.forget()
        await until(lambda: not parts.board.sources["5001"].link.live)
        await until_live(pilot, parts)
        simulator.control.start(simulator.logins[0].user)
        await until(lambda: rung.read_text().count("\n") == 2)
        ids = [json.loads(line)["call"] for line in rung.read_text().splitlines()]
    assert ids == [key.id for key in parts.board.calls]


async def test_ending_the_session_is_the_last_request(
    simulator: Simulator, settings: Settings, parts: RunParts
) -> None:
    app = CallBoard(settings, parts, desk=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await until_live(pilot, parts)
        await leave(pilot, "e")

    assert app.return_code == 0
    assert simulator.control.stats()["cometClients"] == 0
    states = [device["userState"]["state"] for device in await devices(simulator)]
    assert states == ["LoggedOut"]


async def test_staying_logged_in_sends_nothing(simulator: Simulator, settings: Settings, parts: RunParts) -> None:
    app = CallBoard(settings, parts, desk=True)
    async with app.run_test(size=(140, 40)) as pilot:
        await until_live(pilot, parts)
        await leave(pilot, "s")

    assert app.return_code == 0
    assert [device["userState"]["state"] for device in await devices(simulator)] == ["Ready"]


async def devices(simulator: Simulator) -> list[dict[str, dict[str, str]]]:
    login = simulator.logins[0]
    settings = Settings.model_validate({"sources": [{"url": simulator.url, "user": login.user}]})
    connect = build(settings, {login.user: SecretStr(login.password)}).connects[login.user]
    async with connect() as line:
        await line.log_in()
        return [device.wire() for device in (await line.snapshot(SnapshotScope.CALLS)).devices]
