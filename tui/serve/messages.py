"""What a browser says; whatever else comes is no message."""

import json
from dataclasses import dataclass
from typing import TypeAlias

SMALLEST = (80, 24)
LARGEST = (500, 200)
"""Columns and rows; a smaller window gets smaller letters instead."""


@dataclass(frozen=True, slots=True)
class Keys:
    """Something was typed, pasted or clicked: what a terminal sends."""

    text: str


@dataclass(frozen=True, slots=True)
class Size:
    """So many columns and rows fit into the window."""

    columns: int
    rows: int


@dataclass(frozen=True, slots=True)
class Beat:
    """Asks whether the picture is alive; the number comes back with the answer."""

    number: int


Said: TypeAlias = Keys | Size | Beat


def read(text: str) -> Said | None:
    """Read one message.

    Args:
        text: JSON: `["keys", TEXT]`, `["size", COLUMNS, ROWS]` or `["beat", NUMBER]`.

    Returns:
        The message, or None where it is none.
    """
    try:
        match json.loads(text):
            case ["keys", str(keys)]:
                return Keys(keys)
            case ["size", int(columns), int(rows)]:
                return Size(*_within(columns, rows))
            case ["beat", int(number)] if 0 <= number < 1 << 53:
                return Beat(number)
    except (ValueError, RecursionError):
        pass
    return None


def sized(columns: str, rows: str) -> Size:
    """The size that a page begins with.

    Args:
        columns: Digits, or anything.
        rows: Digits, or anything.
    """
    digits = (word if word.isascii() and word.isdigit() and len(word) < 6 else "0" for word in (columns, rows))
    return Size(*_within(*map(int, digits)))


def smallest(sizes: list[Size]) -> Size:
    """The size that fits into every window.

    Args:
        sizes: What fits into each.
    """
    columns = min((size.columns for size in sizes), default=SMALLEST[0])
    return Size(columns, min((size.rows for size in sizes), default=SMALLEST[1]))


def _within(*size: int) -> tuple[int, int]:
    columns, rows = (min(max(one, low), high) for one, low, high in zip(size, SMALLEST, LARGEST, strict=True))
    return columns, rows
