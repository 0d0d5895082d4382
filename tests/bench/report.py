"""The figures as JSON, part by part; as tables; and in the chapter of this folder and on the first page."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from tests.bench.felt import FELT
from tests.bench.needs import machine
from tests.bench.rows import Row
from tests.pseudo_terminal import ROOT

Figures = Mapping[str, Any]
KEPT = ROOT / "tests" / "bench" / "figures.json"
"""The figures of which the tables are made: of every part those that were measured last."""
CHAPTER, FIRST_PAGE = ROOT / "tests" / "bench" / "README.md", ROOT / "README.md"
_PLACE = re.compile(r"(<!-- performance: [^\n]*-->\n).*?(<!-- end of performance -->)", re.DOTALL)


def part_figures(rows: Sequence[Row]) -> dict[str, Any]:
    """What was found in one part, when, and how busy the machine was."""
    return {
        "machine": machine(),
        "date": date.today().isoformat(),  # noqa: DTZ011 - the day of the person who measured
        "load_average": os.getloadavg()[-1],
        "rows": [row.as_json() for row in rows],
    }


def known_figures(of: Path) -> dict[str, Any]:
    """What was measured before, by part; nothing where there is no such file."""
    if not of.exists():
        return {}
    known: dict[str, Any] = json.loads(of.read_text("utf-8"))
    return known


def write_json(figures: Figures, to: Path) -> None:
    """Write it for people and programs."""
    to.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def all_rows(figures: Figures) -> list[Figures]:
    """The rows of all parts."""
    return [row for part in figures.values() for row in part["rows"]]


def table(rows: Sequence[Figures]) -> str:
    """Rows as Markdown."""
    head = ["| what | budget | measured (least to most) | against | ratio |", "|---|---|---|---|---|"]
    return "\n".join([*head, *(_line(row) for row in rows)])


def chapter(figures: Figures) -> str:
    """All parts, each with its table, as they stand in the chapter."""
    return "".join(_part(name, part) for name, part in figures.items()) + "\n"


def felt(figures: Figures) -> str:
    """What people feel, as it stands on the first page; what was not measured is left out."""
    head = ["| what | callboard | against | ratio |", "|---|---|---|---|"]
    return "\n".join(["", *head, *_felt_lines(all_rows(figures)), "", ""])


def write_readmes(figures: Figures) -> None:
    """Put the tables into their places."""
    for readme, made in ((CHAPTER, chapter(figures)), (FIRST_PAGE, felt(figures))):
        readme.write_text(_in_place(readme, made), "utf-8")


def is_written(figures: Figures) -> bool:
    """Whether both pages hold the tables of these figures."""
    pages = ((CHAPTER, chapter(figures)), (FIRST_PAGE, felt(figures)))
    return all(page.read_text("utf-8") == _in_place(page, made) for page, made in pages)


def _in_place(readme: Path, made: str) -> str:
    return _PLACE.sub(lambda place: f"{place[1]}{made}{place[2]}", readme.read_text("utf-8"))


def _part(name: str, part: Figures) -> str:
    busy = f"load average {part['load_average']:.1f}"
    rounds = part["rows"][0]["rounds"] if part["rows"] else 0
    medians = f"medians of {rounds} rounds" if rounds > 1 else "one round"
    words = f"Measured on {part['date']}: {part['machine']}, {busy}; {medians}."
    return f"\n### {name}\n\n{words}\n\n{table(part['rows'])}\n"


def _felt_lines(rows: Sequence[Figures]) -> Iterator[str]:
    by_name = {(row["name"], row["peer"]): row for row in rows}
    for name, peer, words in FELT:
        row = by_name.get((name, peer))
        if row is not None:
            ratio = f"{row['ratio']:.2f} x" if row["ratio"] is not None else ""
            against = f"{_number(row['peer_value'])}, {peer}" if peer else ""
            yield f"| {words} | {_number(row['value'])} {row['unit']} | {against} | {ratio} |"


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
