"""`python -m tests.fuzz PART SEED COUNT FOLDER`: fuzzes one part in so little memory that a runaway ends it."""

from __future__ import annotations

import random
import resource
import sys
import time
from pathlib import Path

from tests.fuzz.parts import PARTS

ROOM_BYTES = 384 << 20
"""Beyond what stands in memory before the first input."""


def main() -> None:
    name, seed, count, folder = sys.argv[1:]
    taken = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM_BYTES, resource.RLIM_INFINITY))
    began_s = time.monotonic()
    PARTS[name][0](random.Random(f"{name} {seed}"), int(count), Path(folder))
    # Not ru_maxrss, in which the peak of the program that started this one still counts.
    peak_mb = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) >> 10
    print(f"{count} inputs, {time.monotonic() - began_s:.1f} s, {peak_mb} MB at the most")  # noqa: T201 - its output
    sys.exit(0 if peak_mb <= 250 else f"{peak_mb} MB are too much")


main()
