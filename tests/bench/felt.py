"""The ten rows that people feel, for the first page: name and peer of a row, and what it means to them."""

from __future__ import annotations

from collections.abc import Sequence

FELT: Sequence[tuple[str, str, str]] = (
    ("idle wall, 1,000 calls, against", "Textual DataTable, update_cell", "a wall of 1,000 calls whose durations tick"),
    ("idle wall, 10,000 calls against 1,000", "the same with 1,000", "the same with 10,000 calls"),
    (
        "wire to pixel, 50/s on 200 calls, p50",
        "the library's delivery and a frame",
        "from an event of the server to the changed cells, 50 events a second",
    ),
    ("wire to pixel, 1,000/s on 1,000 calls, key answered", "", "a key answered while 1,000 events a second arrive"),
    (
        "key answered, 10,000 alarmed masked calls against 100",
        "the same with 100",
        "a key on a masked wall of 10,000 calls that all alarm",
    ),
    ("10,000 masked calls, grouped by agent", "", "10,000 calls grouped by agent"),
    ("10,000 masked calls, first letter of a filter", "", "the first letter of a filter over 10,000 calls"),
    ("recovery of 10,000 calls", "parse and validate alone", "all of 10,000 calls asked for again and drawn"),
    ("start to live", "a bare Textual app", "from the start to the first live call"),
    ("memory, 1,000 calls", "a bare Textual app", "memory with 1,000 calls"),
)
