"""What lies between the keyboard and the screens: a lock, and word that somebody is there."""

from typing import Protocol, TypeVar, runtime_checkable

from textual import events
from textual.app import App

Result = TypeVar("Result")
_TOUCHES = (events.Key, events.Paste, events.MouseDown, events.MouseScrollUp, events.MouseScrollDown)


@runtime_checkable
class Touchable(Protocol):
    """A screen that wants to know that somebody is there."""

    def touch(self) -> bool:
        """Somebody pressed a key or a button; whether that changed what is shown."""
        ...


class GuardedApp(App[Result]):
    """Locked, nothing but the unlock key comes through: neither keys nor mouse nor what is pasted."""

    unlock_key = ""
    """The key that locks and unlocks; "" for an app without a lock."""
    locked = False
    _keeps_release = False

    def lock_as(self, *, kiosk: bool, key: str) -> None:
        """Lock, or have no lock at all.

        Args:
            kiosk: Whether it is locked.
            key: What locks and unlocks then.
        """
        self.locked = kiosk
        self.unlock_key = key if kiosk else ""

    async def on_event(self, event: events.Event) -> None:
        """Let an event through, or not."""
        if isinstance(event, events.InputEvent) and not event.is_forwarded and self._keeps(event):
            return
        if isinstance(event, events.Key) and event.is_forwarded and self._hands_on(event):
            return
        await super().on_event(event)

    def _hands_on(self, key: events.Key) -> bool:
        """Give a key to what has the focus by now.

        Keys that come in one go are all sent to what had the focus before the first of them was understood. Those that
        were meant for a line of text which the first one opened Textual would drop (8.2.8).
        """
        focused = self.focused
        if focused is None or not focused.check_consume_key(key.key, key.character):
            return False
        focused.post_message(events.Key(key.key, key.character))
        return True

    def _keeps(self, event: events.InputEvent) -> bool:
        if self.unlock_key and isinstance(event, events.Key) and event.key == self.unlock_key:
            self.locked = not self.locked
            self._touch()
            return True
        if self.locked:
            return True
        if isinstance(event, events.MouseUp) and self._keeps_release:
            self._keeps_release = False
            return True
        if isinstance(event, _TOUCHES) and self._touch():
            # What was under the pointer is gone: the click must not go to what stands there now.
            self._keeps_release = isinstance(event, events.MouseDown)
            return isinstance(event, events.MouseEvent)
        return False

    def _touch(self) -> bool:
        return sum(screen.touch() for screen in self.screen_stack if isinstance(screen, Touchable)) > 0


def is_locked(app: App[Result]) -> bool:
    """Whether only the unlock key of an app works."""
    return isinstance(app, GuardedApp) and app.locked
