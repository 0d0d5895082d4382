"""Names of classes: one each, since who reads a name must know which thing it is."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

from tests.pseudo_terminal import ROOT

TWINS = frozenset(
    {"Agent", "AgentState", "Bayeux", "CallState", "CallType", "Device", "Directory", "Login", "RecordingState"}
)
"""What the client and the simulator, which share nothing, both call by its name on the wire."""


def classes() -> dict[str, list[str]]:
    """The modules of each class that is no part of another."""
    found: dict[str, list[str]] = defaultdict(list)
    for room in ("tui", "widgets"):
        for path in sorted((ROOT / room).rglob("*.py")):
            for node in ast.parse(path.read_text("utf-8")).body:
                if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                    found[node.name].append(path.relative_to(ROOT).as_posix())
    return found


def test_each_class_has_a_name_of_its_own() -> None:
    again = {name: places for name, places in classes().items() if len(places) > 1}
    twins = {name for name, places in again.items() if len(places) == 2 and _is_simulated(places)}

    assert set(again) - TWINS == set(), again
    assert twins == TWINS


def _is_simulated(places: list[str]) -> bool:
    return sum(Path(place).is_relative_to("tui/demo") for place in places) == 1


def test_no_line_takes_an_agent_for_a_man() -> None:
    own = Path(__file__).name
    files = [path for room in ("tui", "widgets", "tests") for path in (ROOT / room).rglob("*.py")]
    lines = (
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in files
        if path.name not in (own, "test_chapters.py")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if re.search(r"\b(?:[Hh]e|[Hh]is|[Hh]im|[Hh]imself)\b", line)
    )

    assert list(lines) == []
