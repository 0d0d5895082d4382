"""The line of keys at the foot of a screen; a click on one does what the key does."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.views.words.role import Role
from widgets.drawing.line import Run, lay, width_of
from widgets.drawing.palette import Ground
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.running_mark import mark_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

_LEAST_KEYS = 20
"""Cells that a mark leaves to the keys where it can be said in fewer words."""


@dataclass(frozen=True, slots=True)
class FooterKey:
    """A key at the foot.

    Attributes:
        action: What it does, as an action of the screen.
        key: The key as people call it.
        words: What it does, in words.
        rank: The larger, the sooner it is left out where the line is short.
    """

    action: str
    key: str
    words: str
    rank: int


class KeyFooter(StripLines):
    """Keys from the left, a remark to the right; where the line is short, the least important keys go."""

    DEFAULT_CSS = """
    KeyFooter { height: 1; dock: bottom; }
    """

    @dataclass
    class Clicked(Message):
        """Somebody clicked a key."""

        action: str

    def __init__(self) -> None:
        """Make an empty foot."""
        super().__init__()
        self._keys: Sequence[FooterKey] = ()
        self._remark = ""
        self._role = Role.DIM

    def show(self, keys: Sequence[FooterKey], remark: str = "", role: Role = Role.DIM) -> None:
        """Show these keys.

        Args:
            keys: In reading order.
            remark: What stands to the right.
            role: What the remark means.
        """
        self._keys = keys
        self._remark = remark
        self._role = role
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """Draw the line.

        Args:
            width: Cells.
            height: Lines; only one is used.

        Returns:
            One strip.
        """
        pen = pen_of(palette_of(self.app), Ground.BAR)
        right = self._right(width, pen)
        runs = [run for key in self._fitting(width, right) for run in _runs(key, pen)]
        return [lay(width, pen.style(), runs, right)][:height]

    def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does.

        Args:
            event: Where.
        """
        edge = 0
        pen = pen_of(palette_of(self.app), Ground.BAR)
        for key in self._fitting(self.size.width, self._right(self.size.width, pen)):
            edge += width_of(_runs(key, pen))
            if event.x < edge:
                self.post_message(self.Clicked(key.action))
                return

    def _right(self, width: int, pen: Pen) -> list[Run]:
        """The remark, and what is true of every screen."""
        runs = [(f" {self._remark} ", pen.style(self._role, bold=self._role is not Role.DIM))] if self._remark else []
        mark = mark_of(self.app)
        if mark is not None:
            words = mark.fitting(width - width_of(runs) - _LEAST_KEYS)
            runs.append((f" {words} ", pen.style(mark.role, bold=True)))
        return runs

    def _fitting(self, width: int, right: Sequence[Run]) -> Sequence[FooterKey]:
        pen = pen_of(palette_of(self.app), Ground.BAR)
        keys = list(self._keys)
        # A cell stays free before what stands to the right.
        room = width - (width_of(right) + 1 if right else 0)
        while keys and sum(width_of(_runs(key, pen)) for key in keys) > room:
            keys.remove(max(keys, key=lambda key: key.rank))
        return keys


def _runs(key: FooterKey, pen: Pen) -> list[Run]:
    return [(f" {key.key}", pen.style(Role.MINE, bold=True)), (f" {key.words} ", pen.style(Role.DIM))]
