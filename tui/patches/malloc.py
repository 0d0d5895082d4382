"""Memory that the interpreter has freed goes back to the system, where the C library can be asked for that."""

from contextlib import suppress
from functools import cache
from typing import Any


def give_back() -> None:
    """Give back what is free now: after a snapshot of ten thousand calls that is a tenth of the program."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Any:  # noqa: ANN401 - a function of the C library
    # Only glibc has it; others give back by themselves, or never.
    # Imported when there is something to give: a run that has few calls never asks.
    import ctypes

    with suppress(OSError, AttributeError, TypeError):
        return ctypes.CDLL(None).malloc_trim
    return None
