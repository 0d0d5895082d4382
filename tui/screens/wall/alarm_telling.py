"""Tells of alarms beyond the screen: bell, notification of the terminal, a program of one's own; not in quiet hours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from tui.patches.sequences import Terminal
from tui.views.attention.alarm import Alarm
from tui.views.attention.hours import HourSpan, span_at
from widgets.drawing.terminal_words import Notify, notification

Told = dict[str, object]
Hook = Callable[[Told], None]

MOST_AT_ONCE = 3
"""Notifications for alarms of one moment; the rest is counted in the last one."""
_NAME = "callboard"


@dataclass(frozen=True, slots=True)
class AlarmDelivery:
    """How a wall calls for somebody.

    Attributes:
        stale_s: For how long a source may be stale before that is an alarm; None for ever.
        stale_warn_s: For how long, before that is a warning; None for ever.
        bell: Whether the bell rings.
        notify: How the terminal is asked for a notification.
        quiet: Hours, by the clock on the wall, in which nothing of this happens; one may go over midnight.
        hook: Takes each alarm as JSON values.
        by: Who sits at the wall, for the event log.
    """

    stale_s: float | None = None
    bell: bool = False
    notify: Notify = Notify.OFF
    quiet: tuple[HourSpan, ...] = ()
    hook: Hook | None = None
    by: str = ""
    stale_warn_s: float | None = None

    def is_quiet(self, at: datetime) -> bool:
        """Whether a moment is in the quiet hours."""
        return span_at(at, self.quiet) is not None


def tell(attention: AlarmDelivery, terminal: Terminal, alarms: Sequence[Alarm], now_s: float, at: datetime) -> None:
    """Tell of new alarms.

    Args:
        attention: How.
        terminal: The way to the terminal.
        alarms: New ones, the oldest first.
        now_s: Now, board's clock.
        at: Now, wall clock.
    """
    if not alarms or attention.is_quiet(at):
        return
    if attention.bell:
        terminal("\x07")
    for number, alarm in enumerate(alarms[:MOST_AT_ONCE], 1):
        more = len(alarms) - MOST_AT_ONCE if number == MOST_AT_ONCE else 0
        words = f"{alarm.words(now_s)} and {more} more" if more > 0 else alarm.words(now_s)
        if sequence := notification(attention.notify, _NAME, words):
            terminal(sequence)
    if attention.hook is not None:
        for alarm in alarms:
            attention.hook(alarm.told(now_s, at))
