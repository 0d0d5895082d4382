"""Screens that lie over the desk: the wall's own, from which a ringing call can be answered all the same."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.screens import keys
from tui.screens.desk.desk_keys import ANSWER_ANYWHERE
from tui.screens.keys import Deed
from tui.screens.overlays.events import EventsScreen
from tui.screens.overlays.help import HelpScreen
from tui.screens.overlays.inspect import InspectScreen
from tui.screens.overlays.pick import PICK, PickAnswer, PickScreen

_ANSWER = Binding(ANSWER_ANYWHERE, "answer_below", show=False)


class _Answering(Screen[Any], inherit_bindings=False):
    """Answers on the desk below. Second among the bases: Textual takes the types for the style from the first."""

    on_answer: Callable[[], None]

    async def action_answer_below(self) -> None:
        """Answer, and go back to the desk."""
        await self.action_dismiss()
        self.on_answer()


class HelpOverDesk(HelpScreen, _Answering, inherit_bindings=False):
    """The help."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("help", keys.READING), _ANSWER]

    def __init__(self, deeds: Sequence[Deed], on_answer: Callable[[], None]) -> None:
        """Show the help.

        Args:
            deeds: The table of the desk.
            on_answer: Answers what rings.
        """
        super().__init__(deeds)
        self.on_answer = on_answer


class InspectOverDesk(InspectScreen, _Answering, inherit_bindings=False):
    """The inspector."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("inspect", keys.READING), _ANSWER]

    def __init__(self, board: Board, key: CallKey, on_answer: Callable[[], None]) -> None:
        """Inspect a call.

        Args:
            board: Where it is.
            key: Which.
            on_answer: Answers what rings.
        """
        super().__init__(board, key)
        self.on_answer = on_answer


class EventsOverDesk(EventsScreen, _Answering, inherit_bindings=False):
    """The event log."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("events", keys.EVENTS), _ANSWER]

    def __init__(self, board: Board, journal: Journal, on_answer: Callable[[], None]) -> None:
        """Show the log.

        Args:
            board: Whose links are shown above it.
            journal: The log.
            on_answer: Answers what rings.
        """
        super().__init__(board, journal)
        self.on_answer = on_answer


class PickOverDesk(PickScreen, _Answering, inherit_bindings=False):
    """A question with a few answers; answering what rings takes none of them."""

    BINDINGS: ClassVar[list[BindingType]] = [*keys.bindings("pick", PICK), _ANSWER]

    def __init__(self, title: str, answers: Sequence[PickAnswer], on_answer: Callable[[], None]) -> None:
        """Ask.

        Args:
            title: The question.
            answers: The first one that can be taken is suggested.
            on_answer: Answers what rings.
        """
        super().__init__(title, answers)
        self.on_answer = on_answer
