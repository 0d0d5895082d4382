"""Looking at a running wall as a person would."""

from collections.abc import Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from tests.screen_text import strips_of, text_of
from tests.screens.wall_app import WallApp
from tui.live.store.card import CallKey
from widgets.cards.density import Density


def top(app: WallApp) -> Screen[Any]:
    """The screen that is seen."""
    return app.screen


def density(app: WallApp) -> Density:
    """The density that is shown."""
    return app.wall.calls.grid.density


def screen_text(app: WallApp) -> str:
    """What the terminal shows, line by line."""
    return text_of(app)


def shown(app: WallApp, key: CallKey) -> str:
    """The cells of one card as they are on the screen now."""
    wall = app.wall.calls
    slot = wall.plan.slot_of_card(key)
    assert slot is not None
    region = wall.plan.region(slot).translate(wall.region.offset - (0, wall.scroll_offset.y))
    lines = strips_of(app)[region.y : region.bottom]
    return "\n".join(strip.crop(region.x, region.right).text for strip in lines)


async def settle(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app work until something is so; fail when it never is."""
    for _ in range(200):
        if condition():
            return
        await pilot.pause(0.01)
    raise AssertionError("it did not come to be so")
