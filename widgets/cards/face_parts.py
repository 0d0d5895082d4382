"""The parts that the faces of all densities are made of."""

from collections.abc import Iterator

from rich.style import Style

from tui.live.store.card import BoardCall
from tui.views.words import marks
from tui.views.words.call_words import NOBODY, CallPlace, Flag, flags_of, place_words, sign_of, where_of, who_of
from tui.views.words.durations import duration
from tui.views.words.role import Role
from widgets.cards.density import Density
from widgets.cards.legs import legs_words, stale_legs
from widgets.cards.look import Look
from widgets.drawing.line import Run, fit, width_of


def state_runs(call: BoardCall, look: Look, width: int | None = None) -> list[Run]:
    """Mark and state word, the word as wide as asked; without colours the selected one is reversed."""
    sign = sign_of(call)
    style = look.pen.style(look.role(sign.role), bold=True, reverse=look.selected and look.palette.plain)
    return [(f"{sign.mark} {sign.word if width is None else fit(sign.word, width)}", style)]


def edge_run(call: BoardCall, look: Look) -> Run:
    """The bar at the left edge, thicker on the selected call."""
    role = Role.ALARM if look.alarmed else sign_of(call).role
    return ("█" if look.selected else "▌", look.pen.style(look.role(role)))


def time_words(call: BoardCall, now_s: float, look: Look) -> str:
    """The duration of the call, with a mark before it where it stands still or needs somebody."""
    shown = duration(call.age_s(now_s))
    if look.stale:
        return f"{marks.STALE.mark} {shown}"
    return f"{marks.ALARM_MARK} {shown}" if look.alarmed else shown


def time_style(look: Look) -> Style:
    """The style of the duration."""
    return look.pen.style(Role.ALARM if look.alarmed else look.role(Role.TEXT), bold=True)


def who_runs(call: BoardCall, look: Look) -> list[Run]:
    """The other party and where its number belongs."""
    where = where_of(call)
    words = who_of(call)
    if words:
        who = (words, look.pen.style(look.role(Role.TEXT), bold=True))
    else:
        who = (call.key.id if call.unreadable else NOBODY, look.pen.style(Role.DIM))
    return [who, (f"  {where}", look.pen.style(Role.DIM))] if where else [who]


def place_runs(call: BoardCall, place: CallPlace, look: Look, width: int) -> list[Run]:
    """Which way the call goes, for whom, on which device; of a conversation, each leg of it."""
    if not look.legs:
        return [(place_words(call.call, place), look.pen.style(Role.DIM))]
    arrow = f"{marks.direction_of(call.call.call_type)[0]} "
    words = legs_words(look.legs, width - len(arrow))
    return [(arrow, look.pen.style(Role.DIM)), *((text, look.pen.style(role)) for text, role in words)]


def remark_runs(call: BoardCall, look: Look) -> list[Run]:
    """What stands in the place of flags: why a call is unreadable, or how it ended."""
    if call.unreadable:
        return [(call.unreadable, look.pen.style(look.role(Role.ALARM), bold=True))]
    if call.ended:
        return [(call.ended_how, look.pen.style(Role.DIM, bold=True))]
    return []


def stale_runs(look: Look) -> list[Run]:
    """For how long the board has not been sure."""
    if look.stale_s is None:
        return []
    sign = marks.STALE
    return [(f"{sign.word} {duration(look.stale_s)}", look.pen.style(sign.role, bold=True))]


def flag_runs(call: BoardCall, now_s: float, look: Look, width: int) -> list[Run]:
    """The flags, as full as the room allows: marks and words, words alone, marks alone."""
    flags = (*_leg_flags(look), *flags_of(call, now_s))
    runs: list[Run] = []
    for say, gap in ((_mark_and_words, "  "), (_words, "  "), (_mark_and_time, " "), (_mark, " ")):
        runs = [run for flag in flags for run in ((say(flag), _flag_style(flag, look)), (gap, look.pen.style()))][:-1]
        if width_of(runs) <= width:
            break
    return runs


def _leg_flags(look: Look) -> Iterator[Flag]:
    """A row has no room for the legs; what is wrong with one must be seen everywhere."""
    if look.legs and look.density is Density.ROW:
        yield Flag("+", "LEGS", str(len(look.legs)), Role.DIM)
    stale = stale_legs(look.legs)
    if stale and not look.stale:
        words = "LEG STALE" if stale == 1 else f"{stale} LEGS STALE"
        yield Flag(marks.STALE.mark, words, "", marks.STALE.role)


def meter_runs(look: Look, width: int) -> list[Run]:
    """A line that shows how much of the threshold is used."""
    if look.used is None or look.stale:
        return [("─" * width, look.pen.style(Role.REST))]
    filled = min(width, round(look.used * width))
    return [("━" * filled, look.pen.style(_meter_role(look))), ("─" * (width - filled), look.pen.style(Role.REST))]


def _meter_role(look: Look) -> Role:
    if look.alarmed:
        return Role.ALARM
    return Role.RINGING if look.warned else Role.USED


def _flag_style(flag: Flag, look: Look) -> Style:
    return look.pen.style(look.role(flag.role), bold=True)


def _mark_and_words(flag: Flag) -> str:
    return f"{flag.mark} {_words(flag)}"


def _words(flag: Flag) -> str:
    return f"{flag.words} {flag.time}" if flag.time else flag.words


def _mark_and_time(flag: Flag) -> str:
    return f"{flag.mark} {flag.time}" if flag.time else flag.mark


def _mark(flag: Flag) -> str:
    return flag.mark
