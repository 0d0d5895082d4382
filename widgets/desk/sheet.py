"""A sheet of lines that scrolls, and tells what was clicked."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from widgets.drawing.differences import changed_regions
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.spots import Meaning, SheetLine
from widgets.drawing.theme import palette_of

Draw = Callable[[int, int], Sequence[SheetLine]]
"""Makes the lines for a width and a height, cells; there may be more lines than the height."""


class Sheet(ScrollView, can_focus=False, inherit_bindings=False):
    """Shows what `draw` returns; ask for it again with `redraw`: only the cells that differ are sent."""

    DEFAULT_CSS = """
    Sheet {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    @dataclass
    class Clicked(Message):
        """Somebody clicked something that has a meaning."""

        meaning: Meaning

    def __init__(self, draw: Draw, *, id: str | None = None) -> None:  # noqa: A002 - Textual's own word
        """Make an empty sheet.

        Args:
            draw: Makes the lines.
            id: Its id.
        """
        super().__init__(id=id)
        self._draw = draw
        self._lines: Sequence[SheetLine] = ()
        self._carried_to = 0

    @property
    def lines(self) -> Sequence[SheetLine]:
        """Everything on the sheet, seen or not."""
        return self._lines

    def redraw(self) -> None:
        """Draw again, and send what differs."""
        if not self.display or not self.is_mounted or self._view.width < 1:
            return
        before, self._lines = self._lines, self._draw(*self._view)
        self.virtual_size = Size(self._view.width, len(self._lines))
        old, new = ([line.strip for line in lines] for lines in (before, self._lines))
        if len(old) != len(new) or any(a.cell_length != b.cell_length for a, b in zip(old, new, strict=True)):
            self.refresh()
            return
        view = Region(0, 0, *self._view)
        changed = (region.translate((0, -self.scroll_offset.y)) for region in changed_regions(old, new))
        if seen := [part for region in changed if (part := region.intersection(view))]:
            self.refresh(*seen)

    def keep_seen(self, first: int, count: int) -> None:
        """Scroll as little as it takes to see some lines.

        Args:
            first: Number of the first.
            count: How many.
        """
        self.scroll_to_region(Region(0, first, self._view.width, count), animate=False, force=True)

    def keep_seen_anew(self, first: int, count: int) -> None:
        """As `keep_seen`, for a new size; from the top, where only an earlier size has taken that away.

        Args:
            first: Number of the first.
            count: How many.
        """
        from_top = self.scroll_offset.y <= self._carried_to
        if from_top:
            self.scroll_home(animate=False, immediate=True)
        self.keep_seen(first, count)
        self.call_after_refresh(self._note_carried, from_top=from_top)

    def _note_carried(self, *, from_top: bool) -> None:
        self._carried_to = self.scroll_offset.y if from_top else 0

    def render_line(self, y: int) -> Strip:
        """One line of what is seen."""
        number = y + self.scroll_offset.y
        if number < len(self._lines):
            return self._lines[number].strip
        return Strip.blank(self._view.width, pen_of(palette_of(self.app), Ground.BACKGROUND).style())

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw_anew())

    def on_resize(self) -> None:
        """Fill the new size."""
        self._draw_anew()

    def on_show(self) -> None:
        """Fill what was hidden."""
        self._draw_anew()

    def on_click(self, event: events.Click) -> None:
        """Tell what was clicked."""
        number = event.y + self.scroll_offset.y
        meaning = self._lines[number].meaning_at(event.x) if 0 <= number < len(self._lines) else ()
        if meaning:
            self.post_message(self.Clicked(meaning))

    @property
    def _view(self) -> Size:
        return self.scrollable_content_region.size

    def _draw_anew(self) -> None:
        self._lines = ()
        self.redraw()
        self.refresh()
