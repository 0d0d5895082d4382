"""Finds the lines of a TOML file: the library that reads it does not tell."""

import re
from collections.abc import Iterator

from tui.config.strict import Place

_PART = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_NAME = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_NAME})\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(rf"\s*({_NAME})\s*=")


def lines_of(text: str) -> dict[Place, int]:
    """Find where keys and tables stand.

    Args:
        text: A TOML file.

    Returns:
        Lines from 1 by place; a key inside a text of several lines may be taken for a real one.
    """
    found: dict[Place, int] = {}
    arrays: dict[Place, int] = {}
    table: Place = ()
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _place_of(header[2], arrays)
            if header[1] == "[[":
                arrays[table] = arrays.get(table, -1) + 1
                table = (*table, arrays[table])
            found.setdefault(table, number)
        elif key := _KEY.match(line):
            found.setdefault((*table, *_parts(key[1])), number)
    return found


def line_of(lines: dict[Place, int], place: Place) -> int | None:
    """Find the line of a place, else of the table around it.

    Args:
        lines: From `lines_of`.
        place: What is looked for.

    Returns:
        A line from 1; None where nothing of it is there.
    """
    return next((lines[part] for end in range(len(place), 0, -1) if (part := place[:end]) in lines), None)


def _place_of(name: str, arrays: dict[Place, int]) -> Place:
    """A table below `[[sources]]` belongs to its last entry."""
    place: Place = ()
    parts = list(_parts(name))
    for number, part in enumerate(parts):
        place = (*place, part)
        if place in arrays and number < len(parts) - 1:
            place = (*place, arrays[place])
    return place


def _parts(name: str) -> Iterator[str]:
    for part in re.findall(_PART, name):
        yield part if part[0] not in "\"'" else part[1:-1]
