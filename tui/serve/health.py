"""What `/healthz` tells a probe: whether the picture is sure, in numbers and reasons that name no login or call."""

from collections.abc import Mapping
from typing import NamedTuple

FROZEN_S = 10.0
"""A run that does not answer the pages for so long has a frozen picture; it may take as long to start."""
_MOST_REASONS = 8
_LONGEST_REASON = 200


class HealthAnswer(NamedTuple):
    """An answer to a probe: whether nothing is wrong, and the JSON that says so."""

    ok: bool
    told: Mapping[str, object]


def answer(told: object, *, is_shown: bool, silent_s: float, ended: str) -> HealthAnswer:
    """Say how it is.

    Args:
        told: What the run said of itself with its last answer, see `live/reports/health.py`; None before the first.
        is_shown: Whether somebody looks: else nothing runs, or it may end, and there is nothing to be sure of.
        silent_s: For how long the run has not answered, seconds.
        ended: Why there is no run just now, in words; "" where there may be one.

    Returns:
        The answer.
    """
    own = told if is_shown and isinstance(told, Mapping) else {}
    reasons = [ended] if ended else []
    if is_shown and silent_s > FROZEN_S:
        reasons.append(f"the picture has been frozen for {silent_s:.0f} s")
    said = own.get("reasons")
    if isinstance(said, list):
        reasons += [str(words)[:_LONGEST_REASON] for words in said[:_MOST_REASONS]]
    numbers = {name: own[name] for name in ("sources", "live") if isinstance(own.get(name), int)}
    return HealthAnswer(not reasons, {"ok": not reasons, "shown": is_shown, **numbers, "reasons": reasons})
