"""What can be chosen in a prompt, one below the other, with a cursor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.source.raw import Raw
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_VALUE = 24
DIGITS = "123456789"
"""Keys of numbered choices."""


class ListChoice(NamedTuple):
    """Something that can be chosen.

    Attributes:
        value: What is meant, such as a number, exactly.
        shown: How people write it.
        words: What it is.
        role: What the words mean.
    """

    value: Raw
    shown: str
    words: str = ""
    role: Role = Role.DIM


class ChoiceLines(StripLines):
    """Shows some choices; the one under the cursor is always seen."""

    @dataclass
    class Clicked(Message):
        """Somebody clicked a choice."""

        place: int

    _choices: Sequence[ListChoice] = ()
    _cursor: int | None = None
    _numbered = False

    def show(self, choices: Sequence[ListChoice], cursor: int | None, *, numbered: bool = False) -> None:
        """Show these.

        Args:
            choices: In order.
            cursor: Number of the one that Enter takes, None for none.
            numbered: Whether each says the digit that takes it.
        """
        self._choices, self._cursor, self._numbered = choices, cursor, numbered
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        first = self._first(height)
        seen = range(first, min(first + height, len(self._choices)))
        return [self._line(number, self._choices[number], width, self._unseen(number, seen)) for number in seen]

    def on_click(self, event: events.Click) -> None:
        """Tell which was clicked."""
        place = self._first(self.size.height) + event.y
        if place < len(self._choices):
            self.post_message(self.Clicked(place))

    def _first(self, height: int) -> int:
        return max(0, min((self._cursor or 0) - height + 1, len(self._choices) - height))

    def _unseen(self, number: int, seen: range) -> str:
        """How many there are beyond the first and the last line."""
        above = seen.start if number == seen.start else 0
        below = len(self._choices) - seen.stop if number == seen[-1] else 0
        return "  ".join(f"{arrow} {count} more" for arrow, count in (("↑", above), ("↓", below)) if count)

    def _line(self, number: int, choice: ListChoice, width: int, unseen: str) -> Strip:
        chosen = number == self._cursor
        pen = pen_of(palette_of(self.app), Ground.SELECTED if chosen else Ground.PANEL)
        longest = max(cell_len(each.shown) for each in self._choices)
        shown = fit(choice.shown, max(1, min(longest, _VALUE, width // 2)))
        digit = DIGITS[number] if self._numbered and number < len(DIGITS) else ""
        key = f"{digit:1} " if self._numbered else ""
        runs: list[Run] = [
            (" ▸ " if chosen else "   ", pen.style(Role.MINE, bold=True)),
            (key, pen.style(Role.MINE, bold=True)),
            (shown, pen.style(Role.TEXT, bold=True, reverse=chosen and pen.palette.plain)),
            (f"  {choice.words}", pen.style(choice.role)),
        ]
        return lay(width, pen.style(), runs, [(f" {unseen} ", pen.style(Role.DIM))] if unseen else ())
