"""The last hour as a few numbers, for the head of the wall."""

from tui.live.reports.history import History

MINUTES_A_BAR = 2
LEAST_BARS = 5
"""Before that there is nothing to see."""


def hour_of(history: History) -> tuple[int, ...]:
    """The most calls at once, for every two minutes.

    Args:
        history: What was seen.

    Returns:
        At most thirty-one numbers, the present ones last; none while there are only a few.
    """
    bars: dict[int, int] = {}
    for minute in history.minutes:
        # By the clock, not from the end: else each bar would change with every minute.
        place = minute.number // MINUTES_A_BAR
        bars[place] = max(bars.get(place, 0), minute.most)
    return tuple(bars.values()) if len(bars) >= LEAST_BARS else ()
