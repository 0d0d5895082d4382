"""The event log as a widget that draws only what is seen and follows the end until somebody scrolls away from it."""

from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.live.store.journal import EntryKind, Journal, JournalEntry
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.theme import palette_of
from widgets.lists.journal_face import entry_face


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
        self._lines: list[Strip] = []
        self._faces: dict[JournalEntry, list[Strip]] = {}
        self._revision = -1

    def follow(self) -> None:
        """Read what is new."""
        if self._journal.revision != self._revision:
            self.read_again()

    def read_again(self) -> None:
        """Read everything: something new, or another filter."""
        self._revision = self._journal.revision
        entries = [entry for entry in self._journal if self.kind in (None, entry.kind)]
        self._faces = {entry: self._faces.get(entry) or self._face(entry) for entry in entries}
        self._lines = [line for entry in entries for line in self._faces[entry]]
        self.shown = len(entries)
        self.virtual_size = Size(self.scrollable_content_region.width, len(self._lines))
        if self.following:
            # There is no end to go to before the new height is laid out.
            self.call_after_refresh(self.scroll_end, animate=False, immediate=True)
        self.refresh()

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
            return self._lines[number]
        style = pen_of(palette_of(self.app), Ground.BACKGROUND).style()
        return Strip.blank(self.scrollable_content_region.width, style)

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw_anew())

    def on_resize(self) -> None:
        """Fill the new size."""
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._faces.clear()
        self.read_again()

    def _face(self, entry: JournalEntry) -> list[Strip]:
        return entry_face(entry, palette_of(self.app), self.scrollable_content_region.width)
