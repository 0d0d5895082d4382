"""What can be chosen in a prompt, one below the other, with a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from widgets.line import Run, fit, lay
from widgets.palette import Ground, Role
from widgets.pen import pen_of
from widgets.strip_lines import StripLines
from widgets.theme import palette_of

_VALUE = 24


class Choice(NamedTuple):
    """Something that can be chosen.

    Attributes:
        value: What is meant, such as a number.
        shown: How people write it.
        words: What it is.
        role: What the words mean.
    """

    value: str
    shown: str
    words: str = ""
    role: Role = Role.DIM


class ChoiceLines(StripLines):
    """Shows some choices; the one under the cursor is always seen."""

    @dataclass
    class Clicked(Message):
        """Somebody clicked a choice."""

        place: int

    _choices: Sequence[Choice] = ()
    _cursor: int | None = None

    def show(self, choices: Sequence[Choice], cursor: int | None) -> None:
        """Show these.

        Args:
            choices: In order.
            cursor: Number of the one that Enter takes, None for none.
        """
        self._choices, self._cursor = choices, cursor
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw the choices.

        Args:
            width: Cells.
            height: Lines.

        Returns:
            Strips.
        """
        first = self._first(height)
        return [
            self._line(number, choice, width)
            for number, choice in enumerate(self._choices[first : first + height], first)
        ]

    def on_click(self, event: events.Click) -> None:
        """Tell which was clicked.

        Args:
            event: Where.
        """
        place = self._first(self.size.height) + event.y
        if place < len(self._choices):
            self.post_message(self.Clicked(place))

    def _first(self, height: int) -> int:
        return max(0, min((self._cursor or 0) - height + 1, len(self._choices) - height))

    def _line(self, number: int, choice: Choice, width: int) -> Strip:
        chosen = number == self._cursor
        pen = pen_of(palette_of(self.app), Ground.SELECTED if chosen else Ground.PANEL)
        longest = max(cell_len(each.shown) for each in self._choices)
        shown = fit(choice.shown, max(1, min(longest, _VALUE, width // 2)))
        runs: list[Run] = [
            (" ▸ " if chosen else "   ", pen.style(Role.MINE, bold=True)),
            (shown, pen.style(Role.TEXT, bold=True, reverse=chosen and pen.palette.plain)),
            (f"  {choice.words}", pen.style(choice.role)),
        ]
        return lay(width, pen.style(), runs)
