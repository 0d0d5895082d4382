"""Draws a screen as soon as something of it has changed, unless it was drawn just before.

Textual (8.2.8) draws at the beats of a timer that go on while there is nothing to draw: the first frame after a pause
comes at once, and the one after it up to two beats later, so that all of a burst but its first change was seen late.
"""

import asyncio
from time import perf_counter
from typing import Any

from textual.screen import Screen

_GATHER_S = 0.001
"""What is changed together tells the screen so one after the other, and belongs into one frame."""
_LEAST_S = 0.01
"""From one frame to the next: what changes more often is taken together."""


class FrameTimer:
    """Decides when a screen is drawn, as the `Timer` of Textual does that it stands for."""

    def __init__(self, screen: Screen[Any]) -> None:
        """Have drawn nothing yet.

        Args:
            screen: What is drawn.
        """
        self._screen = screen
        self._waiting: asyncio.TimerHandle | None = None
        self._free_at_s = 0.0

    def resume(self) -> None:
        """Draw soon."""
        if self._waiting is None:
            wait_s = max(_GATHER_S, self._free_at_s - perf_counter())
            self._waiting = asyncio.get_running_loop().call_later(wait_s, self._draw)

    def pause(self) -> None:
        """Draw nothing before the next `resume`."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None

    def _draw(self) -> None:
        self._waiting, self._free_at_s = None, perf_counter() + _LEAST_S
        app = self._screen.app
        # While an application ends the parts of a screen go first, and there is nothing left to draw.
        if app._exit or not app.is_running:
            return
        screen = self._screen
        if screen._layout_required and screen._repaint_required and screen.is_current and not app._batch_count:
            # Textual would draw all of it with the layout, and then all of it again.
            screen._dirty_widgets.add(screen)
            screen._repaint_required = False
        try:
            screen._on_timer_update()
        except Exception as fault:
            app._handle_exception(fault)


def draw_soon(screen: Screen[Any]) -> None:
    """Let a screen be drawn soon after each change.

    Args:
        screen: Any screen, before it is shown.
    """
    screen._Screen__update_timer = FrameTimer(screen)  # type: ignore[attr-defined]
