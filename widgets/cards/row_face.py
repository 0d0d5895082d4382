"""The row: one line, for hundreds of calls."""

from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from tui.live.store.card import BoardCall
from tui.views.words.call_words import CallPlace, held_words, tells_times, where_of, who_within
from tui.views.words.durations import duration
from tui.views.words.marks import direction_of
from tui.views.words.role import Role
from widgets.cards import face_parts as part
from widgets.cards.density import Density
from widgets.cards.look import Look
from widgets.cards.row_plan import gap_of, row_plan
from widgets.drawing.line import Run, fit, lay, width_of

_PLACE = ("where", "own", "direction", "source")
"""The columns that belong together, in their order."""


def row_face(call: BoardCall, now_s: float, place: CallPlace, look: Look) -> list[Strip]:
    """Draw a row; arguments as for `card_face`.

    Returns:
        One strip of the look's width.
    """
    plan = _with_whole_number(call, row_plan(look.width, sources=look.sources))
    gap = " " * gap_of(look.width)
    runs = [part.edge_run(call, look), *part.state_runs(call, look, plan["state"]), (gap, look.pen.style())]
    if "who" in plan:
        (who, style), *_ = part.who_runs(call, look)
        runs.append((fit(who_within(call, plan["who"]) or who, plan["who"]) + gap, style))
    runs.append((_place(call, place, plan, gap), look.pen.style(Role.DIM)))
    return [lay(look.width, look.pen.style(), runs + _from_time_on(call, now_s, look, plan))]


def only_times_move(look: Look) -> bool:
    """Whether nothing but times goes on from one second to the next, until the call needs somebody.

    Args:
        look: How a call is drawn.

    Returns:
        Never true of anything but a row.
    """
    return look.density is Density.ROW and not (look.stale or look.legs)


def row_later(row: Strip, call: BoardCall, now_s: float, look: Look) -> Strip:
    """Draw a row of which only times have moved, in a fraction of the time.

    Args:
        row: As `row_face` drew it.
        call: The same call.
        now_s: Up to when the board is sure of it.
        look: The same look, of which `only_times_move`.

    Returns:
        What `row_face` would return; the same strip where all times stand still.
    """
    plan = row_plan(look.width, sources=look.sources)
    segments, at = list(row), _before_time(plan)
    before = segments[:at]
    rest = look.width - sum(segment.cell_length for segment in before)
    if rest <= 0:
        # So narrow that no time is seen, as while a screen is laid out.
        return row
    if tells_times(call) or rest < plan["time"]:
        later = lay(rest, look.pen.style(), _from_time_on(call, now_s, look, plan))
        return Strip([*before, *later], look.width)
    words = _time(call, now_s, look, plan["time"])
    if segments[at].text == words:
        return row
    segments[at] = Segment(words, segments[at].style)
    return Strip(segments, look.width)


def _before_time(plan: Mapping[str, int]) -> int:
    """How many runs come before the time: edge, state, gap, whom the call is with, and the place."""
    return 3 + ("who" in plan) + any(column in plan for column in _PLACE)


def _from_time_on(call: BoardCall, now_s: float, look: Look, plan: Mapping[str, int]) -> list[Run]:
    runs = [(_time(call, now_s, look, plan["time"]), part.time_style(look))]
    if "flags" in plan:
        runs += [(" " * gap_of(look.width), look.pen.style()), *_remarks(call, now_s, look, plan["flags"])]
    return runs


def _with_whole_number(call: BoardCall, plan: Mapping[str, int]) -> Mapping[str, int]:
    """Let the place give cells to a number that lacks some: a number without its last digits is another one."""
    if not ("who" in plan and "where" in plan):
        return plan
    who, where = plan["who"], plan["where"]
    lacking = cell_len(who_within(call, who + where)) - who
    if lacking <= 0:
        return plan
    given = min(lacking, where)
    return {**plan, "who": who + given, "where": where - given}


def _place(call: BoardCall, place: CallPlace, plan: Mapping[str, int], gap: str) -> str:
    """The columns of the place, as one run: every run costs bytes."""
    arrow, direction = direction_of(call.call.call_type)
    words = {
        "where": where_of(call),
        "own": place.own,
        "direction": arrow if plan.get("direction") == 1 else f"{arrow} {direction}",
        "source": place.source,
    }
    return "".join(fit(words[column], plan[column]) + gap for column in _PLACE if column in plan)


def _time(call: BoardCall, now_s: float, look: Look, width: int) -> str:
    marked = part.time_words(call, now_s, look)
    # A cut duration would be a wrong one; its mark can go, since the ground or a flag says the same.
    return f"{marked if len(marked) <= width else duration(call.age_s(now_s)):>{width}}"


def _remarks(call: BoardCall, now_s: float, look: Look, width: int) -> list[Run]:
    """Stale first, then what is switched on, then for how long it is held: this goes where there is no room for all."""
    stale = part.stale_runs(look)
    held: list[Run] = [(words, look.pen.style(Role.DIM))] if (words := held_words(call, now_s)) else []
    room = width - sum(width_of(runs) + 2 for runs in (stale, held) if runs)
    flags = part.remark_runs(call, look) or part.flag_runs(call, now_s, look, room)
    if width_of(flags) > room:
        held = []
    gap: Run = ("  ", look.pen.style())
    return [run for runs in (stale, flags, held) if runs for run in (*runs, gap)][:-1]
