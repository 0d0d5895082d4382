"""The figures as JSON, as a table, and in the chapter of this folder."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.needs import machine
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

Figures = Mapping[str, Any]
_PLACE = re.compile(r"(<!-- performance: [^\n]*-->\n).*?(<!-- end of performance -->)", re.DOTALL)


def as_json(rows: Sequence[Row]) -> dict[str, Any]:
    """Everything that was found, and how busy the machine was."""
    return {
        "machine": machine(),
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day of the person who measured
        "load_average": os.getloadavg(),
        "rows": [row.as_json() for row in rows],
    }


def write_json(found: Mapping[str, Any], to: Path) -> None:
    """Write it for people and programs."""
    to.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


def table(rows: Sequence[Figures]) -> str:
    """All rows as Markdown."""
    head = ["| what | budget | measured (least to most) | against | ratio |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(row) for row in rows)])


def write_readme(found: Mapping[str, Any]) -> None:
    """Put the table into its place."""
    readme = ROOT / "tests" / "bench" / "README.md"
    text = readme.read_text("utf-8")
    budgeted = [row for row in found["rows"] if row["budget"] is not None or row["peer"]]
    busy = f"load average {found['load_average'][-1]:.1f}"
    words = f"Measured on {found['date']}: {found['machine']}, {busy}; medians of {found['rows'][0]['rounds']} rounds."
    made = f"\n{words}\n\n{table(budgeted)}\n\n"
    readme.write_text(_PLACE.sub(lambda place: f"{place[1]}{made}{place[2]}", text), "utf-8")


def _line(row: Figures) -> str:
    least, most = row["spread"]
    measured = f"{_number(row['value'])} {row['unit']} ({_number(least)} to {_number(most)})"
    against = f"{_number(row['peer_value'])}, {row['peer']}" if row["peer"] else ""
    ratio = f"{row['ratio']:.2f}" if row["ratio"] is not None else ""
    return f"| {row['name']} | {_budget(row)} | {measured} | {against} | {ratio} |"


def _budget(row: Figures) -> str:
    if row["budget"] is None:
        return ""
    words = f"{row['budget']:g}{' x' if row['budget_is_ratio'] else ''}"
    return words if row["met"] else f"{words}, **not met**"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
