"""The line of keys at the foot of a screen; a click on one does what the key does."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message

from tui.views.words.role import Role
from widgets.bars.one_line import OneLine
from widgets.drawing.line import Run, width_of
from widgets.drawing.pen import Pen
from widgets.drawing.running_mark import mark_of

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


class KeyFooter(OneLine):
    """Keys from the left, a remark to the right; where the line is short, the least important keys go."""

    DEFAULT_CSS = """
    KeyFooter { dock: bottom; }
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
        self._said: tuple[object, ...] = ()

    def show(self, keys: Sequence[FooterKey], remark: str = "", role: Role = Role.DIM) -> None:
        """Show these keys.

        Args:
            keys: In reading order.
            remark: What stands to the right.
            role: What the remark means.
        """
        said = (tuple(keys), remark, role, mark_of(self.app))
        if said != self._said:
            self._said = said
            self._keys = keys
            self._remark = remark
            self._role = role
            self.redraw()

    def runs(self, pen: Pen) -> tuple[Sequence[Run], Sequence[Run]]:
        """See `OneLine`."""
        right = self._right(pen)
        runs = [run for key in self._fitting(right, pen) for run in _runs(key, pen)]
        return runs, right

    def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        edge = 0
        pen = self.pen
        for key in self._fitting(self._right(pen), pen):
            edge += width_of(_runs(key, pen))
            if event.x < edge:
                self.post_message(self.Clicked(key.action))
                return

    def _right(self, pen: Pen) -> list[Run]:
        """The remark, and what is true of every screen."""
        runs = [(f" {self._remark} ", pen.style(self._role, bold=self._role is not Role.DIM))] if self._remark else []
        mark = mark_of(self.app)
        if mark is not None:
            words = mark.fitting(self.size.width - width_of(runs) - _LEAST_KEYS)
            runs.append((f" {words} ", pen.style(mark.role, bold=True)))
        return runs

    def _fitting(self, right: Sequence[Run], pen: Pen) -> Sequence[FooterKey]:
        keys = list(self._keys)
        # A cell stays free before what stands to the right.
        room = self.size.width - (width_of(right) + 1 if right else 0)
        while keys and sum(width_of(_runs(key, pen)) for key in keys) > room:
            keys.remove(max(keys, key=lambda key: key.rank))
        return keys


def _runs(key: FooterKey, pen: Pen) -> list[Run]:
    return [(f" {key.key}", pen.style(Role.MINE, bold=True)), (f" {key.words} ", pen.style(Role.DIM))]
