"""The big card: its duration is to be read from across the room, as large as the card has room for."""

from collections import Counter
from itertools import chain, cycle, islice, zip_longest
from typing import Literal

from textual.strip import Strip

from tui.live.store.card import BoardCall
from tui.views.words import marks
from tui.views.words.call_words import CallPlace, held_words
from tui.views.words.durations import duration
from tui.views.words.role import Role
from widgets.cards import face_parts as part
from widgets.cards.big_layout import LEAST_WORDS, SIDES, Layout, digits_width, usual_layout
from widgets.cards.card_face import remarks
from widgets.cards.look import Look
from widgets.drawing.big_digits import big_digits, height_of
from widgets.drawing.line import Run, lay, width_of

_Line = tuple[list[Run], list[Run]]
_Gap = Literal["names", "meter", "digits", "below", "above"]
_GAPS: tuple[_Gap, ...] = ("names", "meter", "digits", "below", "above")
"""What gets a line of air above it first; only one is below the meter, which ends the card."""
_LATER: tuple[_Gap, ...] = ("names", "meter", "digits", "above")


def big_face(call: BoardCall, now_s: float, place: CallPlace, look: Look) -> list[Strip]:
    """Draw a big card; arguments as for `card_face`.

    Returns:
        As many strips as the look is high, at least eight, of its width.
    """
    height = max(look.height, look.density.height)
    inner = max(0, look.width - SIDES)
    layout = usual_layout(look.width, height)
    air = Counter(islice(chain(_GAPS, cycle(_LATER)), height - layout.lines))
    lines: list[_Line] = [
        *_blank(air["above"] + 1),
        *_state_and_time(call, now_s, place, look, layout, air["digits"]),
        *_blank(air["names"]),
        *([] if layout.names else _names(call, place, look, inner)),
        (remarks(call, now_s, look, inner), part.stale_runs(look)),
        *_blank(air["meter"]),
        (part.meter_runs(look, inner), []),
        *_blank(air["below"]),
    ]
    return [_strip(call, look, left, right) for left, right in lines]


def _state_and_time(
    call: BoardCall, now_s: float, place: CallPlace, look: Look, layout: Layout, air: int
) -> list[_Line]:
    inner = max(0, look.width - SIDES)
    state = part.state_runs(call, look)
    held: list[Run] = [(held_words(call, now_s), look.pen.style(Role.DIM))]
    digits = _digits(call, now_s, look, inner, layout)
    if not layout.words:
        return [(state, held), *_blank(air), *(([], row) for row in digits)]
    words = [state, held]
    if layout.names:
        names = _names(call, place, look, inner - width_of(digits[0]) - 1)
        words += [*([[]] * (len(digits) - 4)), *(left for left, _ in names)]
    return [*_blank(air), *zip_longest(words, digits, fillvalue=[])]


def _names(call: BoardCall, place: CallPlace, look: Look, width: int) -> list[_Line]:
    return [(part.who_runs(call, look), []), (part.place_runs(call, place, look, width), [])]


def _digits(call: BoardCall, now_s: float, look: Look, width: int, layout: Layout) -> list[list[Run]]:
    """The duration in the lines that the layout has for it; an unusually long one is smaller than the others."""
    style = part.time_style(look)
    text = duration(call.age_s(now_s))
    room = width - (LEAST_WORDS if layout.words else 0)
    scale = next((scale for scale in range(layout.scale, 0, -1) if digits_width(text, scale) <= room), 0)
    if scale:
        mark = marks.STALE.mark if look.stale else marks.ALARM_MARK if look.alarmed else ""
        rows = big_digits(text, scale)
        runs = [[(f"{mark if number == 0 else '':<2}", style), (row, style)] for number, row in enumerate(rows)]
    else:
        runs = [[(part.time_words(call, now_s, look), style)]]
    return runs + [[]] * (height_of(layout.scale) - len(runs))


def _blank(count: int) -> list[_Line]:
    return [([], [])] * count


def _strip(call: BoardCall, look: Look, left: list[Run], right: list[Run]) -> Strip:
    fill = look.pen.style()
    inner = lay(max(0, look.width - SIDES), fill, left, right)
    _, style = part.edge_run(call, look)
    edge = lay(3, fill, [("██" if look.selected else "█", style)])
    return Strip.join([edge, inner, Strip.blank(3, fill)]).crop(0, look.width)
