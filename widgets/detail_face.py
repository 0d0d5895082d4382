"""The selected call in detail: who it is, how it stands, its parties, what is switched on."""

from collections.abc import Iterator

from tui.gws.models import Call, Participant
from tui.live.card import BoardCall
from widgets.call_words import NOBODY, flags_of, held_words, sign_of, who_of
from widgets.durations import duration
from widgets.line import wrap
from widgets.marks import direction_of
from widgets.palette import Ground, Palette, Role
from widgets.party_names import name_of
from widgets.pen import pen_of
from widgets.sections import MARGIN, heading
from widgets.spots import Line, Piece, lay_pieces


def detail_face(
    call: BoardCall, now_s: float, legs: str, palette: Palette, width: int, *, stale: bool, small: bool = False
) -> list[Line]:
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
    who = [] if small else [_who(call.call, palette, width)]
    lines = [*who, *_standing(call, now_s, palette, width, stale=stale)]
    if legs:
        pen = pen_of(palette, Ground.BACKGROUND)
        lines.append(lay_pieces(width, pen.style(), [Piece(f"{MARGIN}{legs}", pen.style(Role.DIM))]))
    lines += [] if small else _flags(call, now_s, palette, width, stale=stale)
    if len(call.call.parties) > 1:
        lines.append(heading("parties", palette, width))
        lines += [_party(call.call, party, palette, width) for party in call.call.parties]
    return lines


def _who(call: Call, palette: Palette, width: int) -> Line:
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [Piece(f"{MARGIN}{who_of(call) or NOBODY}", pen.style(bold=True))]
    if call.parties:
        pieces += _name_and_place(call, call.parties[0], palette)
    return lay_pieces(width, pen.style(), pieces)


def _party(call: Call, party: Participant, palette: Palette, width: int) -> Line:
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [Piece(f"{MARGIN}{party.shown}", pen.style(bold=True)), *_name_and_place(call, party, palette)]
    return lay_pieces(width, pen.style(), pieces)


def _name_and_place(call: Call, party: Participant, palette: Palette) -> Iterator[Piece]:
    pen = pen_of(palette, Ground.BACKGROUND)
    if name := name_of(call, party):
        yield Piece(f"  {name}", pen.style())
    country = party.country.name if party.country else ""
    if where := ", ".join(word for word in (party.location, country) if word):
        yield Piece(f"  {where}", pen.style(Role.DIM))


def _standing(call: BoardCall, now_s: float, palette: Palette, width: int, *, stale: bool) -> list[Line]:
    pen = pen_of(palette, Ground.BACKGROUND)
    sign = sign_of(call)
    state = f"{sign.mark} {sign.word} {duration(call.age_s(now_s))}"
    words = "   ".join(_facts(call, now_s))
    lines = wrap(words, max(8, width - len(state) - 6))
    first = [
        Piece(MARGIN, pen.style()),
        Piece(state, pen.style(Role.DIM if stale else sign.role, bold=True)),
        Piece(f"   {lines[0]}", pen.style(Role.DIM)),
    ]
    indent = " " * (len(MARGIN) + len(state) + 3)
    rest = [[Piece(f"{indent}{line.strip()}", pen.style(Role.DIM))] for line in lines[1:]]
    return [lay_pieces(width, pen.style(), pieces) for pieces in (first, *rest)]


def _facts(call: BoardCall, now_s: float) -> Iterator[str]:
    if held := held_words(call, now_s):
        yield held
    if total_s := int(call.held_total_s(now_s)):
        yield f"held {duration(total_s)} in all"
    arrow, direction = direction_of(call.call.call_type)
    if direction:
        yield f"{arrow} {direction}"
    if call.call.dnis:
        yield f"dnis {call.call.dnis}"
    if call.call.ani:
        yield f"ani {call.call.ani}"
    if call.ended:
        yield call.ended_how


def _flags(call: BoardCall, now_s: float, palette: Palette, width: int, *, stale: bool) -> list[Line]:
    flags = flags_of(call, now_s)
    if not flags:
        return []
    pen = pen_of(palette, Ground.BACKGROUND)
    pieces = [Piece(MARGIN, pen.style())]
    for flag in flags:
        words = f"{flag.mark} {flag.words} {flag.time}".rstrip()
        pieces.append(Piece(f"{words}   ", pen.style(Role.DIM if stale else flag.role, bold=True)))
    return [lay_pieces(width, pen.style(), pieces)]
