"""What a process has used so far: processor time and memory, as the kernel counts them."""

from __future__ import annotations

import os
import platform
import time
from pathlib import Path


class MissingError(Exception):
    """Something that a part needs is not on this machine; the words say what."""


def cpu_s(pid: int) -> float:
    """Processor time of all its threads, those that have ended among them, seconds, to the nanosecond."""
    # The clock of a process as Linux numbers it: clock_getcpuclockid(3).
    return time.clock_gettime((~pid << 3) | 2)


def memory_mb(pid: int) -> float:
    """Resident set, in the megabytes of `ps`."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def machine() -> str:
    """This machine in words."""
    system = f"{platform.system()} on {platform.machine()}"
    return f"{os.cpu_count()} shared cores, {system}, Python {platform.python_version()}"
