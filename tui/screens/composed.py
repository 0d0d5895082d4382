"""A screen on which nothing happens before everything is there that it acts on."""

from typing import TypeVar

from textual import events
from textual.screen import Screen

Result = TypeVar("Result")


class ComposedScreen(Screen[Result], inherit_bindings=False):
    """Does nothing before it is composed: Textual gives it keys as soon as it is pushed (8.2.8)."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Allow actions once they have something to act on.

        Args:
            action: Its name.
            parameters: With what.

        Returns:
            Whether it may be done.
        """
        return self.is_mounted and super().check_action(action, parameters)

    async def on_event(self, event: events.Event) -> None:
        """Take an event; not that it is mounted, when it was taken away before that and its parts are going.

        Args:
            event: Any.
        """
        if isinstance(event, events.ScreenResume) and not self.size:
            # Nothing has changed since its parts were given their styles.
            event.refresh_styles = False
        if not isinstance(event, events.Mount) or self in self.app.screen_stack:
            await super().on_event(event)
