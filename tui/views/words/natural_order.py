"""The order in which people expect names with numbers: `c2` before `c10`."""

import re
from functools import lru_cache

_NUMBER = re.compile(r"(\d{1,18})")


@lru_cache(maxsize=20_000)
def natural(name: str) -> tuple[tuple[bool, int, str], ...]:
    """Say where a name stands among others.

    Args:
        name: Such as `c10`.

    Returns:
        What sorts as people do: a number by its value, before letters.
    """
    return tuple(
        (False, int(part), "") if part.isdecimal() else (True, 0, part) for part in _NUMBER.split(name) if part
    )
