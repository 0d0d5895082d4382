"""How many examples Hypothesis tries: those of a test, or as many as `CALLBOARD_EXPLORE` says."""

import os

EXPLORE = os.environ.get("CALLBOARD_EXPLORE")


def examples(number: int) -> int:
    """As many as a test names, unless somebody explores."""
    return int(EXPLORE) if EXPLORE else number
