"""A screen is drawn after each change, with all that changed together in one frame; what fails there is not lost."""

from __future__ import annotations

from functools import partial

from textual.app import App, ComposeResult
from textual.containers import Vertical
from textual.screen import Screen
from textual.widgets import Static

from tests.waiting import until
from tui.patches.frame_timer import FrameTimer, draw_soon


class DrawnScreen(Screen[None]):
    """A screen as ours are, which counts its frames."""

    def __init__(self) -> None:
        super().__init__()
        draw_soon(self)
        self.frames: list[frozenset[str | None]] = []
        self.fault: Exception | None = None
        self.updates = 0

    def has_drawn(self, frames: int) -> bool:
        """Whether there were so many."""
        return len(self.frames) >= frames

    def compose(self) -> ComposeResult:
        """Widgets that are deep, and not equally."""
        yield Static("one", id="one")
        with Vertical():
            yield Static("two", id="two")

    def _on_timer_update(self) -> None:
        self.updates += 1
        super()._on_timer_update()

    def _compositor_refresh(self) -> None:
        self.frames.append(frozenset(widget.id for widget in self._dirty_widgets))
        if self.fault is not None:
            raise self.fault
        super()._compositor_refresh()


class DrawnApp(App[None]):
    """Shows it."""

    def __init__(self) -> None:
        super().__init__()
        self.shown = DrawnScreen()
        self.told: list[Exception] = []

    async def _close_all(self) -> None:
        """Its parts go from here on; a frame that waits comes now."""
        self.shown.updates = 0
        FrameTimer(self.shown)._draw()
        await super()._close_all()

    def _handle_exception(self, error: Exception) -> None:
        self.told.append(error)

    def get_default_screen(self) -> Screen[None]:
        """The screen."""
        return self.shown


def change(screen: DrawnScreen, words: str) -> None:
    for name in ("#one", "#two"):
        screen.query_one(name, Static).update(words, layout=False)


async def test_what_changes_together_is_one_frame_and_every_change_is_drawn() -> None:
    app = DrawnApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.shown.frames.clear()
        for words in "abc":
            drawn = len(app.shown.frames) + 1
            change(app.shown, words)
            await until(partial(app.shown.has_drawn, drawn))
            assert app.shown.query_one("#one").render_line(0).text.startswith(words)

        assert app.shown.frames == [frozenset({"one", "two"})] * 3
        # And nothing is drawn of which nothing changed.
        await pilot.pause()
        assert len(app.shown.frames) == 3


async def test_what_is_laid_out_and_drawn_anew_is_drawn_once() -> None:
    app = DrawnApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.shown.frames.clear()
        change(app.shown, "anew")
        # Both at once, as when a screen comes back or changes its look.
        app.shown.refresh(layout=True)
        app.shown.refresh()
        await until(partial(app.shown.has_drawn, 1))
        assert app.shown.query_one("#two").render_line(0).text.startswith("anew")
        await pilot.pause()
        assert len(app.shown.frames) == 1


async def test_what_fails_while_it_is_drawn_is_told_to_the_application() -> None:
    app = DrawnApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        app.shown.fault = ZeroDivisionError("a face")
        change(app.shown, "other")
        await until(lambda: app.told)
        assert app.told == [app.shown.fault]
        app.shown.fault = None


async def test_nothing_is_drawn_while_the_application_ends() -> None:
    app = DrawnApp()
    async with app.run_test(size=(40, 10)) as pilot:
        await pilot.pause()
        assert app.shown.updates > 0

    assert app.shown.updates == 0
