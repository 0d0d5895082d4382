"""An application that is told of its faults, where Textual would print a traceback and end."""

from typing import TypeVar

from textual.app import App
from textual.message import Message

Result = TypeVar("Result")


class FaultCatchingApp(App[Result]):
    """Calls `take_fault` with every exception of the application, its screens and its widgets."""

    def take_fault(self, error: Exception) -> None:
        """Go on, or end; subclasses say how.

        Args:
            error: What nobody caught.
        """
        raise NotImplementedError

    async def _dispatch_message(self, message: Message) -> None:
        # What a key does runs here, in the application's own loop, which Textual would end with the first exception.
        try:
            await super()._dispatch_message(message)
        except Exception as error:  # the one below tells it
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        self.take_fault(error)
