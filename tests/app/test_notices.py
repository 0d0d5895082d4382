"""Notices over a screen: few, each once, and on a small screen one alone."""

from textual.pilot import Pilot
from textual.screen import Screen

from tests.waiting import until
from tui.fault_tolerant_app import NOTICES, FaultTolerantApp


class NoticedApp(FaultTolerantApp):
    """Shows nothing but notices."""

    def first_screen(self) -> Screen[None]:
        """An empty one."""
        return Screen()


async def told(app: NoticedApp, pilot: Pilot[int], *expected: str) -> None:
    """Wait for just these notices, in order."""

    def seen() -> list[str]:
        return [notice.message for notice in app._notifications]

    await until(lambda: seen() == list(expected), otherwise=lambda: str(seen()), pause=pilot.pause)
    assert len(app.screen.query("Toast")) == len(expected)


async def test_few_notices_stand_at_once_each_once_and_one_alone_on_a_small_screen() -> None:
    app = NoticedApp()
    async with app.run_test(size=(80, 45), notifications=True) as pilot:
        for words in "abbcdb":
            app.notify(words, timeout=900)
        await told(app, pilot, "c", "d", "b")
        app.notify("e", timeout=900)
        await told(app, pilot, "d", "b", "e")
        assert NOTICES == 3
        await pilot.resize_terminal(80, 24)
        app.notify("f", timeout=900)
        app.notify("e", timeout=900)
        await told(app, pilot, "e")
        (alone,) = app._notifications
        assert alone.time_left < 60, "it covers calls"
