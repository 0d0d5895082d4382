"""The big card: eight lines, its duration to be read from across the room."""

from textual.strip import Strip

from tui.live.card import BoardCall
from widgets import face_parts as part
from widgets import marks
from widgets.big_digits import HEIGHT, big_digits
from widgets.call_words import Place, held_words
from widgets.card_face import remarks
from widgets.durations import duration
from widgets.line import Run, lay
from widgets.look import Look
from widgets.palette import Role

_LEAST_WORDS = 16


def big_face(call: BoardCall, now_s: float, place: Place, look: Look) -> list[Strip]:
    """Draw a big card.

    Args:
        call: The call.
        now_s: Up to when the board is sure.
        place: Where it belongs.
        look: How to draw it.

    Returns:
        Eight strips of the look's width.
    """
    inner = max(0, look.width - 6)
    held: Run = (held_words(call, now_s), look.pen.style(Role.DIM))
    digits = _digits(call, now_s, look, inner)
    return [
        _line(call, look, []),
        _line(call, look, part.state_runs(call, look), digits[0]),
        _line(call, look, [held], digits[1]),
        _line(call, look, [], digits[2]),
        _line(call, look, part.who_runs(call, look)),
        _line(call, look, part.place_runs(call, place, look, inner)),
        _line(call, look, remarks(call, now_s, look, inner), part.stale_runs(look)),
        _line(call, look, part.meter_runs(look, inner)),
    ]


def _digits(call: BoardCall, now_s: float, look: Look, width: int) -> list[list[Run]]:
    style = part.time_style(look)
    rows = big_digits(duration(call.age_s(now_s)))
    if len(rows[0]) + _LEAST_WORDS > width:
        return [[(part.time_words(call, now_s, look), style)], *([[]] * (HEIGHT - 1))]
    mark = marks.STALE.mark if look.stale else marks.ALARM_MARK if look.alarmed else ""
    return [[(f"{mark if number == 0 else '':<2}", style), (row, style)] for number, row in enumerate(rows)]


def _line(call: BoardCall, look: Look, left: list[Run], right: list[Run] | None = None) -> Strip:
    fill = look.pen.style()
    inner = lay(max(0, look.width - 6), fill, left, right or [])
    _, style = part.edge_run(call, look)
    edge = lay(3, fill, [("██" if look.selected else "█", style)])
    return Strip.join([edge, inner, Strip.blank(3, fill)]).crop(0, look.width)
