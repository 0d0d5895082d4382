"""The line of keys at the foot of a screen; a click on one does what the key does."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from widgets.line import Run, lay, width_of
from widgets.palette import Ground, Role
from widgets.pen import Pen, pen_of
from widgets.strip_lines import StripLines
from widgets.theme import palette_of


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
        remark = [(f" {self._remark} ", pen.style(self._role, bold=self._role is not Role.DIM))] if self._remark else []
        runs = [run for key in self._fitting(width - width_of(remark)) for run in _runs(key, pen)]
        return [lay(width, pen.style(), runs, remark)][:height]

    def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does.

        Args:
            event: Where.
        """
        right = 0
        pen = pen_of(palette_of(self.app), Ground.BAR)
        for key in self._fitting(self.size.width - len(self._remark) - 2):
            right += width_of(_runs(key, pen))
            if event.x < right:
                self.post_message(self.Clicked(key.action))
                return

    def _fitting(self, width: int) -> Sequence[FooterKey]:
        pen = pen_of(palette_of(self.app), Ground.BAR)
        keys = list(self._keys)
        while keys and sum(width_of(_runs(key, pen)) for key in keys) > width:
            keys.remove(max(keys, key=lambda key: key.rank))
        return keys


def _runs(key: FooterKey, pen: Pen) -> list[Run]:
    return [(f" {key.key}", pen.style(Role.MINE, bold=True)), (f" {key.words} ", pen.style(Role.DIM))]
