"""Lines of JSON that a value is made of, read as what anybody may have written."""

import json
from typing import NoReturn

from pydantic_core import from_json

from tui.codec.values import Body, object_
from tui.floor.limits import LARGEST_BODY_BYTES


def write_line(body: object) -> bytes:
    """Write one line, without its end.

    Args:
        body: A JSON value.
    """
    return json.dumps(body, separators=(",", ":"), ensure_ascii=False).encode(errors="replace")


def split_lines(data: bytes) -> list[bytes]:
    """Take a value apart.

    Args:
        data: As it came.

    Raises:
        ValueError: It is larger than any value.
    """
    if len(data) > LARGEST_BODY_BYTES:
        raise ValueError(f"a value of {len(data)} bytes")
    return data.split(b"\n")


def read_line(line: bytes) -> Body:
    """Read one line.

    Args:
        line: Without its end.

    Raises:
        ValueError: It is no JSON object.
    """
    try:
        return object_(from_json(line, allow_inf_nan=False))
    except ValueError:
        # Halves of letters, which nobody of ours writes: the standard library reads them, in three times as long.
        return _read_slowly(line)


def _read_slowly(line: bytes) -> Body:
    try:
        return object_(json.loads(line, parse_constant=_refuse))
    except RecursionError:
        raise ValueError("nested too deep") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")
