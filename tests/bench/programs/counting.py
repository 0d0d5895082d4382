"""What a program that counts messages says about itself, a line of JSON each."""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Mapping

STEP = 2_500
"""It says how far it is whenever so many more have come."""


class Counter:
    """Counts, and says how much processor time that took since it was ready."""

    def __init__(self) -> None:
        self._count = 0
        self._told = 0
        self._begun_s = 0.0
        self._began_s = 0.0

    def ready(self) -> None:
        """From now on it is measured."""
        say({"ready": True})
        self._begun_s = _cpu_s()
        self._began_s = time.perf_counter()

    def add(self, count: int = 1) -> None:
        """So many more have come."""
        self._count += count
        if self._count >= self._told + STEP:
            self._told = self._count
            say({"count": self._count, "cpu_s": _cpu_s() - self._begun_s, "s": time.perf_counter() - self._began_s})


def say(line: Mapping[str, object]) -> None:
    """Print a line at once."""
    sys.stdout.write(json.dumps(line) + "\n")
    sys.stdout.flush()


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
