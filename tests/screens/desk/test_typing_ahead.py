"""Keys that were not meant for what they reach: typed ahead, typed on, pasted, or with no meaning on the desk."""

from textual.events import Key

from tests.control.desk import COLLEAGUE, Desk
from tests.screens.desk.conftest import Open
from tui.screens.desk.over_desk import EventsOverDesk, HelpOverDesk, InspectOverDesk, PickOverDesk
from tui.screens.desk.trailing_keys import PAUSE_S, TrailingKeys
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


async def test_a_paste_that_comes_as_keys_sends_nothing(desk: Desk, seat: Open) -> None:
    call_id = await desk.talking()
    async with seat(dispositions=("Sold", "Callback")) as agent:
        await agent.select(call_id)
        await agent.until(lambda: "x hang up" in agent.foot, "offered")
        before = desk.sent
        await agent.paste_as_keys("xx")
        await agent.see("hang up: keys that come all at once send nothing")
        await agent.press("x")
        await agent.until(lambda: "x again" in agent.foot, "the first press, not the second")
        await agent.press("escape")
        for text in (
            "hhm",
            "Jyr",
            "dd12#",
            "qe",
            "qy",
            "Y1",
            "o1",
            f"n{COLLEAGUE}\r",
            f"c{COLLEAGUE}\r\r",
            "please, yes\r",
        ):
            await agent.paste_as_keys(text)
            await agent.pilot.pause()
            await agent.press("escape", "escape")
        assert desk.call(call_id)
        assert desk.sent == before
        await agent.press("n")
        await agent.paste_as_keys(f"{COLLEAGUE}\r")
        await agent.until(lambda: COLLEAGUE in agent.prompt, "it is text where a text is asked for")
        await agent.press("d", "backspace", "enter")
        await agent.until(lambda: desk.sent.get("Dial") == 1, "sent by a key that was pressed")


async def test_what_is_typed_on_behind_a_digit_that_has_answered_does_nothing(desk: Desk, seat: Open) -> None:
    await desk.do("not_ready")
    async with seat() as agent:
        await agent.until(lambda: "y ready" in agent.foot, "offered")
        ringing = await desk.ringing()
        await agent.until(lambda: "answers" in agent.text, "rings")
        await agent.press("Y")
        await agent.until(lambda: "1 " in agent.prompt, "asked")
        await agent.type_fast("1", "enter")
        await agent.until(lambda: not agent.prompt and agent.operations, "chosen")
        await agent.press("i", "escape")
        assert "Answer" not in desk.sent, "Enter was meant for the question"
        await agent.press("enter")
        await agent.until(lambda: desk.sent.get("Answer") == 1, "another key came in between")
        assert desk.call(ringing)


def test_typing_on_ends_with_a_pause_or_another_key() -> None:
    def key(name: str, at_s: float) -> Key:
        event = Key(name, name if len(name) == 1 else None)
        event.time = at_s
        return event

    trailing = TrailingKeys()
    assert not trailing.takes(key("enter", 10.0)), "no question has closed"
    trailing.follow(10.0)
    assert trailing.takes(key("enter", 10.0 + PAUSE_S))
    assert trailing.takes(key("3", 10.0 + 2 * PAUSE_S)), "still without a pause"
    assert not trailing.takes(key("enter", 10.1 + 3 * PAUSE_S))
    assert not trailing.takes(key("enter", 10.2 + 3 * PAUSE_S)), "over"
    trailing.follow(20.0)
    assert not trailing.takes(key("h", 20.1)), "a key of the desk is meant"
    assert not trailing.takes(key("enter", 20.2))
