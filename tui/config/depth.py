"""How deep values stand in one another: what is nested too deeply is refused before anything walks through it."""

import re
from collections.abc import Mapping
from typing import Any

from tui.config.strict import Place

DEEPEST = 32
"""Tables and lists in one another; the deepest key that there is stands in five."""
_TEXTS = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'|#[^\n]*')


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
