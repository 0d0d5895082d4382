"""Where a filter is typed: what is typed right behind its ENTER is for the screen again."""

from collections.abc import Callable

from textual.events import Key
from textual.suggester import Suggester
from textual.widgets import Input


class FilterLine(Input):
    """Takes ENTER itself: its way through the app would let what is typed right behind it into the filter."""

    def __init__(self, name: str, hint: str, submit: Callable[[], None], suggester: Suggester | None = None) -> None:
        """Take an empty line.

        Args:
            name: Its id.
            hint: What stands there while nothing is typed.
            submit: Takes it as it is.
            suggester: Offers how it may go on.
        """
        super().__init__(placeholder=hint, id=name, compact=True, suggester=suggester)
        self._submit = submit

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter" and self.display:
            event.stop()
            event.prevent_default()
            self._submit()
        elif not self.display:
            # It was on its way here when the line was closed: it goes on to the screen.
            event.prevent_default()
