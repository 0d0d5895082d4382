"""A wall as the Textual tutorial builds its stopwatches: a widget for each call, with labels and a timer of its own."""

from __future__ import annotations

import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.containers import HorizontalGroup, VerticalScroll
from textual.reactive import reactive
from textual.widgets import Digits, Label


class Duration(Label):
    """Ticks by itself."""

    elapsed = reactive(0.0)

    def __init__(self, age_s: float) -> None:
        super().__init__()
        self._start = monotonic() - age_s

    def on_mount(self) -> None:
        """Begin to tick, once a second."""
        self.set_interval(1.0, self._tick)

    def watch_elapsed(self, elapsed: float) -> None:
        """Show it."""
        minutes, seconds = divmod(int(elapsed), 60)
        self.update(f"{minutes}:{seconds:02}")

    def _tick(self) -> None:
        self.elapsed = monotonic() - self._start


class Card(HorizontalGroup):
    """One call."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def compose(self) -> ComposeResult:
        """State, number, place, duration."""
        yield Label("TALKING ")
        yield Label(f"(202) 555-01{self._number % 100:02} ")
        yield Label("Washington D.C. ")
        yield Duration(self._number % 3_000)


class Wall(App[None]):
    """All of them."""

    def compose(self) -> ComposeResult:
        """A head and the cards."""
        yield Digits(sys.argv[1])
        yield VerticalScroll(*(Card(number) for number in range(int(sys.argv[1]))))


if __name__ == "__main__":
    Wall().run()
