"""The file is rewritten under a running wall: what can change does, what cannot is told, and nothing breaks it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from pydantic import SecretStr
from textual.pilot import Pilot

from tests.hostile.terminal import terminal
from tests.screen_text import text_of
from tui.app import CallBoard
from tui.config import read
from tui.config.watching import ConfigWatch
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.screens.wall.wall_screen import WallScreen
from tui.wiring import build
from widgets.cards.density import Density
from widgets.drawing.theme import palette_of

NUMBER = "+12025550143"


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator(Options(agents=4, calls=0, rate_per_s=0, logins="one", password="secret")) as running:
        running.control.start(running.logins[0].user, number=NUMBER)
        yield running


class Run:
    """A wall on a file that can be rewritten."""

    def __init__(self, simulator: Simulator, folder: Path, *, desk: bool = False, above: str = "") -> None:
        self.file = folder / "config.toml"
        self.source = f'[[sources]]\nname = "floor"\nurl = "{simulator.url}"\nuser = "{simulator.logins[0].user}"\n'
        self.write(above)
        again = partial(read, {"config": str(self.file)}, {})
        reading = again()
        self.parts = build(reading.settings, {"floor": SecretStr(simulator.password)})
        self.app = CallBoard(reading.settings, self.parts, desk=desk, watch=ConfigWatch(reading, again))

    def write(self, above: str = "", below: str = "") -> None:
        """Write the file, as an editor does."""
        fresh = self.file.with_suffix(".new")
        fresh.write_text(f"{above}\n{self.source}{below}", "utf-8")
        fresh.replace(self.file)

    @property
    def text(self) -> str:
        """What is on screen."""
        return text_of(self.app)

    @property
    def wall(self) -> WallScreen:
        """The wall."""
        assert isinstance(self.app.screen, WallScreen)
        return self.app.screen

    @property
    def told(self) -> str:
        """What pops up: on screen it is broken into lines."""
        return "\n".join(one.message for one in self.app._notifications)

    async def until_said(self, pilot: Pilot[int], words: str) -> None:
        """Wait until something is noted, and drawn."""
        await self.until(pilot, lambda: any(words in entry.words for entry in self.parts.journal))
        await pilot.pause()

    async def until(self, pilot: Pilot[int], condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        for _ in range(1_000):
            if condition():
                return
            await pilot.pause(0.01)
        raise AssertionError(f"never: {self.text}\n{[entry.words for entry in self.parts.journal]}")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch, true_colour: None) -> None:
    del true_colour
    monkeypatch.setattr("tui.stage.EVERY_S", 0.05)


async def test_how_it_looks_changes_at_once(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered 1 call")
        wall = run.wall
        assert palette_of(run.app).dark
        looks = 'title = "Night"\ntheme = "light"\ndensity = "row"\norder = "state"\n'
        run.write(f"{looks}ended_s = 99\nagents_s = 77\nresync_s = 5\n")
        await run.until_said(pilot, "now: title, density, order, theme, ended_s, resync_s, agents_s")

        assert run.app.screen is wall, "it goes on, with its cursor and filter"
        assert not palette_of(run.app).dark
        assert wall.calls.grid.density is Density.ROW
        assert wall.arrangement.shown.order.value == "state"
        assert (run.parts.board.ended_for_s, run.parts.roster.poll_s) == (99, 77)
        assert "Night" in run.text


async def test_what_a_person_chose_stays_while_its_key_stays(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.wall.action_order()
        run.wall.calls.density = Density.BIG
        await pilot.press("slash", *"nothing", "enter")
        run.write('title = "Night"\n')
        await run.until_said(pilot, "now: title")

        assert run.wall.arrangement.shown.order.value == "state"
        assert run.wall.arrangement.shown.query == "nothing"
        assert run.wall.calls.density is Density.BIG


async def test_an_alarm_comes_when_the_limit_is_lowered(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        assert "need" not in run.text
        rule = '[[thresholds]]\nwhat = "ringing"\nwarn_s = 0\nalarm_s = 0\n'
        run.write(below=f'{rule}[attention]\non_alarm = ["touch", "{tmp_path}/rang"]\n')
        await run.until_said(pilot, "now: attention, thresholds")
        await run.until_said(pilot, "alarm: ringing")
        await run.until(pilot, lambda: "need you" in run.text)
        await run.until(pilot, (tmp_path / "rang").exists)

        run.write(below='[[thresholds]]\nwhat = "ringing"\nalarm_s = 9999\n')
        await run.until(pilot, lambda: "need" not in run.text)


async def test_less_is_shown_at_once_also_of_what_was_noted(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path, above='[privacy]\nnumbers = "last4"\n')
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        assert "0143" in run.text
        run.write('[privacy]\nnumbers = "hide"\n')
        await run.until_said(pilot, "now: privacy")
        assert "0143" not in run.text
        assert not any("0143" in entry.words for entry in run.parts.journal)

        run.write('[privacy]\nnumbers = "show"\n')
        await run.until(pilot, lambda: "555-0143" in run.text)


async def test_a_wall_that_shows_all_cannot_be_masked_while_it_runs_and_says_so(
    simulator: Simulator, tmp_path: Path
) -> None:
    run = Run(simulator, tmp_path, above='[privacy]\nnumbers = "show"\nnames = "show"\ndata = "show"\n')
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.write('[privacy]\nnumbers = "hide"\n')
        await run.until_said(pilot, "restart to apply: privacy")
        assert "restart to apply: privacy" in run.told


async def test_it_is_locked_and_pages_begin(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.write('kiosk = true\nunlock_key = "f9"\npage_s = 5\n')
        await run.until_said(pilot, "now: page_s, kiosk, unlock_key")
        assert (run.app.locked, run.app.unlock_key) == (True, "f9")
        assert "f9 unlocks" in run.text
        assert run.wall.calls.grid.density is Density.BIG
        run.write("")
        await run.until(pilot, lambda: not run.app.locked)
        await pilot.pause()
        assert run.app.unlock_key == ""
        assert "unlocks" not in run.text


async def test_a_broken_file_is_told_and_everything_goes_on(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path, above='title = "Before"\n')
    async with run.app.run_test(size=(160, 45)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.write('titel = "After"\n')
        await run.until_said(pilot, "unknown key titel: do you mean title?")
        assert "all goes on as before" in run.told
        assert "Before" in run.text
        assert run.parts.board.sources["floor"].link.live
        run.write('title = "Mended"\n')
        await run.until_said(pilot, "now: title")
        assert "Mended" in run.text


async def test_other_sources_want_a_restart(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.write(
            'time_zone = "Asia/Tokyo"\ntitle = "Two"\n', '[[sources]]\nurl = "https://gws.example.com"\nuser = "b"\n'
        )
        await run.until_said(pilot, "now: title; restart to apply: sources, time_zone")
        assert list(run.parts.board.sources) == ["floor"]
        assert "restart to apply: sources" in run.told


async def test_it_changes_below_another_screen_too(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        await pilot.press("e")
        run.write('title = "Below"\ndensity = "row"\n')
        await run.until_said(pilot, "now: title, density")
        await pilot.press("escape")
        await run.until(pilot, lambda: "Below" in run.text and "RINGING" in run.text)
        assert run.wall.calls.grid.density is Density.ROW


async def test_a_desk_takes_its_theme_and_tells_the_rest(simulator: Simulator, tmp_path: Path) -> None:
    run = Run(simulator, tmp_path, desk=True)
    async with run.app.run_test(size=(120, 35)) as pilot:
        await run.until_said(pilot, "live: recovered")
        run.write('theme = "light"\n[desk]\nbell = false\n')
        await run.until_said(pilot, "now: theme; restart to apply: desk")
        assert not palette_of(run.app).dark


async def test_the_wall_itself_looks_at_its_file(simulator: Simulator, tmp_path: Path) -> None:
    """A process in a terminal, with nothing of ours turned faster; an option goes on to win over the file."""
    run = Run(simulator, tmp_path)
    env = {"CALLBOARD_PASSWORD": simulator.password, "HOME": str(tmp_path), "XDG_STATE_HOME": str(tmp_path)}
    async with terminal("wall", "--config", str(run.file), "--density", "row", env=env) as shown:
        await shown.until(lambda: "1 call" in shown.text, "call")
        run.write('title = "Rewritten"\ndensity = "big"\n')
        await shown.until(lambda: "The configuration was changed; now: title" in shown.text, "word of it")
        assert "Rewritten" in shown.text
        run.write("title = \n")
        await shown.until(lambda: "cannot be used" in shown.text, "word of the fault")
