"""A key that has to be pressed twice within a moment, for the same thing."""

from typing import NamedTuple

from tui.live.clock import Clock
from tui.live.commands.commands import Command
from tui.screens.desk.controls import OperationTarget


class PendingPress(NamedTuple):
    """What waits for its second press."""

    command: Command
    aim: OperationTarget


class SecondPress:
    """Remembers the first press."""

    def __init__(self, clock: Clock, within_s: float) -> None:
        """Wait for nothing yet.

        Args:
            clock: Measures the moment.
            within_s: How long it is.
        """
        self.within_s = within_s
        self._clock = clock
        self._waiting: PendingPress | None = None
        self._until_s = 0.0

    @property
    def waiting(self) -> PendingPress | None:
        """What waits now."""
        return self._waiting if self._clock.now_s() <= self._until_s else None

    def press(self, command: Command, aim: OperationTarget) -> bool:
        """Take a press.

        Args:
            command: What it asks for.
            aim: What it would go to.

        Returns:
            Whether it was the second one for the same thing; if not, it was the first.
        """
        asked = PendingPress(command, aim)
        if self.waiting == asked:
            self.forget()
            return True
        self._waiting, self._until_s = asked, self._clock.now_s() + self.within_s
        return False

    def forget(self) -> None:
        """Wait for nothing."""
        self._waiting = None
