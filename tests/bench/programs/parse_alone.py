"""The floor of a recovery: a snapshot parsed and validated, and nothing else: `python -m ... URL USER PASSWORD`."""

from __future__ import annotations

import json
import sys
import time

import httpx

from tests.bench.programs.counting import say
from tui.gws.snapshot_answer import read_snapshot
from tui.source.limits import LoginLimits

LIMITS = LoginLimits(calls=1_000_000, answer_mb=1_000, data_mb=10_000)


def main() -> None:
    """Fetch one snapshot; say what it cost to read it."""
    url, user, password = sys.argv[1:4]
    answer = httpx.get(f"{url}/api/v2/me?subresources=*", auth=(user, password), timeout=60.0, trust_env=False)
    begun_s = time.process_time()
    snapshot = read_snapshot(json.loads(answer.content), LIMITS)
    say({"cpu_s": time.process_time() - begun_s, "calls": len(snapshot.calls), "bytes": len(answer.content)})


if __name__ == "__main__":
    main()
