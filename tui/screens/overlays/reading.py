"""What every screen shares that is only read: scrolling and going back."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tui.language.count_words import count_of
from tui.screens import keys
from tui.screens.composed import ComposedScreen
from widgets.bars.key_footer import KeyFooter
from widgets.bars.title_line import TitleLine
from widgets.drawing.palette import Ground


class ReadingActions(ComposedScreen[None], inherit_bindings=False):
    """Actions of `keys.READING`, on the one scrolling part of the screen."""

    @property
    def _read(self) -> Widget:
        return self.query_one(".read")

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines.

        Args:
            lines: Downward.
        """
        self._read.scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages.

        Args:
            pages: Downward.
        """
        part = self._read
        part.scroll_relative(y=pages * max(1, part.size.height - 1), animate=False)

    def action_scroll_edge(self, last: bool) -> None:
        """Scroll to an end.

        Args:
            last: Which one.
        """
        part = self._read
        if last:
            part.scroll_end(animate=False)
        else:
            part.scroll_home(animate=False)

    async def on_key_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        """Do what the clicked key does."""
        await self.run_action(event.action)


class ReadingPanel(ReadingActions, inherit_bindings=False):
    """One panel of text, with a title and its keys."""

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel"):
            yield TitleLine(Ground.PANEL)
            with VerticalScroll(classes="read"):
                yield Static(id="content")
            yield KeyFooter()

    rest_name = ""
    """What the last lines are about, so that somebody looks for it; subclasses may say it."""

    def on_mount(self) -> None:
        """Say the keys, and how much there is below what is seen."""
        for what in ("scroll_y", "virtual_size", "size"):
            self.watch(self._read, what, self._show_foot_soon)

    def _show_foot_soon(self) -> None:
        # Only with the layout it is known how much there is.
        self.call_after_refresh(self._show_foot)

    def _show_foot(self) -> None:
        part = self._read
        below = max(0, round(part.max_scroll_y - part.scroll_y))
        about = f", {self.rest_name}" if self.rest_name else ""
        rest = f"{count_of(below, 'more line')}{about}: {keys.key_of('page_down', keys.READING)}" if below else ""
        self.query_one(KeyFooter).show(keys.footer_keys(keys.READING), rest)
