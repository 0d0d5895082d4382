"""Sends only the cells that changed.

Textual 8.2.8 sends every changed run of a line from the left edge of its widget on, and all colours again for each:
on a wall most of the line again for every digit. This leans on private parts of Textual, which is pinned anyway; a test
counts the bytes.
"""

from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, Compositor
from textual.strip import Strip


class TightUpdate(ChopsUpdate):
    """Some runs of cells, each sent on its own."""

    def render_segments(self, console: Console) -> str:
        """Write the runs.

        Args:
            console: Whose colours to use.

        Returns:
            What to send to the terminal.
        """
        writing = _Writing(console._color_system or ColorSystem.TRUECOLOR)
        for y, left, right in self.spans:
            for end, (x, strip) in zip(self.chop_ends[y], self.chops[y].items(), strict=True):
                if strip is not None and x < right and end > left:
                    start = max(x, left)
                    writing.move(start, y)
                    writing.write(strip.crop(start - x, min(end, right) - x))
        return writing.end()


class _Writing:
    """Sequences for a terminal; what the terminal remembers is not said again."""

    def __init__(self, color_system: ColorSystem) -> None:
        self._color_system = color_system
        self._sent: list[str] = []
        self._style = ""
        self._line = -1

    def move(self, x: int, y: int) -> None:
        # Only ever to a column by its number: terminals do not agree how wide some letters are.
        self._sent.append(f"\x1b[{x + 1}G" if y == self._line else f"\x1b[{y + 1};{x + 1}H")
        self._line = y

    def write(self, strip: Strip) -> None:
        for text, style, _ in strip:
            self._dress(style)
            self._sent.append(text)

    def end(self) -> str:
        self._dress(None)
        return "".join(self._sent)

    def _dress(self, style: Style | None) -> None:
        wanted = Strip.render_ansi(style, self._color_system) if style else ""
        if wanted != self._style:
            self._sent.append(f"\x1b[0;{wanted}m" if self._style and wanted else f"\x1b[{wanted}m")
            self._style = wanted


class TightCompositor(Compositor):
    """A compositor whose partial updates are tight."""

    def render_partial_update(self) -> ChopsUpdate | None:
        """What changed since the last time.

        Returns:
            A tight update, or None where nothing changed.
        """
        update = super().render_partial_update()
        return None if update is None else TightUpdate(update.chops, update.spans, update.chop_ends)
