"""Hours of a day, by the clock on the wall: one span may go over midnight, and clock changes need no rule."""

from collections.abc import Sequence
from datetime import datetime, time

HourSpan = tuple[time, time]
"""Begin, and end, which does not belong to it."""


def span_at(at: datetime, spans: Sequence[HourSpan]) -> HourSpan | None:
    """Find the hours in which a moment is.

    Args:
        at: The moment, as the clock on the wall shows it: an hour that a clock change leaves out does not come, and one
            that comes twice comes twice.
        spans: Hours.

    Returns:
        The first that fit; None where none do.
    """
    now = at.time()
    return next((span for span in spans if _holds(span, now)), None)


def _holds(span: HourSpan, now: time) -> bool:
    begin, end = span
    return begin <= now < end if begin <= end else now >= begin or now < end
