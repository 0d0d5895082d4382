"""A device on the desk: its number, the agent's state and since when, what is switched."""

from dataclasses import dataclass

from tui.source.models import Device
from tui.views.words.agent_words import agent_sign, reason_of, settings_of
from tui.views.words.durations import duration
from tui.views.words.marks import STALE
from tui.views.words.role import Role
from widgets.drawing.line import wrap
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.spots import Meaning, SheetLine, SheetSpan, lay_pieces

_ONE_LINE = 70


@dataclass(frozen=True, slots=True)
class DeviceView:
    """What is shown of a device.

    Attributes:
        device: The resource.
        source: Its source where there are several, else "".
        state_s: Seconds in the agent state as far as known.
        at_least: Whether the state may be older than that.
        stale: Whether the board is not sure.
        chosen: Whether what is done with a phone is done with this one.
        meaning: What a click asks for.
    """

    device: Device
    source: str
    state_s: float
    at_least: bool
    stale: bool
    chosen: bool
    meaning: Meaning


def device_face(view: DeviceView, palette: Palette, width: int) -> list[SheetLine]:
    """Draw a device.

    Args:
        view: What to show.
        palette: Colours.
        width: Cells.

    Returns:
        One line where there is room, else two or more.
    """
    pen = pen_of(palette, Ground.BACKGROUND)
    head, settings = _state(view, palette), _settings(view, palette)
    if width >= _ONE_LINE:
        return [lay_pieces(width, pen.style(), [*head, SheetSpan("  ·  ", pen.style(Role.DIM)), *settings])]
    return [lay_pieces(width, pen.style(), head), *_wrapped(settings, palette, width)]


def _state(view: DeviceView, palette: Palette) -> list[SheetSpan]:
    pen = pen_of(palette, Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    sign = agent_sign(view.device.user_state)
    reason = reason_of(view.device.user_state)
    role = Role.DIM if view.stale else sign.role
    name = f"{view.device.phone_number or view.device.id}" + (f" {view.source}" if view.source else "")
    return [
        SheetSpan(f"{'▸' if view.chosen else ' '}{name}  ", pen.style(bold=True), view.meaning),
        SheetSpan(f"{STALE.mark} " if view.stale else "", pen.style(STALE.role)),
        SheetSpan(f"{sign.mark} {sign.word}", pen.style(role, bold=True), ("states",)),
        SheetSpan(f" · {reason}" if reason else "", pen.style(role)),
        SheetSpan(f"  {'at least ' if view.at_least else ''}{duration(view.state_s)}", dim),
    ]


def _settings(view: DeviceView, palette: Palette) -> list[SheetSpan]:
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces: list[SheetSpan] = []
    for words, matters in settings_of(view.device):
        role = Role.RINGING if matters and not view.stale else Role.DIM
        pieces += [
            SheetSpan(" · " if pieces else "", pen.style(Role.DIM)),
            SheetSpan(words, pen.style(role, bold=matters)),
        ]
    return pieces


def _wrapped(pieces: list[SheetSpan], palette: Palette, width: int) -> list[SheetLine]:
    pen = pen_of(palette, Ground.BACKGROUND)
    if len(wrap("".join(piece.text for piece in pieces), width - 2)) == 1:
        return [lay_pieces(width, pen.style(), [SheetSpan(" ", pen.style()), *pieces])]
    words = [piece for piece in pieces if piece.text.strip(" ·")]
    return [lay_pieces(width, pen.style(), [SheetSpan(" ", pen.style()), piece]) for piece in words]
