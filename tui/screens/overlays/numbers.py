"""The numbers: how many calls there are now, and what this program has seen itself since it began to look."""

from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

from rich.table import Table
from rich.text import Text
from textual.binding import BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from tui.live.reports.history import MINUTES, History
from tui.live.store.board import Board
from tui.screens import keys
from tui.screens.base import BoardScreen
from tui.screens.overlays.reading import ReadingPanel
from tui.views.moment import sure_s
from tui.views.service.service_count import Counted, ServiceCount
from tui.views.service.service_words import service_rows
from tui.views.words.durations import duration
from tui.views.words.link_words import link_words
from tui.views.words.marks import state_sign
from tui.views.words.role import Role
from widgets.bars.title_line import TitleLine
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.plot import Frame, plot
from widgets.drawing.theme import palette_of

Row = tuple[Text, Text, Text]
"""What it is, the number, and what that means."""

_BESIDE_PLOTS = 32
"""Cells of a line that are no plot, with some room for large numbers."""
_HIGH, _LOW = 5, 2
"""Lines of a plot."""


class NumbersScreen(ReadingPanel, BoardScreen, ModalScreen[None], inherit_bindings=False):
    """Shows the numbers, and keeps them up to date each second."""

    CSS_PATH = Path(__file__).with_name("reading.tcss")
    DEEDS = keys.READING
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("numbers", keys.READING)

    def __init__(self, board: Board, history: History, service: ServiceCount | None = None) -> None:
        """Show numbers.

        Args:
            board: What is now.
            history: What was seen before.
            service: What came of calls; None where nobody counts it.
        """
        super().__init__(board)
        self._service = service
        self.rest_name = "answered and missed" if service is not None else ""
        self._history = history

    def on_mount(self) -> None:
        """Fill the panel."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.tick())
        self.tick()
        # Only after the first layout it is known how much room there is for plots.
        self.call_after_refresh(self.tick)

    def tick(self) -> None:
        """Say everything again."""
        history = self._history
        links = "  ".join(
            words.text for words in link_words(tuple(self.board.sources.values()), self.board.clock.now_s())
        )
        since = f"counted here since {history.since:%H:%M} ({duration(history.age_s)})"
        self.query_one(TitleLine).show("numbers", since, links)
        self.query_one("#content", Static).update(self._content())

    def _content(self) -> Table:
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        table = Table.grid(padding=(0, 2))
        table.add_column(no_wrap=True)
        table.add_column(no_wrap=True, justify="right")
        table.add_column(ratio=1)
        sections = {
            "NOW": self._now(pen),
            "THE LAST HOUR": self._hour(pen),
            f"SINCE {self._history.since:%H:%M}": self._since(pen),
        }
        if (service := self._service) is not None:
            sections["ANSWERED, SEEN HERE, THE LAST HOUR"] = self._answered(pen, service.hour, service.within_s)
            since = f"ANSWERED, SEEN HERE, SINCE {service.since:%H:%M}"
            sections[since] = self._answered(pen, service.seen, service.within_s)
        for heading, rows in sections.items():
            table.add_row(Text(heading, pen.style(Role.DIM, bold=True)), "", "")
            for row in rows:
                table.add_row(*row)
            table.add_row("", "", "")
        return table

    def _now(self, pen: Pen) -> Iterator[Row]:
        sources = self.board.sources.values()
        if sources and not self.board.bare.calls and not any(source.was_live for source in sources):
            yield _row(pen, "calls", "--", "not known yet")
            return
        calls = [known for known in self.board.bare.calls.values() if not known.ended]
        yield _row(pen, "calls", str(len(calls)))
        states = [known.call.state for known in calls if known.readable]
        for state in sorted(set(states), key=lambda state: (-states.count(state), state)):
            sign = state_sign(state)
            yield _row(pen, f"{sign.mark} {sign.word}", str(states.count(state)), role=sign.role)
        ages = [known.age_s(sure_s(self.board, self.board.bare.sources[known.key.source])) for known in calls]
        longest_s = max((age_s for age_s in ages if age_s is not None), default=None)
        yield _row(pen, "longest", duration(longest_s), "the oldest call that goes on")

    def _answered(self, pen: Pen, counted: Counted, within_s: float) -> Iterator[Row]:
        for row in service_rows(counted, within_s):
            yield _row(pen, row.name, row.number, row.words)

    def _hour(self, pen: Pen) -> Iterator[Row]:
        minutes = self._history.minutes
        plots = {
            "most calls at once": ([minute.most for minute in minutes], _HIGH),
            "started": ([minute.started for minute in minutes], _LOW),
            "ended": ([minute.ended for minute in minutes], _LOW),
        }
        label = max(len(str(max(numbers))) for numbers, _ in plots.values())
        frame = Frame(MINUTES, self.query_one("#content").size.width - _BESIDE_PLOTS, label)
        for name, (numbers, height) in plots.items():
            total = max(numbers) if name.startswith("most") else sum(numbers)
            yield _row(pen, name, str(total), "\n".join(plot(numbers, frame, height)), plotted=True)
        begin = f"{min(frame.shown, MINUTES)} min ago"
        yield _row(pen, "", "", frame.scale(begin, "now"), plotted=True)
        yield _row(pen, "", "", "a bar for each minute; each plot to its own scale")

    def _since(self, pen: Pen) -> Iterator[Row]:
        seen = self._history.seen
        yield _row(pen, "started", str(seen.started), "calls that began since then")
        yield _row(pen, "ended", str(seen.ended), "also those that had begun before")
        yield _row(pen, "handled", str(seen.handled), "answered, and seen from their beginning to their release")
        yield _row(pen, "average handling", duration(seen.average_handling_s), "of the handled, ringing included")
        yield _row(pen, "average on hold", duration(seen.average_held_s), "of the handled, as far as it was seen")
        longest_s = seen.longest_s if seen.handled else None
        yield _row(pen, "longest handled", duration(longest_s), "of the handled")


def _row(pen: Pen, name: str, number: str, meaning: str = "", *, role: Role = Role.TEXT, plotted: bool = False) -> Row:
    return (
        Text(f"  {name}", pen.style(role)),
        Text(number, pen.style(role, bold=True)),
        Text(
            meaning,
            pen.style(Role.MINE if plotted else Role.DIM),
            no_wrap=plotted,
            overflow="crop" if plotted else None,
        ),
    )
