"""The inspector: every field of one call with its explanation, and what is known beside it."""

from typing import ClassVar

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.live.board import Board, Changes
from tui.live.card import BoardCall, CallKey
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.call_fields import ABSENT, Field, Section, sections_of
from tui.screens.reading import ReadingActions
from widgets.call_words import sign_of, where_of, who_of
from widgets.durations import duration
from widgets.key_footer import KeyFooter
from widgets.moment import sure_s
from widgets.palette import Ground, Role
from widgets.pen import Pen, pen_of
from widgets.theme import palette_of
from widgets.title_line import TitleLine

_NAMES_WIDTH = 26
"""Cells of the longest name of a field."""


class InspectScreen(ReadingActions, BoardScreen, ModalScreen[None], inherit_bindings=False):
    """Shows one call, and follows it; once it has left the board its last copy stays."""

    CSS_PATH = "reading.tcss"
    DEEDS = keys.READING
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("inspect", keys.READING)

    def __init__(self, board: Board, key: CallKey) -> None:
        """Inspect a call.

        Args:
            board: Where it is.
            key: Which; it must be on the board now.
        """
        super().__init__(board)
        self._call: BoardCall = board.calls[key]

    def compose(self) -> ComposeResult:
        """One panel."""
        with Vertical(id="panel"):
            yield TitleLine(Ground.PANEL)
            with VerticalScroll(classes="read"):
                yield Static(id="content")
            yield KeyFooter()

    def on_mount(self) -> None:
        """Fill the panel."""
        self.query_one(KeyFooter).show(keys.footer_keys(self.DEEDS))
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.tick())
        self.tick()

    def take(self, changes: Changes) -> None:
        """Follow the call.

        Args:
            changes: What changed.
        """
        key = self._call.key
        ours = (*changes.added, *changes.changed, *changes.ended, *changes.removed)
        if key in ours or key.source in changes.links or any(source == key.source for source, _ in changes.devices):
            self.tick()

    def tick(self) -> None:
        """Read the call again."""
        self._call = call = self.board.calls.get(self._call.key, self._call)
        sign = sign_of(call)
        age = duration(call.age_s(sure_s(self.board, self.board.sources[call.key.source])))
        title = f"{sign.mark} {sign.word}  {who_of(call.call) or call.key.id}"
        self.query_one(TitleLine).show(title, where_of(call.call), age, role=sign.role)
        self.query_one("#content", Static).update(self._content())

    def _content(self) -> Group:
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        names = min(_NAMES_WIDTH, self.size.width // 3)
        sections = sections_of(self.board, self._call)
        return Group(*(part for section in sections for part in _parts(section, pen, names)))


def _parts(section: Section, pen: Pen, names_width: int) -> tuple[RenderableType, ...]:
    table = Table.grid(padding=(0, 2), expand=True)
    table.add_column(width=names_width)
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    for field in section.fields:
        table.add_row(*_cells(field, pen))
    return Text(section.title.upper(), pen.style(Role.DIM, bold=True)), table, Text()


def _cells(field: Field, pen: Pen) -> tuple[Text, Text, Text]:
    value = pen.style(Role.DIM if field.value in (ABSENT, "none") else Role.TEXT)
    return (
        Text("  " * field.depth + field.name, pen.style(Role.MINE), overflow="fold"),
        Text(field.value, value, overflow="fold"),
        Text(field.meaning, pen.style(Role.DIM)),
    )
