"""Two hundred storms: after each the board equals the server, and it never claimed more than it knew.

Longer ones, and more of them: `python -m tests.storm --storms 10000 --json FILE`.
"""

from __future__ import annotations

import json

from tests.storm.fleet import run_in_processes
from tests.storm.plan import Kind
from tests.storm.report import report

STORMS = 200
SEED = 20_000
JOBS = 2
AT_ONCE = 8


def test_two_hundred_storms() -> None:
    found = report(run_in_processes(range(SEED, SEED + STORMS), JOBS, short=True, at_once=AT_ONCE))
    assert not found["bad"], json.dumps(found["bad"], indent=2)
    assert found["storms"] == STORMS
    # A storm in which nothing happened, or nobody looked, proves nothing.
    assert found["changes"] > 20 * STORMS
    assert found["looks"] > 20 * STORMS
    assert found["detection_s"]["count"] > STORMS / 4
    assert found["gusts"].keys() == {kind.value for kind in Kind}
