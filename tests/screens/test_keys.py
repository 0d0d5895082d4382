import pytest
from textual.binding import Binding

from tests.screens.conftest import MakeWall
from tests.screens.seen import screen_text, settle
from tui.live.store.board import Board
from tui.screens import keys
from tui.screens.overlays.events import EventsScreen
from tui.screens.overlays.help import HelpScreen
from tui.screens.overlays.inspect import InspectScreen
from tui.screens.overlays.numbers import NumbersScreen
from tui.screens.wall.wall_screen import WallScreen

SCREENS = [
    (WallScreen, keys.WALL),
    (EventsScreen, keys.EVENTS),
    (InspectScreen, keys.READING),
    (HelpScreen, keys.READING),
    (NumbersScreen, keys.READING),
]
WRITES = ("a", "x", "m", "d", "r", "w", "y", "c", "u", "T", "A", "H")


@pytest.mark.parametrize(("screen", "deeds"), SCREENS)
def test_every_deed_is_bound_and_has_its_action(screen: type[WallScreen], deeds: tuple[keys.Deed, ...]) -> None:
    bound = {binding.id for binding in screen.BINDINGS if isinstance(binding, Binding)}
    assert len(bound) == len(deeds)
    for deed in deeds:
        name = deed.action.partition("(")[0]
        assert name.startswith("app.") or hasattr(screen, f"action_{name}"), deed.id


@pytest.mark.parametrize(("_screen", "deeds"), SCREENS)
def test_no_key_does_two_things(_screen: type[WallScreen], deeds: tuple[keys.Deed, ...]) -> None:
    pressed = [key for deed in deeds for key in deed.keys]
    assert len(pressed) == len(set(pressed))


async def test_the_help_lists_every_deed(wall_app: MakeWall) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 80)) as pilot:
        await pilot.press("question_mark")
        await settle(pilot, lambda: all(deed.words in screen_text(app) for deed in keys.WALL))
        assert "⊙ LISTENED" in screen_text(app)


@pytest.mark.usefixtures("full")
async def test_the_wall_writes_nothing_whatever_is_pressed(wall_app: MakeWall, board: Board) -> None:
    app = wall_app()
    async with app.run_test(size=(120, 35)) as pilot:
        revision = board.revision
        await pilot.press("right", *WRITES)
        assert board.revision == revision
        assert app.screen is app.wall
