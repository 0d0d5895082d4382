"""What many storms amount to: counts, and how long noticing and recovering took."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from tests.storm.plan import LOST_SOCKET_S, SILENCE_MARGIN_S
from tests.storm.storm import Outcome

_SHOWN = 20


def report(outcomes: Iterable[Outcome]) -> dict[str, Any]:
    """Sum up.

    Returns:
        JSON values: ``storms``, ``divergences``, ``lies``, ``leaks``, ``faults`` (counts), ``detection_s`` and
        ``recovery_s`` (``count``, ``p50``, ``p99``, ``max`` in seconds), ``bad`` (the first storms that went wrong).
    """
    every = list(outcomes)
    storms = [outcome for outcome in every if outcome.seed >= 0]
    return {
        "storms": len(storms),
        "divergences": sum(len(outcome.divergences) for outcome in every),
        "lies": sum(len(outcome.lies) for outcome in every),
        "leaks": sum(len(outcome.leaks) for outcome in every),
        "faults": sum(len(outcome.faults) for outcome in every),
        "changes": sum(outcome.changes for outcome in storms),
        "looks": sum(outcome.looks for outcome in storms),
        "gusts": dict(sorted(Counter(gust for outcome in storms for gust in outcome.gusts).items())),
        "stated_detection_s": {"lost_socket": LOST_SOCKET_S, "silence_beyond_hold": SILENCE_MARGIN_S},
        "detection_s": figures([each for outcome in storms for each in outcome.detections_s]),
        "recovery_s": figures([outcome.recovery_s for outcome in storms if outcome.recovery_s is not None]),
        "bad": [describe(outcome) for outcome in every if not outcome.good][:_SHOWN],
    }


def describe(outcome: Outcome) -> dict[str, Any]:
    """One storm that went wrong, for people: repeat it with its seed."""
    return {
        "seed": outcome.seed,
        "gusts": list(outcome.gusts),
        "divergences": outcome.divergences,
        "lies": outcome.lies,
        "leaks": outcome.leaks,
        "faults": outcome.faults,
    }


def figures(times_s: Sequence[float]) -> dict[str, float | None]:
    """Count, median, 99th percentile and maximum of some times, to the millisecond."""
    ordered = sorted(times_s)

    def rank(share: float) -> float | None:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)], 3) if ordered else None

    return {"count": len(ordered), "p50": rank(0.5), "p99": rank(0.99), "max": rank(1.0)}
