"""Textual alone: as many durations as fit change once a second, each in a strip that was made before.

The floor of an idle wall: what its compositor and its driver take for the same cells, with nothing to look up or draw.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

_BEFORE = "TALKING  (202) 555-0143  Washington D.C.  "
_TIMES = ("0:41", "0:42")


class ReadyStrips(Widget):
    """Shows one of two strips in each line."""

    DEFAULT_CSS = """
    ReadyStrips { width: 1fr; height: 1fr; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._ticks = 0
        self._strips = [Strip([Segment(f"{_BEFORE}{time}")]) for time in _TIMES]

    def on_mount(self) -> None:
        """Begin to tick."""
        self.set_interval(1.0, self._tick)

    def render_line(self, y: int) -> Strip:
        """One that is ready."""
        del y
        return self._strips[self._ticks % 2]

    def _tick(self) -> None:
        self._ticks += 1
        self.refresh(*(Region(len(_BEFORE), line, len(_TIMES[0]), 1) for line in range(self.size.height)))


class ReadyApp(App[None]):
    """Nothing else."""

    def compose(self) -> ComposeResult:
        """The strips."""
        yield ReadyStrips()


if __name__ == "__main__":
    ReadyApp().run()
