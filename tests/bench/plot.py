"""How cost grows with calls and with sources, as one picture."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pygal
from pygal.style import CleanStyle

# pygal leaves a hook of an old kind behind, of which Python warns at every later import that fails.
sys.meta_path[:] = [finder for finder in sys.meta_path if hasattr(finder, "find_spec")]

SIZES = (100, 1_000, 10_000)
SOURCES = (1, 24, 200, 1_000)
_IDLE = "idle wall, {:,} calls"
_PEERS = {
    "a Textual widget and timer for each call": "a widget each",
    "Textual DataTable, update_cell": "DataTable",
    "Rich Live table": "Rich Live",
}


def write_plot(rows: Sequence[Mapping[str, Any]], to: Path) -> None:
    """Draw the idle wall and its peers by calls, and many sources beside them.

    Args:
        rows: As in the JSON; what was not measured is left out.
        to: An SVG file.
    """
    chart = pygal.XY(
        title="Share of a core, by calls (idle) and by sources (50 events/s)",
        x_title="calls, or sources",
        y_title="% of a core",
        logarithmic=True,
        x_labels=[1, 24, 100, 200, 1_000, 10_000],
        style=CleanStyle(background="white", plot_background="white"),
        js=(),
        width=900,
        height=480,
        legend_at_bottom=True,
        print_values=False,
        show_dots=True,
        truncate_legend=-1,
    )
    by_name = {(row["name"], row["peer"]): row for row in rows}
    chart.add("callboard, calls", _line(by_name, _IDLE, "", SIZES, "value"))
    for peer, words in _PEERS.items():
        chart.add(f"{words}, calls", _line(by_name, f"{_IDLE}, against", peer, SIZES, "peer_value"))
    one = _line(by_name, "{} source, 50 events/s", "", SOURCES[:1], "value")
    more = _line(by_name, "{:,} sources, 50 events/s", "one source", SOURCES[1:], "value")
    chart.add("callboard, sources", [*one, *more])
    svg = re.sub(r"<script.*?</script>", "", chart.render().decode(), flags=re.DOTALL)
    # Nothing in the picture differs from run to run but its figures.
    to.write_text(re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "performance", svg), encoding="utf-8")


def _line(
    rows: Mapping[tuple[str, str], Mapping[str, Any]], name: str, peer: str, sizes: Sequence[int], what: str
) -> list[tuple[int, float]]:
    found = [(size, rows.get((name.format(size), peer))) for size in sizes]
    return [(size, row[what]) for size, row in found if row]
