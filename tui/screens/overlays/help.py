"""The help: keys from the table, words and marks from where they are drawn."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.patches.changed_cells import send_changed_cells
from tui.screens import keys
from tui.screens.keys import Deed
from tui.screens.overlays.reading import ReadingPanel
from tui.source.models import CallState, MonitoringState
from tui.views.words import marks
from tui.views.words.role import Role
from widgets.bars.title_line import TitleLine
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.theme import palette_of

_MEANINGS = (
    (marks.STATES[CallState.RINGING], "it rings here and nobody has answered"),
    (marks.STATES[CallState.DIALING], "it rings at the other party"),
    (marks.STATES[CallState.ESTABLISHED], "the parties speak; the time is the age of the call on this device"),
    (marks.STATES[CallState.HELD], "on hold; the small time says for how long; ≥ if its start was not seen"),
    (marks.ENDED, "over; it stays a moment and says how it ended"),
    (marks.UNREADABLE, "the server sent this call in a form that could not be read"),
    (marks.RECORDING, "it is being recorded"),
    (marks.PAUSED, "the recording is paused, for how long"),
    (marks.MUTED, "the microphone of this device is off"),
    (marks.AGENT_MUTED, "the supervisor has muted the agent"),
    (marks.LISTENED, "a supervisor listens in"),
    (marks.I_MONITOR[MonitoringState.COACH], "this login coaches; likewise LISTENING and BARGED IN"),
    (marks.STALE, "the link is lost: what is shown was true when the time stopped"),
)


class HelpScreen(ReadingPanel, ModalScreen[None], inherit_bindings=False):
    """Shows keys, words and marks."""

    CSS_PATH = Path(__file__).with_name("reading.tcss")
    DEEDS = keys.READING
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("help", keys.READING)

    def __init__(self, deeds: Sequence[Deed], own: Sequence[tuple[str, str]] = ()) -> None:
        """Make the help.

        Args:
            deeds: The table of the screen that asks.
            own: Words and marks of that screen alone, each with its meaning.
        """
        super().__init__()
        send_changed_cells(self)
        self._deeds = deeds
        self._own = own

    def on_mount(self) -> None:
        """Fill the panel."""
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        self.query_one(TitleLine).show("keys, words and marks")
        self.query_one("#content", Static).update(self._content(pen))

    def _content(self, pen: Pen) -> Table:
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(ratio=1)
        for group in dict.fromkeys(deed.group for deed in self._deeds):
            table.add_row(Text(group.upper(), pen.style(Role.DIM, bold=True)), "")
            for deed in self._deeds:
                if deed.group == group:
                    table.add_row(
                        Text(f"  {deed.shown}", pen.style(Role.MINE, bold=True)), Text(deed.words, pen.style())
                    )
            table.add_row("", "")
        table.add_row(Text("WORDS AND MARKS", pen.style(Role.DIM, bold=True)), "")
        for word, meaning in self._own:
            table.add_row(Text(f"  {word}", pen.style(bold=True)), Text(meaning, pen.style()))
        for cells in () if self._own else _meanings(pen):
            table.add_row(*cells)
        return table


def _meanings(pen: Pen) -> Iterator[tuple[Text, Text]]:
    for sign, meaning in _MEANINGS:
        yield Text(f"  {sign.mark} {sign.word}", pen.style(sign.role, bold=True)), Text(meaning, pen.style())
