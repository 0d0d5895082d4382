"""The event log as a screen."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from tui.live.publishers import Relay
from tui.live.store.board import Board, Changes
from tui.live.store.journal import EntryKind, Journal
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.overlays.reading import ReadingActions
from tui.views.words.link_words import link_words
from widgets.bars.key_footer import KeyFooter
from widgets.bars.title_line import TitleLine
from widgets.lists.journal_view import JournalView

_KINDS: tuple[EntryKind | None, ...] = (None, *EntryKind)


class EventsScreen(ReadingActions, BoardScreen, inherit_bindings=False):
    """Shows what arrived, what was sent and what went wrong; newest last."""

    CSS_PATH = Path(__file__).with_name("reading.tcss")
    DEEDS: ClassVar[tuple[keys.Deed, ...]] = keys.EVENTS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("events", keys.EVENTS)

    def __init__(self, board: Board, journal: Journal) -> None:
        """Show a log.

        Args:
            board: Whose links are shown above it.
            journal: The log.
        """
        super().__init__(board)
        self._journal = journal

    def compose(self) -> ComposeResult:
        """Title, entries, keys."""
        yield TitleLine()
        yield JournalView(self._journal).add_class("read")
        yield KeyFooter()

    def on_mount(self) -> None:
        """Show what has happened so far."""
        self.tick()

    def tick(self) -> None:
        """A second has passed."""
        view = self.query_one(JournalView)
        view.follow()
        kind = view.kind.value if view.kind else "all"
        links = "  ".join(
            words.text for words in link_words(tuple(self.board.sources.values()), self.board.clock.now_s())
        )
        following = "follows the end" if view.following else "stands still · End follows"
        self.query_one(TitleLine).show("events", f"{view.shown} of {len(self._journal)} · {following}", links)
        self.query_one(KeyFooter).show(keys.footer_keys(self.DEEDS, {"kind": kind}))

    def take(self, changes: Changes) -> None:
        """Show what came with a change."""
        del changes
        self.tick()

    def action_kind(self) -> None:
        """Show the next kind."""
        view = self.query_one(JournalView)
        view.show_kind(_KINDS[(_KINDS.index(view.kind) + 1) % len(_KINDS)])
        self.tick()


class RelayedEventsScreen(EventsScreen, inherit_bindings=False):
    """The event log of a board of which others tell, and the way to who they are."""

    DEEDS: ClassVar[tuple[keys.Deed, ...]] = keys.EVENTS_AND_PUBLISHERS
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("events", keys.EVENTS_AND_PUBLISHERS)

    def __init__(self, board: Board, journal: Journal, relays: Sequence[Relay]) -> None:
        """Show a log.

        Args:
            board: Whose links are shown above it.
            journal: The log.
            relays: Where others tell what they know.
        """
        super().__init__(board, journal)
        self._relays = relays

    async def action_publishers(self) -> None:
        """Show who publishes."""
        from tui.screens.overlays.publishers import PublishersScreen

        await self.app.push_screen(PublishersScreen(self.board, self._relays))
