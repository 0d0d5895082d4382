"""JSON values as lines."""

import json
import sys
from collections.abc import Mapping
from typing import Any

Line = Mapping[str, Any]
"""One object, of JSON values."""


def json_line(value: Line) -> str:
    """One object on one line, with its end; ASCII where the locale has not every character.

    Args:
        value: The object.
    """
    is_unicode = "utf" in (sys.stdout.encoding or "").lower()
    return json.dumps(value, ensure_ascii=not is_unicode) + "\n"
