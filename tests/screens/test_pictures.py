"""Pictures of every screen, equal byte for byte in every run; they are the README's as well.

`CALLBOARD_WRITE_PICTURES=1` writes them anew.
"""

from datetime import time

import pytest

from tests.pictures import as_ever
from tests.screens.centre import BILLING, RETENTION, SUPPORT, lose
from tests.screens.conftest import MakeWall
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import EntryKind, Journal
from tui.screens.wall.options import WallOptions
from tui.views.arrangement.choices import Grouping

USUAL = (160, 45)

pytestmark = pytest.mark.usefixtures("full")


async def compare(
    wall_app: MakeWall, name: str, *keys: str, size: tuple[int, int] = USUAL, options: WallOptions | None = None
) -> None:
    app = wall_app(options)
    async with app.run_test(size=size) as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        await pilot.pause()
        await as_ever(pilot, name)


async def test_wall(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall", *["right"] * 3)


async def test_wall_light(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-light", *["right"] * 3, "t")


async def test_wall_colour_blind(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-colour-blind", *["right"] * 3, "t", "t")


async def test_wall_dimmed(wall_app: MakeWall, clock: FixedClock) -> None:
    # While something alarms it is not: `a` for each of the alarms.
    evening = clock.wall().hour
    options = WallOptions(dim=((time(evening), time(evening + 1)),))
    await compare(wall_app, "wall-dimmed", *"aaaaaa", *["right"] * 3, options=options)


async def test_the_third_theme_is_followed_by_the_first(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall", *["right"] * 3, *"ttt")


async def test_wall_stale(wall_app: MakeWall, board: Board, clock: FixedClock) -> None:
    lose(board, SUPPORT)
    clock.advance(12.0)
    await compare(wall_app, "wall-stale", *["right"] * 2)


async def test_wall_80x24(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-80x24", *["down"] * 3, size=(80, 24))


async def test_wall_rows(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-rows", "minus", *["right"] * 2)


async def test_wall_big(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-big", "plus", *["right"] * 3)


AGENTS = WallOptions(group=Grouping.AGENT)


async def test_wall_in_groups(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-groups", *["down"] * 6, "space", "right", options=AGENTS)


async def test_wall_in_groups_as_cards(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-groups-cards", "plus", *["right"] * 3, options=WallOptions(group=Grouping.STATE))


async def test_wall_in_groups_80x24(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-groups-80x24", "down", "space", size=(80, 24), options=AGENTS)


async def test_wall_in_groups_without_colour(wall_app: MakeWall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await compare(wall_app, "wall-groups-no-colour", "down", "space", options=AGENTS)


async def test_wall_in_groups_light(wall_app: MakeWall) -> None:
    await compare(wall_app, "wall-groups-light", "right", "space", "t", options=AGENTS)


async def test_wall_without_colour(wall_app: MakeWall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    await compare(wall_app, "wall-no-colour", *["right"] * 3)


async def test_wall_in_sixteen_colours(wall_app: MakeWall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLORTERM")
    monkeypatch.setenv("TERM", "xterm")
    await compare(wall_app, "wall-sixteen-colours", *["right"] * 3)


async def test_inspector(wall_app: MakeWall) -> None:
    await compare(wall_app, "inspector", "right", "enter", size=(120, 35))


async def test_help(wall_app: MakeWall) -> None:
    await compare(wall_app, "help", "question_mark", size=(120, 45))


async def test_events(wall_app: MakeWall, journal: Journal, clock: FixedClock) -> None:
    for source, kind, words in (
        ("", EntryKind.OPERATION, "wall opened"),
        (BILLING, EntryKind.LINK, "live: recovered 7 calls and 8 devices in 0.18 s"),
        (RETENTION, EntryKind.LINK, "live: recovered 8 calls and 8 devices in 0.21 s"),
        (SUPPORT, EntryKind.LINK, "live: recovered 5 calls and 4 devices in 0.16 s"),
        (SUPPORT, EntryKind.PROBLEM, "a call could not be read: no usable state; all calls are asked for once more"),
        (BILLING, EntryKind.CALL, "b4 ringing, (202) 555-0143"),
        (SUPPORT, EntryKind.DEVICE, "5014 Not Ready"),
        (RETENTION, EntryKind.CALL, "r4 released"),
        (SUPPORT, EntryKind.LINK, "stale: connection lost"),
    ):
        clock.advance(1.7)
        journal.note(source, kind, words)
    await compare(wall_app, "events", "e", size=(120, 24))
