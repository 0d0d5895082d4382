"""The inspector: every field of a call, or of each leg of a conversation, and what is known beside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.live.store.board import Board, Changes, source_in
from tui.live.store.card import UNSEEN, BoardCall, CallKey, end
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.overlays.call_fields import ABSENT, EMPTY, Field, Section, sections_of
from tui.screens.overlays.reading import ReadingPanel
from tui.views.moment import sure_s
from tui.views.words.call_words import sign_of, where_of, who_of
from tui.views.words.durations import duration
from tui.views.words.places import place_of
from tui.views.words.role import Role
from widgets.bars.title_line import TitleLine
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.theme import palette_of

_NAMES_WIDTH = 26
"""Cells of the longest name of a field."""


class InspectScreen(ReadingPanel, BoardScreen, ModalScreen[None], inherit_bindings=False):
    """Shows one call, or all legs of a conversation, and follows them; what has left the board stays as it was last."""

    CSS_PATH = Path(__file__).with_name("reading.tcss")
    DEEDS = keys.READING
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inspect", keys.READING)

    def __init__(
        self, board: Board, key: CallKey, legs_of: Callable[[CallKey], Sequence[CallKey]] | None = None
    ) -> None:
        """Inspect a call.

        Args:
            board: Where it is.
            key: Which; it must be on the board now.
            legs_of: Finds all legs of its conversation, the one that leads first; None where it is shown alone.
        """
        super().__init__(board)
        self._legs_of = legs_of or (lambda call: (call,))
        self._key = key
        self._calls: dict[CallKey, BoardCall] = {key: board.calls[key]}

    def on_mount(self) -> None:
        """Fill the panel."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.tick())
        self.tick()

    def take(self, changes: Changes) -> None:
        """Follow the call."""
        ours = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        sources = {*changes.links, *(source for source, _ in changes.devices)}
        # A leg that is new to the conversation is not among these yet.
        if self._calls.keys() & ours or changes.added or any(key.source in sources for key in self._calls):
            self.tick()

    def tick(self) -> None:
        """Read the call again."""
        legs = self._legs_of(self._key)
        known = {key: call for key in (*self._calls, *legs) if (call := self.board.calls.get(key)) is not None}
        self._calls = {key: known.get(key) or self._gone(self._calls[key]) for key in (*self._calls, *known)}
        # A conversation goes on where the leg by which it was opened has ended and left.
        self._key = next((key for key in (self._key, *self._calls) if key in self.board.calls), self._key)
        call = self._calls.get(legs[0], self._calls[self._key])
        sign = sign_of(call)
        age = duration(call.age_s(sure_s(self.board, source_in(self.board.sources, call.key.source))))
        title = f"{sign.mark} {sign.word}  {who_of(call) or call.key.id}"
        self.query_one(TitleLine).show(title, where_of(call), age, role=sign.role)
        self.query_one("#content", Static).update(self._content())

    def _gone(self, call: BoardCall) -> BoardCall:
        """What has left the board has ended, though its end may never have been on this screen."""
        now_s = self.board.clock.now_s()
        return call if call.ended else end(call, None, UNSEEN, now_s, now_s)

    def _content(self) -> Group:
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        names = min(_NAMES_WIDTH, self.size.width // 3)
        parts: list[RenderableType] = []
        for number, call in enumerate(self._calls.values(), 1):
            if len(self._calls) > 1:
                parts += [self._leg(number, call, pen), Text()]
            parts += (part for section in sections_of(self.board, call) for part in _parts(section, pen, names))
        return Group(*parts)

    def _leg(self, number: int, call: BoardCall, pen: Pen) -> Text:
        sign, place = sign_of(call), place_of(self.board, call)
        whose = " · ".join(word for word in (place.own, place.source) if word)
        return Text.assemble(
            (f"LEG {number} OF {len(self._calls)}  ", pen.style(bold=True)),
            (f"{sign.mark} {sign.word}", pen.style(sign.role, bold=True)),
            (f"  {whose}", pen.style()),
        )


def _parts(section: Section, pen: Pen, names_width: int) -> tuple[RenderableType, ...]:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=names_width)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    for field in section.fields:
        table.add_row(*_cells(field, pen))
    return Text(section.title.upper(), pen.style(Role.DIM, bold=True)), table, Text()


def _cells(field: Field, pen: Pen) -> tuple[Text, Text, Text]:
    value = pen.style(Role.DIM if field.value in (ABSENT, EMPTY, "none") else Role.TEXT)
    return (
        Text("  " * field.depth + field.name, pen.style(Role.MINE), overflow="fold"),
        Text(field.value, value, overflow="fold"),
        Text(field.meaning, pen.style(Role.DIM)),
    )
