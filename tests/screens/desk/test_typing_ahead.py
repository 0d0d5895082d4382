"""Keys that come before the screen which they would reach is there, and keys that mean nothing on the desk."""

from tests.control.desk import Desk
from tests.screens.desk.conftest import Open
from tui.screens.desk.over_desk import EventsOverDesk, HelpOverDesk, InspectOverDesk, PickOverDesk
from tui.screens.overlays.pick import PickAnswer
from tui.screens.overlays.publishers import PublishersScreen


async def test_what_reaches_a_screen_before_it_is_composed_does_nothing(desk: Desk, seat: Open) -> None:
    await desk.talking()
    async with seat() as agent:
        app, parts = agent.app, desk.parts
        await agent.until(lambda: app.desk.selected, "a call is selected")
        key = app.desk.selected
        assert key is not None
        taken: list[str | None] = []
        for screen in (
            EventsOverDesk(parts.board, parts.journal, app.desk.action_answer),
            HelpOverDesk(app.desk.DEEDS, app.desk.action_answer),
            InspectOverDesk(parts.board, key, app.desk.action_answer),
            PickOverDesk("sure", [PickAnswer("yes", "y", "yes")], app.desk.action_answer),
            PublishersScreen(parts.board, []),
        ):
            # Not awaited yet: it is the screen of the application from now on, with nothing on it.
            mounted = app.push_screen(screen, taken.append)
            assert app.screen is screen
            for deed in screen.DEEDS:
                await app.run_action(deed.action, screen)
            await mounted
            assert app.screen is screen
            assert taken == []
            await agent.press("escape")
            await agent.until(lambda: app.screen is app.desk, "back")
            taken.clear()


async def test_a_screen_that_is_taken_away_at_once_fails_at_nothing(desk: Desk, seat: Open) -> None:
    async with seat() as agent:
        app, parts = agent.app, desk.parts
        for screen in (
            EventsOverDesk(parts.board, parts.journal, app.desk.action_answer),
            HelpOverDesk(app.desk.DEEDS, app.desk.action_answer),
            PickOverDesk("sure", [PickAnswer("yes", "y", "yes")], app.desk.action_answer),
            PublishersScreen(parts.board, []),
        ):
            mounted = app.push_screen(screen)
            gone = app.pop_screen()
            await mounted
            await gone
            assert app.screen is app.desk


async def test_a_key_that_means_nothing_on_the_desk_goes_nowhere_else(seat: Open) -> None:
    async with seat() as agent:
        await agent.press("g", "G", "home", "end", "z")
        assert agent.app.untaken == []
        await agent.press("ctrl+c")
        assert agent.app.untaken == ["ctrl+c"]
