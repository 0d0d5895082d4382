"""The panel of the guided tour: a heading with the way on, a line of how much time is left, and some words."""

from collections.abc import Sequence

from textual.strip import Strip

from tui.views.words.role import Role
from widgets.drawing.line import Run, lay, wrap
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_BAR = "▌ "
_MARGIN = 4
MOST_LINES = 4
"""Lines of words; a narrower screen has more use for its calls."""


class TourPanel(StripLines):
    """As high as its words are; gone while there is nothing to say."""

    DEFAULT_CSS = """
    TourPanel { height: 1; display: none; }
    """

    _head: tuple[str, str] = ("", "")
    _words = ""
    _share = 0.0

    def show(self, head: str, keys: str, words: str, share: float) -> None:
        """Say this.

        Args:
            head: Where the tour is.
            keys: How it goes on.
            words: What to see and to try; "" takes the panel away.
            share: How much of the time is gone, 0 to 1.
        """
        self._head, self._words, self._share = (head, keys), words, share
        self.display = bool(words)
        self._fit(self.app.size.width)
        self.redraw()

    def on_resize(self) -> None:
        """Take as many lines as the words need now. Textual calls the superclass's by itself."""
        self._fit(self.size.width)

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        bar: Run = (_BAR, pen.style(Role.MINE, bold=True))
        head, keys = self._head
        gone = round(self._share * len(head))
        title: list[Run] = [
            bar,
            (head[:gone], pen.style(Role.MINE, bold=True)),
            (head[gone:], pen.style(Role.TEXT, bold=True)),
        ]
        strips = [lay(width, pen.style(), title, [(f"{keys} ", pen.style(Role.DIM))])]
        strips += [lay(width, pen.style(), [bar, (line, pen.style())]) for line in self._lines(width)]
        return strips[:height]

    def _fit(self, width: int) -> None:
        self.styles.height = 1 + len(self._lines(width))

    def _lines(self, width: int) -> list[str]:
        return wrap(self._words, max(10, width - _MARGIN))[:MOST_LINES]
