"""A widget made of a few strips, of which only the cells that differ are sent."""

from collections.abc import Sequence

from textual.strip import Strip
from textual.widget import Widget

from widgets.drawing.differences import changed_regions
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.theme import palette_of


class StripLines(Widget):
    """Shows what `draw` returns; ask for it again with `redraw`."""

    _strips: Sequence[Strip] = ()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw; subclasses say what.

        Args:
            width: Cells there are.
            height: Lines there are.

        Returns:
            At most `height` strips, each `width` wide.
        """
        raise NotImplementedError

    def redraw(self) -> None:
        """Draw again, and send what differs."""
        before, self._strips = self._strips, self.draw(*self.size)
        if len(before) != len(self._strips) or any(
            old.cell_length != new.cell_length for old, new in zip(before, self._strips, strict=True)
        ):
            self.refresh()
        elif changed := tuple(changed_regions(before, self._strips)):
            self.refresh(*changed)

    def render_line(self, y: int) -> Strip:
        """One line of what was drawn."""
        if y < len(self._strips):
            return self._strips[y]
        return Strip.blank(self.size.width, pen_of(palette_of(self.app), Ground.BACKGROUND).style())

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self._draw_anew())

    def on_resize(self) -> None:
        """Fill the new size."""
        self._draw_anew()

    def _draw_anew(self) -> None:
        self._strips = self.draw(*self.size)
        self.refresh()
