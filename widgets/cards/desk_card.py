"""A call of one's own as a card: what the wall's card says, what is asked of the agent, and what is under way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from textual.strip import Strip

from tui.live.store.card import BoardCall
from tui.views.words.call_words import CallPlace, held_words, where_of
from tui.views.words.role import Role
from widgets.cards import face_parts as part
from widgets.cards.look import Look
from widgets.cards.row_face import row_face
from widgets.drawing.line import Run, lay, width_of
from widgets.drawing.spots import Meaning


class Remark(NamedTuple):
    """A few words about what is under way."""

    words: str
    role: Role


@dataclass(frozen=True, slots=True)
class CardView:
    """What is shown of a call.

    Attributes:
        call: The call.
        now_s: Up to when the board is sure.
        place: Where it belongs.
        look: How to draw it; its width is set by who draws.
        name: Name of the other party, "" if unknown.
        depth: 1 for a consultation drawn below the call that it belongs to, else 0.
        ask: What the agent is asked to do, "" for nothing.
        remark: What is under way.
        meaning: What a click asks for.
    """

    call: BoardCall
    now_s: float
    place: CallPlace
    look: Look
    name: str = ""
    depth: int = 0
    ask: str = ""
    remark: Remark | None = None
    meaning: Meaning = ()


def desk_card(view: CardView, *, meter: bool) -> list[Strip]:
    """Draw a card.

    Args:
        view: What to show.
        meter: Whether the line that shows how much of the threshold is used is wanted.

    Returns:
        Four or five strips of the look's width.
    """
    look = view.look
    time: Run = (part.time_words(view.call, view.now_s, look), part.time_style(look))
    lines = [
        _line(view, _state(view), [time]),
        _line(view, _who(view)),
        _line(view, part.place_runs(view.call, view.place, look, max(0, look.width - 3))),
        _line(view, _asked(view), _under_way(view)),
    ]
    return [*lines, _line(view, part.meter_runs(look, max(0, look.width - 3)))] if meter else lines


def desk_row(view: CardView) -> list[Strip]:
    """Draw a call in one line.

    Args:
        view: What to show.

    Returns:
        One strip of the look's width.
    """
    look = view.look
    right = [(" ", look.pen.style()), *_under_way(view)] if view.remark else []
    width = look.width - width_of(right)
    (row,) = row_face(view.call, view.now_s, view.place, _narrower(look, width))
    return [Strip.join([row, lay(look.width - width, look.pen.style(), right)])]


def _narrower(look: Look, width: int) -> Look:
    return replace(look, width=width)


def _state(view: CardView) -> list[Run]:
    held = held_words(view.call, view.now_s)
    runs = part.state_runs(view.call, view.look)
    return [*runs, (f"  {held}", view.look.pen.style(Role.DIM))] if held else runs


def _who(view: CardView) -> list[Run]:
    runs = part.who_runs(view.call, view.look)
    if not view.name:
        return runs
    where = where_of(view.call)
    name = (f"  {view.name}", view.look.pen.style(view.look.role(Role.TEXT)))
    return [runs[0], name, *(runs[1:] if where else [])]


def _asked(view: CardView) -> list[Run]:
    look = view.look
    room = max(0, look.width - 3 - width_of(_under_way(view)) - 1)
    said = part.remark_runs(view.call, look)
    if said or not view.ask:
        return said or part.flag_runs(view.call, view.now_s, look, room)
    ask: Run = (f"{view.ask}  ", look.pen.style(look.role(Role.RINGING), bold=True))
    return [ask, *part.flag_runs(view.call, view.now_s, look, room - width_of([ask]))]


def _under_way(view: CardView) -> list[Run]:
    if view.remark is not None:
        return [(view.remark.words, view.look.pen.style(view.remark.role, bold=True))]
    return part.stale_runs(view.look)


def _line(view: CardView, left: Sequence[Run], right: Sequence[Run] = ()) -> Strip:
    look = view.look
    fill = look.pen.style()
    inner = lay(max(0, look.width - 3), fill, left, right)
    edge = lay(2, fill, [part.edge_run(view.call, look)])
    return Strip.join([edge, inner, Strip.blank(1, fill)]).crop(0, look.width)
