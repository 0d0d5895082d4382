"""The publishers as a screen: who of them is heard, with how many logins, and how far behind."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.live.publishers import Relay
from tui.live.store.board import Board, Changes
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.overlays.help import HelpScreen
from tui.views.words.link_words import Trust, link_words
from tui.views.words.publisher_words import publisher_lines
from widgets.bars.key_footer import KeyFooter
from widgets.bars.title_line import TitleLine
from widgets.lists.publisher_lines import PublisherLines

MEANINGS = (
    (Trust.LIVE.mark, "it is heard, and all that it tells is what its logins told it"),
    (Trust.STALE.mark, "something is wrong with it, which stands beside or below it; its logins are stale"),
    (
        "its logins",
        "how many are live, of those known here; (… said) where it tells of another number",
    ),
    ("heard", "when it was heard last, and how often it promises to be"),
    ("late", "how long its last word was on its way"),
    ("what it is", "program and version; from 100 columns on"),
)
"""For the help: what is seen here and nowhere else."""


class PublishersScreen(BoardScreen, inherit_bindings=False):
    """Shows who tells of the logins that are shown."""

    CSS = """
    PublishersScreen { background: $background; }
    """
    DEEDS = keys.PUBLISHERS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("publishers", keys.PUBLISHERS)

    def __init__(self, board: Board, relays: Sequence[Relay]) -> None:
        """Show publishers.

        Args:
            board: Whose links are shown above them.
            relays: Where they publish.
        """
        super().__init__(board)
        self._relays = relays

    def compose(self) -> ComposeResult:
        """Title, publishers, keys."""
        yield TitleLine()
        yield PublisherLines()
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show how they are."""
        self.tick()

    def tick(self) -> None:
        """A second has passed."""
        now_s = self.board.clock.now_s()
        lines = publisher_lines((one for relay in self._relays for one in relay.publishers()), now_s)
        self.query_one(PublisherLines).show(lines)
        where = " · ".join(self._place(relay) for relay in self._relays)
        links = "  ".join(words.text for words in link_words(tuple(self.board.sources.values()), now_s))
        self.query_one(TitleLine).show("publishers", f"{len(lines)} at {where}", links)
        self.query_one(KeyFooter).show(keys.footer_keys(self.DEEDS))

    def take(self, changes: Changes) -> None:
        """A second is soon enough to count thousands.

        Args:
            changes: What changed.
        """
        del changes

    async def action_help(self) -> None:
        """Say what the columns mean, and the keys."""
        await self.app.push_screen(HelpScreen(self.DEEDS, MEANINGS))

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines.

        Args:
            lines: Downward.
        """
        self.query_one(PublisherLines).move(lines)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages.

        Args:
            pages: Downward.
        """
        shown = self.query_one(PublisherLines)
        shown.move(pages * max(1, shown.size.height - 1))

    def action_scroll_edge(self, last: bool) -> None:
        """Scroll to an end.

        Args:
            last: Which one.
        """
        self.query_one(PublisherLines).move(1_000_000 if last else -1_000_000)

    async def on_key_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        """Do what the clicked key does.

        Args:
            event: Which.
        """
        await self.run_action(event.action)

    @staticmethod
    def _place(relay: Relay) -> str:
        return relay.name if relay.link.live else f"{relay.name}, {relay.link.state}: {relay.link.why}"
