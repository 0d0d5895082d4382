"""The selected call in detail: who it is, how it stands, its parties, what is switched on."""

from collections.abc import Iterator

from tui.live.store.card import BoardCall
from tui.live.store.number_format import formatted_party
from tui.live.store.outside import party_of, party_words
from tui.source.models import Call, Participant
from tui.views.words.call_words import NOBODY, flags_of, held_words, sign_of, who_of
from tui.views.words.durations import duration
from tui.views.words.marks import direction_of
from tui.views.words.party_names import name_of
from tui.views.words.role import Role
from widgets.drawing.line import wrap
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import pen_of
from widgets.drawing.sections import MARGIN, heading
from widgets.drawing.spots import SheetLine, SheetSpan, lay_pieces


def detail_face(
    call: BoardCall, now_s: float, legs: str, palette: Palette, width: int, *, stale: bool, small: bool = False
) -> list[SheetLine]:
    """Draw the details of a call.

    Args:
        call: The call.
        now_s: Up to when the board is sure.
        legs: What it has to do with other calls, in words.
        palette: Colours.
        width: Cells.
        stale: Whether the board is not sure.
        small: Whether what the card says already is left out.

    Returns:
        Lines.
    """
    who = [] if small else [_who(call, palette, width)]
    lines = [*who, *_standing(call, now_s, palette, width, stale=stale)]
    if legs:
        pen = pen_of(palette, Ground.BACKGROUND)
        lines.append(lay_pieces(width, pen.style(), [SheetSpan(f"{MARGIN}{legs}", pen.style(Role.DIM))]))
    lines += [] if small else _flags(call, now_s, palette, width, stale=stale)
    if len(call.call.parties) > 1:
        lines.append(heading("parties", palette, width))
        lines += [_party(call, party, palette, width) for party in call.call.parties]
    return lines


def _who(call: BoardCall, palette: Palette, width: int) -> SheetLine:
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [SheetSpan(f"{MARGIN}{who_of(call) or NOBODY}", pen.style(bold=True))]
    party = party_of(call.call, call.leading)
    if party is not None:
        pieces += _name_and_place(call.call, party, palette)
    return lay_pieces(width, pen.style(), pieces)


def _party(known: BoardCall, party: Participant, palette: Palette, width: int) -> SheetLine:
    pen = pen_of(palette, Ground.BACKGROUND)
    words = party_words(party, known.call, formatted_party(party, known.country))
    pieces = [
        SheetSpan(f"{MARGIN}{words}", pen.style(bold=True)),
        *_name_and_place(known.call, party, palette),
    ]
    return lay_pieces(width, pen.style(), pieces)


def _name_and_place(call: Call, party: Participant, palette: Palette) -> Iterator[SheetSpan]:
    pen = pen_of(palette, Ground.BACKGROUND)
    if name := name_of(call, party):
        yield SheetSpan(f"  {name}", pen.style())
    country = party.country.name if party.country else ""
    if where := ", ".join(word for word in (party.location, country) if word):
        yield SheetSpan(f"  {where}", pen.style(Role.DIM))


def _standing(call: BoardCall, now_s: float, palette: Palette, width: int, *, stale: bool) -> list[SheetLine]:
    pen = pen_of(palette, Ground.BACKGROUND)
    sign = sign_of(call)
    state = f"{sign.mark} {sign.word} {duration(call.age_s(now_s))}"
    words = "   ".join(_facts(call, now_s))
    lines = wrap(words, max(8, width - len(state) - 6))
    first = [
        SheetSpan(MARGIN, pen.style()),
        SheetSpan(state, pen.style(Role.DIM if stale else sign.role, bold=True)),
        SheetSpan(f"   {lines[0]}", pen.style(Role.DIM)),
    ]
    indent = " " * (len(MARGIN) + len(state) + 3)
    rest = [[SheetSpan(f"{indent}{line.strip()}", pen.style(Role.DIM))] for line in lines[1:]]
    return [lay_pieces(width, pen.style(), pieces) for pieces in (first, *rest)]


def _facts(call: BoardCall, now_s: float) -> Iterator[str]:
    held, total = held_words(call, now_s), duration(call.held_total_s(now_s))
    if held:
        yield held
    # The first hold is all there was.
    if int(call.held_total_s(now_s)) and held != f"held {total}":
        yield f"held {total} in all"
    arrow, direction = direction_of(call.call.call_type)
    if direction:
        yield f"{arrow} {direction}"
    if call.call.dnis:
        yield f"dnis {call.call.dnis}"
    if call.call.ani:
        yield f"ani {call.call.ani}"
    if call.ended:
        yield call.ended_how


def _flags(call: BoardCall, now_s: float, palette: Palette, width: int, *, stale: bool) -> list[SheetLine]:
    flags = flags_of(call, now_s)
    if not flags:
        return []
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [SheetSpan(MARGIN, pen.style())]
    for flag in flags:
        words = f"{flag.mark} {flag.words} {flag.time}".rstrip()
        pieces.append(SheetSpan(f"{words}   ", pen.style(Role.DIM if stale else flag.role, bold=True)))
    return [lay_pieces(width, pen.style(), pieces)]
