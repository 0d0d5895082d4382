"""The head of the desk: whose it is, how sure the board is, and a band that nobody overlooks while it rings."""

from collections.abc import Sequence

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.live.store.board import Board
from tui.views.words.link_words import CHECKED_FROM, fresh_words, heard_words, link_words, trouble_words
from tui.views.words.role import Role
from widgets.bars.header_face import NAME
from widgets.drawing.line import Run, cut, lay, width_of
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of


class DeskHeader(StripLines):
    """Title and link; below, who rings, or what is wrong with the link; a third line is air.

    Attributes:
        missed: How many calls were missed that nobody has looked at.
    """

    DEFAULT_CSS = """
    DeskHeader { height: 2; }
    """

    class Clicked(Message):
        """Somebody clicked the band while it rings."""

    def __init__(self, board: Board, title: str, retry_key: str) -> None:
        """Make the head.

        Args:
            board: Where the sources are.
            title: Whose desk it is; "" names the sources.
            retry_key: The key that tries again now; "" where there is none.
        """
        super().__init__()
        self._retry_key = retry_key
        self._board = board
        self._title = title
        self._ringing = ""
        self._answer = ""
        self._bright = True
        self.missed = 0

    def show(self, ringing: str = "", answer: str = "", *, bright: bool = True) -> None:
        """Say who rings, and everything else as it is now.

        Args:
            ringing: Who, "" for nobody.
            answer: How to answer.
            bright: Whether the band is filled; changing it makes it flash.
        """
        self._ringing, self._answer, self._bright = ringing, answer, bright
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        blank = Strip.blank(width, pen_of(palette_of(self.app), Ground.BACKGROUND).style())
        return [self._title_line(width), self._band(width), blank][:height]

    def on_click(self, event: events.Click) -> None:
        """Answer."""
        if self._ringing and event.y == 1:
            self.post_message(self.Clicked())

    def _title_line(self, width: int) -> Strip:
        pen = pen_of(palette_of(self.app), Ground.BAR)
        dim = pen.style(Role.DIM)
        sources = tuple(self._board.sources.values())
        now_s = self._board.clock.now_s()
        links: list[Run] = [
            run
            for word in link_words(sources, now_s)
            for run in ((word.text, pen.style(word.role, bold=True)), ("  ", dim))
        ]
        if self.missed:
            links = [(f"{self.missed} missed", pen.style(Role.RINGING, bold=True)), ("  ", dim), *links]
        heard = heard_words(sources, now_s)
        clock: list[Run] = [("  ", dim), (f"{self._board.clock.wall():%H:%M}", pen.style(bold=True)), (" ", dim)]
        title = self._title or " · ".join(source.name for source in sources)
        left: list[Run] = [(f" {NAME}", pen.style(bold=True)), ("  desk · ", dim)]
        room = width - width_of(left) - 8
        full = [*links, (f" {heard}  ", dim), *clock] if heard else [*links, *clock]
        right = next((runs for runs in (full, [*links, *clock]) if width_of(runs) <= room), links)
        most = [*links, (f" {fresh_words(sources, now_s)}  ", dim), *clock]
        # Never at the cost of whose desk it is.
        if heard and width >= CHECKED_FROM and width_of([*left, (title, dim), *most]) + 1 <= width:
            right = most
        left.append((cut(title, max(0, width - width_of(left) - width_of(right) - 1)), dim))
        return lay(width, pen.style(), left, right)

    def _band(self, width: int) -> Strip:
        if self._ringing:
            pen = pen_of(palette_of(self.app), Ground.BACKGROUND)
            style = pen.style(Role.RINGING, bold=True, reverse=self._bright)
            return lay(width, style, [(f" ◇ RINGING  {self._ringing}", style)], [(f"{self._answer} ", style)])
        pen = pen_of(palette_of(self.app), Ground.BACKGROUND)
        trouble = trouble_words(tuple(self._board.sources.values()), self._board.clock.now_s(), self._retry_key)
        runs = [] if trouble is None else [(f"  {trouble.text}", pen.style(trouble.role, bold=True))]
        return lay(width, pen.style(), runs)
