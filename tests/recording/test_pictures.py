"""A recording is enough to reproduce a display bug: replayed to the same moments it draws the same pictures."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from tests.recording.recorded_floor import Floor, open_floor
from tests.screens.desk.desk_app import DeskApp
from tests.screens.wall_app import WallApp
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.store.card import CallKey
from tui.live.store.privacy import OPEN, WALL, Privacy
from tui.recording.player import Player
from tui.screens.base import BoardScreen
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.wall.options import WallOptions
from tui.source.raw import Raw
from widgets.cards.density import Density

Pictures = list[tuple[float, str]]
SIZE = (140, 40)


async def picture(pilot: Pilot[Any], screen: BoardScreen) -> str:
    """What is shown at a moment of the board's clock, with what the screen would take a little later."""
    while screen.changes_wait:
        await pilot.pause(0.01)
    for _ in range(2):
        screen.tick()
        await pilot.pause()
    return pilot.app.export_screenshot(title="callboard")


async def moment_of(floor: Floor, pilot: Pilot[Any], screen: BoardScreen) -> tuple[float, str]:
    """A moment and its picture, between which nothing came; what comes later comes at another moment."""
    known: tuple[object, ...] = ()
    shown = ""
    while known != floor.known:
        known = floor.known
        shown = await picture(pilot, screen)
    now_s = floor.clock.now_s()
    floor.clock.advance(0.5)
    return now_s, shown


async def pictures_again(player: Player, app: App[None], screen: BoardScreen, moments: list[float]) -> Pictures:
    """Play to some moments, so that the screen sees all that happens between; or go back, where that is earlier."""
    async with app.run_test(size=SIZE) as pilot:
        shown = []
        for moment in moments:
            while player.advance(player.wind(moment)):
                await pilot.pause()
            shown.append((moment, await picture(pilot, screen)))
        return shown


async def a_day_on_the_wall(floor: Floor, take: Callable[[], Any]) -> None:
    """Calls of every kind, alarms, a link that is lost and comes back."""
    first, second, *_ = floor.users
    await take()
    for user in (first, second, second):
        await floor.ring(user, number="+12025550143", data={"Account": "90017", "Queue": "Billing"})
        floor.pass_time(2.3)
    await take()
    floor.pass_time(21.0)
    await take()
    floor.simulator.control.step(count=25)
    await floor.until(lambda: floor.parts.journal.revision > 40, "changes")
    floor.pass_time(200.0)
    await take()
    await floor.simulator.stop()
    await floor.until(lambda: not any(s.link.live for s in floor.parts.board.sources.values()), "stale")
    floor.pass_time(14.0)
    await take()
    await floor.simulator.start()
    await floor.live()
    floor.pass_time(3.0)
    await take()


@pytest.mark.parametrize("privacy", [OPEN, WALL], ids=["open", "wall"])
async def test_the_wall(path: Path, privacy: Privacy) -> None:
    taken: Pictures = []
    async with open_floor(path, privacy) as floor:
        app = WallApp(
            floor.seen.board, floor.seen.journal, WallOptions(density=Density.CARD, history=floor.parts.history)
        )
        async with app.run_test(size=SIZE) as pilot:

            async def take() -> None:
                taken.append(await moment_of(floor, pilot, app.wall))

            await a_day_on_the_wall(floor, take)
    assert len({shown for _, shown in taken}) == len(taken) == 6

    player = Player.open(path)
    again = WallApp(player.board, player.journal, WallOptions(density=Density.CARD, history=player.history))
    moments = [moment for moment, _ in taken]
    there_and_back = [*taken, *taken[::-1]]
    assert await pictures_again(player, again, again.wall, [*moments, *moments[::-1]]) == there_and_back
    assert player.damaged == 0
    player.close()


async def test_the_desk(path: Path) -> None:
    taken: Pictures = []
    async with open_floor(path, run="desk", agents=4, calls=0, logins="one", attended=("5001",)) as floor:
        parts, (user, *_) = floor.parts, floor.users
        source = next(iter(parts.board.sources))
        app = DeskApp(parts.board, parts.journal, parts.operator, DeskOptions())
        async with app.run_test(size=SIZE) as pilot:

            async def take() -> None:
                taken.append(await moment_of(floor, pilot, app.desk))

            async def do(command_id: str, target: str, given: Given | None = None) -> None:
                command = BY_ID[command_id]
                await parts.operator.send(command, source, target, command.fill(given or Given()))

            # A desk tells what happened since it was opened: both are open when the caller rings.
            floor.pass_time(1.0)
            call = await floor.ring(user, number="+12025550143", data={"Account": "90017"})
            await take()
            await do("answer", call)
            floor.pass_time(12.0)
            await take()
            await do("transfer", call, Given(number=Raw("5002")))
            floor.pass_time(4.0)
            await take()
            floor.simulator.control.noeffect()
            await pilot.press("h")
            await floor.until(lambda: list(parts.operator.operations.values())[-1].answered, "asked for")
            await take()
            await floor.simulator.stop()
            await floor.until(lambda: not parts.board.sources[source].link.live, "stale")
            floor.pass_time(5.0)
            await take()
            assert CallKey(source, call) in parts.board.calls
    assert len({shown for _, shown in taken}) == len(taken) == 5

    player = Player.open(path, reason="")
    again = DeskApp(player.board, player.journal, player.operator, DeskOptions())
    assert await pictures_again(player, again, again.desk, [moment for moment, _ in taken]) == taken
    player.close()
