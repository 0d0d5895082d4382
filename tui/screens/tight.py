"""Sends only the cells that changed.

Textual 8.2.8 sends every changed run of a line from the left edge of its widget on: on a wall most of the line again
for every digit. This leans on private parts of Textual, which is pinned anyway; a test counts the bytes.
"""

from rich.console import Console
from rich.control import Control
from textual._compositor import ChopsUpdate, Compositor


class TightUpdate(ChopsUpdate):
    """Some runs of cells, each sent on its own."""

    def render_segments(self, console: Console) -> str:
        """Write the runs.

        Args:
            console: Whose colours to use.

        Returns:
            What to send to the terminal.
        """
        sent: list[str] = []
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                if strip is not None and x < right and end > left:
                    start = max(x, left)
                    sent += [
                        Control.move_to(start, y).segment.text,
                        strip.crop(start - x, min(end, right) - x).render(console),
                    ]
        return "".join(sent)


class TightCompositor(Compositor):
    """A compositor whose partial updates are tight."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time.

        Returns:
            A tight update, or None where nothing changed.
        """
        update = super().render_partial_update()
        return None if update is None else TightUpdate(update.chops, update.spans, update.chop_ends)
