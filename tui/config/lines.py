"""Finds the lines of a TOML file, and what is nested too deeply in it: the library that reads it does not tell."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from tui.config.strict import Place

DEEPEST = 32
"""Tables and lists in one another; the deepest key that there is stands in five."""
_TEXTS = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|#[^\n]*')
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
    """Find the line of a place, else of the first thing within it, else of the table around it.

    Args:
        lines: From `lines_of`.
        place: What is looked for.

    Returns:
        A line from 1; None where nothing of it is there.
    """
    if place in lines:
        return lines[place]
    within = (line for key, line in lines.items() if place and key[: len(place)] == place)
    around = (lines[part] for end in range(len(place) - 1, 0, -1) if (part := place[:end]) in lines)
    return next(within, None) or next(around, None)


def too_deep(values: Mapping[str, Any]) -> Place | None:
    """Find what is nested too deeply.

    Args:
        values: Of a file.

    Returns:
        Its first keys; None where nothing is.
    """
    waiting: list[tuple[Place, object]] = [((), values)]
    while waiting:
        place, value = waiting.pop()
        if len(place) > DEEPEST:
            return place
        if isinstance(value, Mapping):
            waiting += [((*place, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*place, number), inner) for number, inner in enumerate(value)]
    return None


def deep_line(text: str) -> int | None:
    """Find the line in which brackets are nested too deeply, in a text that no parser could follow.

    Args:
        text: A TOML file.

    Returns:
        A line from 1; None where there is none.
    """
    depth = 0
    for number, line in enumerate(text.split("\n"), 1):
        for character in _TEXTS.sub("", line):
            depth += (character in "[{") - (character in "]}")
            if depth > DEEPEST:
                return number
    return None


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
