"""Mutations of everything that comes from outside raise nothing but the documented errors, in bounded memory.

The same inputs in every run; `CALLBOARD_EXPLORE=5000` tries so many new ones of each part.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.fuzz.parts import PARTS

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_AS means something on Linux alone")
_LONGEST_S = 300.0


@pytest.mark.parametrize("part", PARTS)
def test_nothing_but_documented_errors_in_bounded_memory(part: str, tmp_path: Path) -> None:
    explored = os.environ.get("CALLBOARD_EXPLORE")
    seed, count = (str(time.time_ns()), explored) if explored else ("0", str(PARTS[part][1]))
    command = [sys.executable, "-m", "tests.fuzz", part, seed, count, str(tmp_path)]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)
    assert ended.returncode == 0, f"seed {seed}: {ended.stdout}{ended.stderr[-4000:]}"
