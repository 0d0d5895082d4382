"""The DTMF pad: what is typed or clicked is told key by key, and shown as dots: it may be a PIN."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.strip import Strip

from tui.source.raw import Digits
from tui.views.words.role import Role
from widgets.drawing.line import Run, lay
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.strip_lines import StripLines
from widgets.drawing.theme import palette_of

KEYS = "123456789*0#"
DOT = "•"
_MOST_DOTS = 12
_KEY_WIDTH = 4


class DtmfPad(StripLines, can_focus=True):
    """Shows digits that were sent, digits that wait, and the pad."""

    DEFAULT_CSS = """
    DtmfPad { display: none; height: 3; background: $surface; }
    """

    @dataclass
    class Pressed(Message):
        """Keys of the pad, in order."""

        digits: Digits

    class Closed(Message):
        """Enough."""

    _to = ""
    _sent = 0
    _waiting = 0
    _said: tuple[str, Role] = ("", Role.DIM)

    def open(self, to: str) -> None:
        """Show the pad.

        Args:
            to: Whom the digits go to.
        """
        self._to = to
        self.display = True
        # At once: what is typed right behind the key is meant for the pad.
        self.screen.set_focus(self)

    def close(self) -> None:
        """Hide the pad."""
        self.display = False

    def show(self, sent: int, waiting: int, words: str, role: Role = Role.DIM) -> None:
        """Say how far it is.

        Args:
            sent: How many digits the server has accepted.
            waiting: How many are on their way, or wait for those.
            words: What is to be said about it.
            role: What that means.
        """
        self._sent, self._waiting, self._said = sent, waiting, (words, role)
        self.redraw()

    def draw(self, width: int, height: int) -> Sequence[Strip]:
        """See `StripLines.draw`."""
        pen = pen_of(palette_of(self.app), Ground.PANEL)
        dim = pen.style(Role.DIM)
        words, role = self._said
        typed: list[Run] = [
            (" DTMF to ", pen.style(Role.MINE, bold=True)),
            (f"{self._to}  ", pen.style()),
            (_dots(self._sent), pen.style(Role.TALKING, bold=True)),
            (DOT * self._waiting, pen.style(Role.RINGING, bold=True)),
            ("▏", dim),
        ]
        keys: list[Run] = [(" ", dim), *((f"[{key}] ", pen.style(Role.MINE, bold=True)) for key in KEYS)]
        said: list[Run] = [(f" {words}", pen.style(role, bold=role is not Role.DIM))]
        return [lay(width, pen.style(), runs) for runs in (typed, keys, said)][:height]

    def on_key(self, event: events.Key) -> None:
        """Take a key of the pad."""
        character = event.character or ""
        if event.key in ("escape", "enter"):
            self.post_message(self.Closed())
        elif character and character in KEYS:
            self.post_message(self.Pressed(Digits(character)))
        elif not event.is_printable:
            return
        event.stop()
        event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Take pasted digits, one after the other."""
        event.stop()
        if digits := "".join(character for character in event.text if character in KEYS):
            self.post_message(self.Pressed(Digits(digits)))

    def on_click(self, event: events.Click) -> None:
        """Take a clicked key of the pad."""
        place, inside = divmod(event.x - 1, _KEY_WIDTH)
        if event.y == 1 and 0 <= place < len(KEYS) and inside < _KEY_WIDTH - 1:
            self.post_message(self.Pressed(Digits(KEYS[place])))


def _dots(count: int) -> str:
    return DOT * count if count <= _MOST_DOTS else f"{count} sent {DOT * 3}"
