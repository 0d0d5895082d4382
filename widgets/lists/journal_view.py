"""The event log as a widget that draws only what is seen and follows the end until somebody scrolls away from it."""

from collections.abc import Sequence

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.live.store.journal import EntryKind, Journal, JournalEntry
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.theme import palette_of
from widgets.lists.journal_face import entry_face, entry_height

_REMEMBERED = 500
"""Entries whose lines are kept once they were seen."""


class JournalView(ScrollView, can_focus=True, inherit_bindings=False):
    """Shows what happened, newest last."""

    DEFAULT_CSS = """
    JournalView {
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    def __init__(self, journal: Journal) -> None:
        """Show a log.

        Args:
            journal: The log.
        """
        super().__init__()
        self.kind: EntryKind | None = None
        self.shown = 0
        self.following = True
        self._journal = journal
        self._entries: list[JournalEntry] = []
        self._lines: list[tuple[JournalEntry, int]] = []
        self._faces: dict[JournalEntry, list[Strip]] = {}
        self._revision = -1
        self._width = 0

    def follow(self) -> None:
        """Read what is new."""
        if self._journal.revision != self._revision:
            self._read()

    def read_again(self) -> None:
        """Read everything: with another filter, in another width or other colours."""
        # All lines are of one width, also while a layout has changed and nobody was told yet.
        self._width = self.scrollable_content_region.width
        self._faces.clear()
        self._entries, self._lines = [], []
        self._read()

    def _read(self) -> None:
        self._revision = self._journal.revision
        entries = [entry for entry in self._journal if self.kind in (None, entry.kind)]
        if self._width:
            # Before the first layout each word would have a line of its own.
            for entry in entries[self._keep(entries) :]:
                self._lines += [(entry, line) for line in range(entry_height(entry, self._width))]
            self._entries = entries
        self.shown = len(entries)
        self.virtual_size = Size(self._width, len(self._lines))
        if self.following:
            # There is no end to go to before the new height is laid out.
            self.call_after_refresh(self.scroll_end, animate=False, immediate=True)
        self.refresh()

    def _keep(self, entries: Sequence[JournalEntry]) -> int:
        """Keep the lines of what stands there still, which is told by the first and the last of it: most do.

        Returns:
            How many of these entries have lines.
        """
        before = self._entries
        gone = next((place for place, entry in enumerate(before) if entries and entry is entries[0]), len(before))
        kept = len(before) - gone
        if not 0 < kept <= len(entries) or entries[kept - 1] is not before[-1]:
            self._lines = []
            return 0
        del self._lines[: next(place for place, (entry, _) in enumerate(self._lines) if entry is entries[0])]
        return kept

    def show_kind(self, kind: EntryKind | None) -> None:
        """Show one kind only.

        Args:
            kind: Which; None shows all.
        """
        self.kind = kind
        self.following = True
        self.read_again()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Follow the end from when somebody is there, until they scroll back.

        Args:
            old_value: Line that was at the top.
            new_value: Line that is now.
        """
        super().watch_scroll_y(old_value, new_value)
        self.following = new_value >= max(old_value, self.max_scroll_y)

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        number = y + self.scroll_offset.y
        if number < len(self._lines):
            entry, line = self._lines[number]
            return self._face(entry)[line]
        style = pen_of(palette_of(self.app), Ground.BACKGROUND).style()
        return Strip.blank(self.scrollable_content_region.width, style)

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.read_again())

    def on_resize(self) -> None:
        """Fill the new size."""
        self.read_again()

    def _face(self, entry: JournalEntry) -> list[Strip]:
        face = self._faces.get(entry)
        if face is None:
            if len(self._faces) >= _REMEMBERED:
                self._faces.clear()
            face = self._faces[entry] = entry_face(entry, palette_of(self.app), self._width)
        return face
