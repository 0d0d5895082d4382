"""The event log as a screen."""

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

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
    DEEDS = keys.EVENTS
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
