"""A wall as a Rich table in `Live`, made anew once a second; of more calls than there are lines it shows the first."""

from __future__ import annotations

import sys
import time

from rich.live import Live
from rich.table import Table


def table(count: int, elapsed: float) -> Table:
    """All calls as they are now."""
    made = Table("state", "number", "place", "time", expand=True)
    for number in range(count):
        minutes, seconds = divmod(int(elapsed + number % 3_000), 60)
        made.add_row("TALKING", f"(202) 555-01{number % 100:02}", "Washington D.C.", f"{minutes}:{seconds:02}")
    return made


def main() -> None:
    """Tick until ended."""
    begun = time.monotonic()
    with Live(auto_refresh=False, screen=True, vertical_overflow="crop") as live:
        while True:
            live.update(table(int(sys.argv[1]), time.monotonic() - begun), refresh=True)
            time.sleep(1.0)


if __name__ == "__main__":
    main()
