"""The card: five lines, for reading at a desk."""

from textual.strip import Strip

from tui.live.store.card import BoardCall
from tui.views.words.call_words import CallPlace, held_words
from tui.views.words.role import Role
from widgets.cards import face_parts as part
from widgets.cards.look import Look
from widgets.drawing.line import Run, lay, width_of


def card_face(call: BoardCall, now_s: float, place: CallPlace, look: Look) -> list[Strip]:
    """Draw a card.

    Args:
        call: The call.
        now_s: Up to when the board is sure.
        place: Where it belongs.
        look: How to draw it.

    Returns:
        Five strips of the look's width.
    """
    time: Run = (part.time_words(call, now_s, look), part.time_style(look))
    inner = max(0, look.width - 3)
    return [
        _line(call, look, _state(call, now_s, look), [time]),
        _line(call, look, part.who_runs(call, look)),
        _line(call, look, part.place_runs(call, place, look, inner)),
        _line(call, look, remarks(call, now_s, look, inner), part.stale_runs(look)),
        _line(call, look, part.meter_runs(look, inner)),
    ]


def remarks(call: BoardCall, now_s: float, look: Look, width: int) -> list[Run]:
    """Flags, or what stands in their place.

    Args:
        call: The call.
        now_s: Up to when the board is sure.
        look: How to draw it.
        width: Cells of the line.

    Returns:
        Runs.
    """
    stale = width_of(part.stale_runs(look))
    room = width - stale - (1 if stale else 0)
    return part.remark_runs(call, look) or part.flag_runs(call, now_s, look, room)


def _state(call: BoardCall, now_s: float, look: Look) -> list[Run]:
    held = held_words(call, now_s)
    runs = part.state_runs(call, look)
    return [*runs, (f" {held}", look.pen.style(Role.DIM))] if held else runs


def _line(call: BoardCall, look: Look, left: list[Run], right: list[Run] | None = None) -> Strip:
    fill = look.pen.style()
    inner = lay(max(0, look.width - 3), fill, left, right or [])
    edge = lay(2, fill, [part.edge_run(call, look)])
    return Strip.join([edge, inner, Strip.blank(1, fill)]).crop(0, look.width)
