"""A wall that gives little light at night, until somebody is needed or there."""

from collections.abc import Sequence
from typing import Any

from textual.app import App

from tui.live.clock import Clock
from tui.screens.wall.pages import UNTOUCHED_S
from tui.views.attention.hours import HourSpan, span_at
from widgets.drawing.theme import can_be_dimmed, dim, undim


class Dimming:
    """Dims the theme of an app in some hours, and lifts that while there is an alarm, or somebody at the keys."""

    def __init__(self, clock: Clock, hours: Sequence[HourSpan]) -> None:
        """Do nothing yet.

        Args:
            clock: The board's, whose wall clock counts.
            hours: When.
        """
        self._clock = clock
        self._hours = hours
        self._touched_s: float | None = None

    def follow(self, hours: Sequence[HourSpan]) -> None:
        """Go by other hours.

        Args:
            hours: When.
        """
        self._hours = hours

    def touch(self, app: App[Any]) -> None:
        """Somebody is there: they see all colours at once, and until nobody has been there for a minute."""
        if self._hours:
            self._touched_s = self._clock.now_s()
            undim(app)

    def look(self, app: App[Any], *, alarmed: bool) -> None:
        """Dim, or do not.

        Args:
            app: Whose theme it is.
            alarmed: Whether somebody is needed.
        """
        if self._is_due(alarmed=alarmed):
            dim(app)
        else:
            undim(app)

    def words(self, app: App[Any], *, alarmed: bool) -> str:
        """Say that it is dimmed, and until when; "" where it is not."""
        span = span_at(self._clock.wall(), self._hours) if self._is_due(alarmed=alarmed) else None
        return f"dimmed until {span[1]:%H:%M}" if span is not None and can_be_dimmed(app) else ""

    def _is_due(self, *, alarmed: bool) -> bool:
        touched = self._touched_s is not None and self._clock.now_s() < self._touched_s + UNTOUCHED_S
        return not alarmed and not touched and span_at(self._clock.wall(), self._hours) is not None
