"""A wall as a Textual `DataTable` whose durations are updated cell by cell, once a second."""

from __future__ import annotations

import sys
from time import monotonic

from textual.app import App, ComposeResult
from textual.widgets import DataTable


class Wall(App[None]):
    """A table of calls."""

    def compose(self) -> ComposeResult:
        """The table."""
        yield DataTable[str]()

    def on_mount(self) -> None:
        """Fill it and begin to tick."""
        self._begun = monotonic()
        self._count = int(sys.argv[1])
        table = self.query_one(DataTable)
        for name in ("state", "number", "place", "time"):
            table.add_column(name, key=name, width=16)
        for number in range(self._count):
            table.add_row("TALKING", f"(202) 555-01{number % 100:02}", "Washington D.C.", "0:00", key=str(number))
        self.set_interval(1.0, self._tick)

    def _tick(self) -> None:
        table = self.query_one(DataTable)
        elapsed = monotonic() - self._begun
        for number in range(self._count):
            minutes, seconds = divmod(int(elapsed + number % 3_000), 60)
            table.update_cell(str(number), "time", f"{minutes}:{seconds:02}")


if __name__ == "__main__":
    Wall().run()
