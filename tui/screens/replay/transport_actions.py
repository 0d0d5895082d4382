"""The actions of `keys.TRANSPORT`, on every screen on which a recording is replayed."""

from typing import Any

from textual.screen import Screen

from tui.screens.replay.transport import Transport


class TransportActions(Screen[Any], inherit_bindings=False):
    """Hands keys to the transport."""

    transport: Transport

    def action_play(self) -> None:
        """Play, or pause."""
        self.transport.play()

    def action_step(self, step: int) -> None:
        """Go to the next event, or the one before.

        Args:
            step: 1 or -1.
        """
        self.transport.step(step)

    def action_speed(self, step: int) -> None:
        """Play faster or slower.

        Args:
            step: How many steps faster.
        """
        self.transport.set_speed(step)

    def action_seek(self, seconds: int) -> None:
        """Go on or back.

        Args:
            seconds: By how much.
        """
        self.transport.seek(seconds)

    def action_seek_edge(self, last: bool) -> None:
        """Go to the beginning or to the end.

        Args:
            last: Which one.
        """
        self.transport.seek_edge(last)

    def action_next_alarm(self) -> None:
        """Go to the next alarm."""
        self.transport.next_alarm()
