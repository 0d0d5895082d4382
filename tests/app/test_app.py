"""The application: it comes up live on a real server, and survives its own faults."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr
from textual.events import Key
from textual.pilot import Pilot

from tests.waiting import PATIENCE_S
from tui.app import CallBoard
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.fault_tolerant_app import BROKEN, FAULTS
from tui.screens.overlays.help import HelpScreen
from tui.screens.wall.wall_screen import WallScreen
from tui.wiring import RunParts, build
from widgets.wall.call_wall import CallWall


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=6, rate_per_s=0, logins="one")) as running:
        yield running


@pytest.fixture
def parts(simulator: Simulator) -> RunParts:
    return build(settings_for(simulator), {"floor": SecretStr(simulator.password)})


def settings_for(simulator: Simulator) -> Settings:
    source = {"name": "floor", "url": simulator.url, "user": simulator.logins[0].user}
    return Settings.model_validate({"sources": [source]})


@pytest.fixture
def app(simulator: Simulator, parts: RunParts) -> CallBoard:
    return CallBoard(settings_for(simulator), parts)


async def until_live(pilot: Pilot[int], parts: RunParts) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not parts.board.sources["floor"].link.live:
            await pilot.pause(0.01)


async def test_it_shows_what_the_server_has(simulator: Simulator, app: CallBoard, parts: RunParts) -> None:
    async with app.run_test(size=(120, 35)) as pilot:
        await until_live(pilot, parts)
        wall = app.screen.query_one(CallWall)
        async with asyncio.timeout(PATIENCE_S):
            while len(wall.seen) < len(parts.board.calls):
                await pilot.pause(0.01)
        assert len(parts.board.calls) == len(simulator.calls(simulator.logins[0].user)) > 0
        assert len(wall.seen) == len(parts.board.calls)


async def test_the_keys_that_stop_and_resume_a_terminal_end_nothing(app: CallBoard) -> None:
    async with app.run_test(size=(120, 35)) as pilot:
        await pilot.press("ctrl+s", "ctrl+q", "ctrl+c")
        await pilot.pause()
        assert app.is_running
        assert app.return_code is None
        await pilot.press("q")
        await pilot.pause()
        assert app.return_code == 0


async def test_leaving_ends_every_task_and_connection(app: CallBoard, parts: RunParts) -> None:
    before = asyncio.all_tasks()
    async with app.run_test(size=(120, 35)) as pilot:
        await until_live(pilot, parts)
        await pilot.press("q")
        await pilot.pause()
    assert app.return_code == 0
    assert {
        task for task in asyncio.all_tasks() - before if "feed" in task.get_name() or "cometd" in task.get_name()
    } == set()


async def test_a_fault_of_a_screen_is_told_and_the_screen_built_anew(
    app: CallBoard, parts: RunParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.fault_tolerant_app.RESTART_S", 0.0)
    async with app.run_test(size=(120, 35)) as pilot:
        await until_live(pilot, parts)
        broken = app.screen
        broken.call_later(lambda: 1 / 0)
        async with asyncio.timeout(PATIENCE_S):
            # Not with the pilot: it would wait for the broken screen, which will never be idle.
            while app.screen is broken or not app.screen.is_mounted or not isinstance(app.screen, WallScreen):
                await asyncio.sleep(0.01)
        await pilot.pause()

        assert any("internal fault" in entry.words for entry in parts.journal)
        await pilot.press("down")
        assert app.screen.query_one(CallWall).selected in parts.board.calls


@pytest.mark.parametrize("where", ["a key", "the application"])
async def test_a_fault_of_a_key_or_of_the_application_itself_does_not_end_the_run(
    where: str, app: CallBoard, parts: RunParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual runs what a key does in the application's own loop, and ends that loop with the first exception."""

    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("tui.fault_tolerant_app.RESTART_S", 0.0)
    async with app.run_test(size=(120, 35)) as pilot:
        await until_live(pilot, parts)
        broken = app.screen
        with monkeypatch.context() as patched:
            patched.setattr(WallScreen, "action_order", fail)
            if where == "a key":
                app.post_message(Key("s", "s"))
            else:
                app.call_later(fail)
            async with asyncio.timeout(PATIENCE_S):
                while app.screen is broken or not app.screen.is_mounted:
                    await asyncio.sleep(0.01)
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        assert [entry.words for entry in parts.journal if "internal fault" in entry.words]
        assert app.return_code is None


async def test_faults_without_end_end_the_run_with_words(app: CallBoard, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.fault_tolerant_app.RESTART_S", 3600.0)
    async with app.run_test(size=(120, 35)):
        for _ in range(FAULTS):
            app.take_fault(ZeroDivisionError())
    assert app.return_code == BROKEN
