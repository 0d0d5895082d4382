"""What is drawn between a change of what is shown and its layout is still told how large it has become."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widget import Widget

from tui.patches.changed_cells import send_changed_cells


class Late(Widget):
    """A widget that is not shown at first, and keeps what it is told of its size."""

    DEFAULT_CSS = "Late { display: none; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Size] = []

    def on_resize(self) -> None:
        """Keep it."""
        self.told.append(self.size)


class LateScreen(Screen[None]):
    """A screen as ours are."""

    def __init__(self) -> None:
        super().__init__()
        send_changed_cells(self)

    def compose(self) -> ComposeResult:
        """One widget."""
        yield Late()


class LateApp(App[None]):
    """Shows it."""

    def get_default_screen(self) -> Screen[None]:
        """The screen."""
        return LateScreen()


async def test_a_frame_before_the_layout_keeps_the_new_size_from_nobody() -> None:
    app = LateApp()
    async with app.run_test(size=(40, 10)) as pilot:
        late = app.screen.query_one(Late)
        await pilot.pause()
        assert late.told == []

        late.display = True
        # A frame that was asked for before comes just now, and this widget wants to be drawn.
        app.screen._compositor.update_widgets({late})
        assert late in app.screen._compositor.full_map
        await pilot.pause()

        assert late.told == [Size(40, 10)]
        # And once more when it comes back.
        late.display = False
        await pilot.pause()
        late.display = True
        app.screen._compositor.update_widgets({late})
        assert late in app.screen._compositor.full_map
        await pilot.pause()
        assert late.told == [Size(40, 10)] * 2
