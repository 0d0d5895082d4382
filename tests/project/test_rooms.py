"""Rooms stay small enough to find something in them by the names of its files."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
MOST = 25
"""Modules of a room."""


def test_no_room_has_more_modules_than_one_can_look_through() -> None:
    modules = [
        file.parent.relative_to(ROOT).as_posix()
        for room in ("tui", "widgets", "tests")
        for file in (ROOT / room).rglob("*.py")
        if "node_modules" not in file.parts
    ]

    assert len(modules) > 500
    assert {room for room in modules if modules.count(room) > MOST} == set()
