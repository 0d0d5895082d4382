"""Single values of a recording, which anybody may have written: read with care, or refused with a `ValueError`."""

from collections.abc import Mapping
from datetime import datetime

from tui.source.text import clean

LATEST_S = 1e10
"""Moments beyond this, some 300 years after a machine was started, are none."""
Body = Mapping[str, object]


def text(body: Body, name: str) -> str:
    """Read clean text; "" where it is missing.

    Raises:
        ValueError: It is something else.
    """
    value = body.get(name, "")
    if not isinstance(value, str):
        raise ValueError(f"{name} is no text")
    return clean(value)


def moment(value: object) -> float:
    """Read a moment.

    Raises:
        ValueError: It is none.
    """
    # This way round it also refuses what is no number, which is neither more nor less.
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not abs(value) <= LATEST_S:
        raise ValueError("not a moment")
    return float(value)


def maybe(value: object) -> float | None:
    """Read a moment, or None where there is none.

    Raises:
        ValueError: It is something else.
    """
    return None if value is None else moment(value)


def count(value: object) -> int:
    """Read a number of something.

    Raises:
        ValueError: It is none.
    """
    return int(moment(value))


def wall(value: object) -> datetime:
    """Read a date and time with its zone.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, str):
        raise ValueError("not a date")
    read = datetime.fromisoformat(value)
    if read.tzinfo is None or not 1970 <= read.year < 9000:
        raise ValueError("not a date with a zone")
    return read


def listed(value: object) -> list[object]:
    """Read a list.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def object_(value: object) -> Body:
    """Read an object.

    Raises:
        ValueError: It is none.
    """
    if not isinstance(value, dict):
        raise ValueError("not an object")
    return value
