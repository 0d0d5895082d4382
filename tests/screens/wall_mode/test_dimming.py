"""A wall gives less light in its hours, not while somebody is needed or there; by the clock on the wall."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.screens.centre import BILLING, call, go_live, tell
from tests.screens.wall_app import WallApp
from tui.config.attention import hours
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.zoned_clock import ZonedClock
from tui.screens.wall.options import WallOptions
from tui.views.attention.hours import span_at
from widgets.bars.key_footer import KeyFooter
from widgets.drawing.theme import palette_of

NIGHT = (hours("22:00-06:00"),)
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("words", "date", "minutes"),
    [
        ("22:00-06:00", "2026-01-05", 8 * 60),
        ("12:00-13:30", "2026-01-05", 90),
        ("00:00-23:59", "2026-01-05", 24 * 60 - 1),
        # The clock leaves out an hour in the night of 29 March, and shows one twice in that of 25 October.
        ("22:00-06:00", "2026-03-28", 7 * 60),
        ("22:00-06:00", "2026-10-24", 9 * 60),
        ("02:00-03:00", "2026-03-28", 0),
        ("02:00-03:00", "2026-10-24", 2 * 60),
        ("01:30-03:30", "2026-03-28", 60),
    ],
)
def test_hours_are_those_of_the_clock_on_the_wall(words: str, date: str, minutes: int) -> None:
    noon = datetime.fromisoformat(f"{date}T12:00").replace(tzinfo=BERLIN)
    until = datetime.fromisoformat(f"{date}T12:00").replace(tzinfo=BERLIN) + timedelta(days=1)
    clock = FixedClock(1_000.0, noon.astimezone(UTC))
    wall, spans, seen = ZonedClock(clock, BERLIN), [hours(words)], 0
    while clock.wall() < until:
        seen += span_at(wall.wall(), spans) is not None
        clock.advance(60.0)
    assert seen == minutes


@pytest.mark.parametrize(
    "words", ["22-6", "22:00", "22:00-22:00", "22:00Z-06:00", "22:00-06:00+01:00", "a-b", "25:00-1:00"]
)
def test_what_are_no_hours_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match="are no hours: write them like 22:00-06:00"):
        hours(words)


async def test_it_is_dimmed_in_its_hours_until_somebody_is_needed_or_there(journal: Journal, true_colour: None) -> None:
    del true_colour
    clock = FixedClock(1_000.0, datetime(2026, 1, 5, 21, 59, tzinfo=UTC))
    board = Board(clock)
    go_live(board, BILLING, [], ["5001"])
    options = WallOptions(dim=NIGHT)
    app = WallApp(board, journal, options)
    async with app.run_test(size=(100, 30)) as pilot:

        async def look(after_s: float = 0.0) -> tuple[str, bool]:
            clock.advance(after_s)
            board.hear(BILLING, clock.now_s())
            app.wall.tick()
            await pilot.pause()
            return palette_of(app).name, "dimmed until 06:00" in app.wall.query_one(KeyFooter).render_line(0).text

        assert await look() == ("callboard-dark", False)
        assert await look(60.0) == ("callboard-dark-dimmed", True)
        # Somebody is there: all colours are seen for a minute, and the theme that they choose is dimmed then.
        assert not app.wall.touch()
        await pilot.press("t")
        assert await look() == ("callboard-light", False)
        assert await look(59.0) == ("callboard-light", False)
        assert await look(1.0) == ("callboard-light-dimmed", True)
        await pilot.press("t")
        assert await look() == ("callboard-colour-blind-dimmed", True)

        tell(board, BILLING, call("c1", "Ringing"))
        assert await look(19.0) == ("callboard-colour-blind-dimmed", True)
        assert await look(1.0) == ("callboard-colour-blind", False)
        await pilot.press("a")
        assert await look() == ("callboard-colour-blind-dimmed", True)

        app.wall.follow(replace(options, dim=()))
        assert await look() == ("callboard-colour-blind", False)
        app.wall.follow(options)
        assert await look() == ("callboard-colour-blind-dimmed", True)
        assert await look(8 * 3600.0) == ("callboard-colour-blind", False)


async def test_without_colours_there_is_nothing_to_dim(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    board = Board(FixedClock(1_000.0, datetime(2026, 1, 5, 23, tzinfo=UTC)))
    go_live(board, BILLING, [], ["5001"])
    app = WallApp(board, journal, WallOptions(dim=NIGHT))
    async with app.run_test(size=(100, 30)):
        app.wall.tick()
        assert palette_of(app).name == "callboard-plain"
        assert "dimmed" not in app.wall.query_one(KeyFooter).render_line(0).text
