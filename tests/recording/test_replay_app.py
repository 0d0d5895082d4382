"""The application around a recording: its keys, what it says of itself, and that it shows what the live one showed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.recording.recorded_floor import Floor, open_floor
from tests.recording.test_pictures import SIZE
from tests.screen_text import lines_of, text_of
from tests.waiting import PATIENCE_S, until
from tui.app import CallBoard
from tui.config import PrivacySettings
from tui.live.commands.commands import BY_ID
from tui.live.store.privacy import OPEN
from tui.recording.player import Player
from tui.replay_app import ReplayApp
from tui.runs.recorded import drawn_settings
from tui.screens.desk.desk_screen import DeskScreen
from tui.screens.keys import TRANSPORT, WALL
from tui.screens.replay.replay_desk import ReplayDesk
from tui.screens.replay.replay_wall import REPLAY_WALL
from tui.views.words.role import Role


class Watched:
    """Somebody in front of a replay."""

    def __init__(self, app: ReplayApp, player: Player, pilot: Pilot[Any]) -> None:
        self.app = app
        self.player = player
        self.pilot = pilot

    @property
    def lines(self) -> list[str]:
        """What the terminal shows."""
        return lines_of(self.app)

    @property
    def foot(self) -> str:
        """The last line."""
        return self.lines[-1]

    @property
    def after_s(self) -> float:
        """How far from the beginning this is."""
        return round(self.player.position_s, 3)

    async def press(self, *keys: str) -> None:
        """Press keys, and wait until they have had their effect."""
        await self.pilot.press(*keys)
        await self.until(lambda: not self.app.transport.busy, "there")
        await self.pilot.pause()

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for something."""
        await until(condition, otherwise=lambda: f"not {what}: {self.foot}", pause=self.pilot.pause)


@asynccontextmanager
async def replayed(path: Path, size: tuple[int, int] = SIZE, **how: Any) -> AsyncIterator[Watched]:  # noqa: ANN401
    player = Player.open(path)
    app = ReplayApp(drawn_settings(player.contents.first["settings"]), player, **{"paused": True, **how})
    try:
        async with app.run_test(size=size) as pilot:
            watched = Watched(app, player, pilot)
            await watched.until(lambda: "REPLAY" in watched.foot, "shown")
            yield watched
    finally:
        player.close()


async def minutes(floor: Floor) -> None:
    """Three minutes with a call at 0:10, 1:10 and 2:10; the first one rings for too long."""
    await floor.written()
    for _ in range(3):
        floor.pass_time(10.0)
        await floor.ring(floor.users[0])
        for _ in range(5):
            floor.pass_time(10.0)
    await floor.written()


@pytest.fixture
async def recorded(path: Path) -> Path:
    async with open_floor(path, agents=2, calls=0, run="wall") as floor:
        await minutes(floor)
    return path


async def test_every_key_of_the_replay(recorded: Path) -> None:
    async with replayed(recorded) as seen:
        assert (seen.after_s, seen.app.transport.playing) == (0.0, False)
        at: list[float] = []
        for keys in ((">",), (">", ">"), ("<",), ("}",), ("{",), (".",), (".",), (",",), ("end",), ("home",)):
            await seen.press(*(_named(key) for key in keys))
            at.append(seen.after_s)
    assert at == [10.0, 30.0, 20.0, 80.0, 20.0, 70.0, 130.0, 70.0, 180.0, 0.0]


def _named(key: str) -> str:
    return next((name for deed in TRANSPORT for name in deed.keys if deed.shown == key), key)


async def test_every_deed_of_the_table_has_its_action() -> None:
    for screen in (REPLAY_WALL, TRANSPORT):
        assert len({key for deed in screen for key in deed.keys}) == sum(len(deed.keys) for deed in screen)
    # Home and End go to the ends of the recording there.
    assert {deed.id for deed in WALL} - {deed.id for deed in REPLAY_WALL} == {"acknowledge", "retry", "first", "last"}


async def test_it_plays_at_its_speed_and_stops_at_the_end(recorded: Path) -> None:
    async with replayed(recorded, paused=False, speed=64.0) as seen:
        await seen.until(lambda: not seen.app.transport.playing, "at the end")
        assert seen.after_s == 180.0
        await seen.pilot.pause()
        assert "3:00 of 3:00  end" in seen.foot
        await seen.pilot.press("space")
        await seen.until(lambda: 0.0 < seen.after_s < 180.0, "from the beginning")
        await seen.press("space")
        stands = seen.after_s
        assert not seen.app.transport.playing
        await seen.pilot.pause(0.2)
        assert seen.after_s == stands


async def test_the_speed_is_changed_and_shown(recorded: Path) -> None:
    async with replayed(recorded) as seen:
        await seen.press("right_square_bracket", "right_square_bracket")
        await seen.until(lambda: "‖ 4×" in seen.foot, "4×")
        await seen.press(*["left_square_bracket"] * 9)
        await seen.until(lambda: "‖ 0.25×" in seen.foot, "slowest")
        await seen.press(*["right_square_bracket"] * 20)
        await seen.until(lambda: "‖ 128×" in seen.foot, "fastest")


async def test_it_goes_to_the_next_alarm_and_says_which(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # On a busy machine nobody may have looked before the words are gone.
    monkeypatch.setattr("tui.screens.replay.transport.SAID_FOR_S", 60.0)
    async with replayed(recorded) as seen:
        await seen.press("N")
        assert seen.after_s == 30.0
        await seen.until(lambda: "ringing 0:20" in seen.foot, "told")
        assert "need you" in "\n".join(seen.lines)
        for _ in range(3):
            # Pressed while it hunts, the key would begin the hunt anew.
            await seen.press("N")
        await seen.until(lambda: "no alarm after this" in seen.foot, "told")
        assert seen.after_s == 180.0


async def test_it_says_everywhere_that_it_is_a_recording_and_of_when(recorded: Path) -> None:
    async with replayed(recorded) as seen:
        await seen.press("end")
        for key in ("enter", "e", "question_mark", "n", "v"):
            await seen.press("right", key)
            await seen.until(lambda: len(seen.app.screen_stack) > 2, "opened")
            await seen.until(lambda: any("REPLAY 2026-01-05 19:05:00" in line for line in seen.lines), "marked")
            await seen.press("escape")
            await seen.until(lambda: len(seen.app.screen_stack) == 2, "closed")


@pytest.mark.parametrize("size", [(80, 24), (60, 16), (40, 10)])
async def test_it_says_so_where_there_is_little_room(recorded: Path, size: tuple[int, int]) -> None:
    async with replayed(recorded, size=size) as seen:
        await seen.press("end")
        await seen.until(lambda: "REPLAY " in seen.foot and "19:05:00" in seen.foot, "marked")
        assert "space play" in seen.foot or size[0] < 60


async def test_above_its_foot_the_wall_is_the_one_that_was_recorded(path: Path) -> None:
    async with open_floor(
        path, OPEN, said={"title": "Floor", "density": "card"}, feeds=False, agents=3, calls=4
    ) as floor:
        shown = PrivacySettings.model_validate({"numbers": "show", "names": "show", "data": "show"})
        app = CallBoard(floor.settings.model_copy(update={"privacy": shown}), floor.parts)
        async with app.run_test(size=SIZE) as pilot:
            await floor.live()
            await floor.ring(floor.users[0])
            floor.pass_time(5.0)
            known: tuple[object, ...] = ()
            live = ""
            async with asyncio.timeout(PATIENCE_S):
                # Until all that is known has been shown for a while.
                while known != floor.known or "◇ RINGING" not in live or "0:05" not in live:
                    known = floor.known
                    await pilot.pause(1.2)
                    live = _text(app)
            now_s = floor.clock.now_s()
            floor.clock.advance(0.5)
        assert "● recording to floor.callrec" in live.splitlines()[-1]

    async with replayed(path) as seen:
        seen.app.transport.seek_to(now_s)
        await seen.until(lambda: seen.lines[:-1] == live.splitlines()[:-1], "the same")


def _text(app: CallBoard) -> str:
    return text_of(app)


async def test_a_desk_sends_nothing_and_says_why(path: Path) -> None:
    async with open_floor(path, run="desk", agents=3, calls=0, logins="one", attended=("5001",)) as floor:
        call = await floor.ring(floor.users[0])
        await floor.parts.operator.send(BY_ID["answer"], next(iter(floor.parts.board.sources)), call)
        floor.pass_time(5.0)
    async with replayed(path, size=(160, 45), desk=True) as seen:
        await seen.press("end")
        assert isinstance(seen.app.screen, ReplayDesk)
        await seen.until(lambda: any("WHAT I CAN DO  a recording" in line for line in seen.lines), "greyed")
        assert any("✓ answer" in line for line in seen.lines)
        await seen.press("h")
        await seen.until(lambda: "hold: a recording" in seen.foot, "told")
        await seen.press("n")
        assert isinstance(seen.app.screen, DeskScreen)
        assert not seen.app.screen.busy
        await seen.press("home")
        assert seen.after_s == 0.0
        await seen.press("question_mark")
        await seen.until(lambda: any("play, or pause" in line for line in seen.lines), "helped")
        await seen.press("escape", "q")
        await seen.until(lambda: seen.app.return_code == 0, "left")


async def test_that_a_recording_has_ended_is_on_screen(path: Path) -> None:
    async with open_floor(path, agents=1, calls=0) as floor:
        app = CallBoard(drawn_settings({}), floor.parts)
        async with app.run_test():
            floor.parts.recorder._end("no space left")  # type: ignore[union-attr]  # it is recorded
            assert app.mark is not None
            assert app.mark.role is Role.ALARM
            assert app.mark.fitting(80) == "× recording to floor.callrec ended: no space left"
            assert app.mark.fitting(20) == "× no recording"
