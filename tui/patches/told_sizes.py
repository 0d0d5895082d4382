"""Tells each widget how large it has become, also where a frame came between a change and its layout.

Textual (8.2.8) compares a layout with what was arranged last, and that may have been for a frame: a widget that such a
frame was the first to arrange is told no size, and whatever it lays out by its size stays as it was, be it nothing.
"""

from textual._compositor import Compositor, CompositorMap, ReflowResult
from textual.geometry import Size
from textual.widget import Widget


class TellingCompositor(Compositor):
    """A compositor whose layouts differ from the last layout, and not from what was arranged for a frame."""

    def __init__(self) -> None:
        """Lay out nothing yet."""
        super().__init__()
        self._laid_out: CompositorMap = {}

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay out anew.

        Args:
            parent: The root.
            size: Of the area to be filled.

        Returns:
            What is hidden, shown and of another size since the last layout.
        """
        self._full_map = self._laid_out
        found = super().reflow(parent, size)
        self._laid_out = self._full_map
        return found

    def clear(self) -> None:
        """Forget all widgets: the screen closes."""
        super().clear()
        self._laid_out = {}
