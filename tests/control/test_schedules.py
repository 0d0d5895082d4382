"""1,000 random schedules: nothing is ever sent twice, and nothing is confirmed that the server's model never reached.

`CALLBOARD_SCHEDULES=20000` lives through more of them.
"""

from __future__ import annotations

import os
from collections import Counter

from tests.control.schedule import Schedule

ONCE_WRONG = (7620,)
"""A swap was confirmed from two states that never were at once."""
SCHEDULES = int(os.environ.get("CALLBOARD_SCHEDULES", "1000"))


def test_no_duplicate_and_no_wrong_confirmation() -> None:
    outcomes: Counter[str] = Counter()
    for seed in (*ONCE_WRONG, *range(SCHEDULES)):
        schedule = Schedule(seed)
        schedule.run()
        outcomes += schedule.outcomes()
        outcomes["second presses refused"] += schedule.refused_presses
        assert schedule.duplicates() == [], f"seed {seed}"
        assert schedule.wrong_confirmations() == [], f"seed {seed}"
        assert schedule.accepted_presses == 0, f"seed {seed}"

    print(dict(outcomes))  # noqa: T201 - figures for whoever runs it with -s
    assert min(outcomes[word] for word in ("confirmed", "failed", "timed out", "late")) > SCHEDULES / 20
