"""One line of the agents view."""

from dataclasses import dataclass

from textual.strip import Strip

from tui.views.words.durations import duration
from tui.views.words.marks import LISTENED, Sign
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of

AT_LEAST = "≥"
LIVE_MARK = "●"
NO_SIGN = Sign("?", "NO STATE", Role.TEXT)
_WIDE = 100
_NARROW = 64


@dataclass(frozen=True, slots=True)
class AgentLine:
    """One agent as they are shown.

    Attributes:
        id: What the cursor remembers them by.
        number: Their number.
        name: Their name.
        groups: Names of their groups, in one text.
        sign: Mark, word and role of their state.
        reason: Why they are not ready; "" where it is not known.
        state_s: For how long they are in that state; None where nobody can tell.
        exact: Whether its begin was seen; else it lasts at least so long.
        live: Whether one of this wall's logins tells it, not the last look.
        call: What they do on the telephone, in words; "" for nothing that is known.
        call_role: What that means.
        listener: Which supervisor of this wall monitors them; "" for none.
        doing: What they are counted as: their state, or what they do on the telephone.
        doing_s: For how long; None where nobody can tell.
        doing_exact: Whether its begin was seen.
    """

    id: str
    number: str
    name: str
    groups: str
    sign: Sign
    reason: str
    state_s: float | None
    exact: bool
    live: bool
    call: str = ""
    call_role: Role = Role.DIM
    listener: str = ""
    doing: Sign = NO_SIGN
    doing_s: float | None = None
    doing_exact: bool = False


def agent_line_face(line: AgentLine, palette: Palette, width: int, *, selected: bool) -> Strip:
    """Draw one agent.

    Args:
        line: Who.
        palette: Colours.
        width: Cells.
        selected: Whether the cursor is on them.

    Returns:
        One strip.
    """
    pen = pen_of(palette, Ground.SELECTED if selected else Ground.BACKGROUND)
    dim = pen.style(Role.DIM)
    runs: list[Run] = [
        ("▸" if selected else " ", pen.style(Role.MINE, bold=True)),
        (fit(f"{line.sign.mark} {line.sign.word}", 17), pen.style(line.sign.role, bold=True)),
        (f"{time_words(line):>9} ", pen.style(Role.TEXT)),
        (
            fit(line.number, 12 if width >= _WIDE else 8),
            pen.style(Role.TEXT, bold=True, reverse=selected and palette.plain),
        ),
    ]
    if width >= _NARROW:
        runs.append((fit(line.name, 18 if width >= _WIDE else 11) + " ", pen.style()))
    if width >= _WIDE:
        runs.append((fit(line.groups, 22) + " ", dim))
    return lay(width, pen.style(), [*runs, *_doing(line, pen)], [_known(line, pen)])


def time_words(line: AgentLine) -> str:
    """For how long an agent is in their state.

    Args:
        line: Who.

    Returns:
        Such as `≥4:10` where its begin was not seen.
    """
    return at_least_words(line.state_s, exact=line.exact)


def at_least_words(seconds: float | None, *, exact: bool) -> str:
    """Say a time whose begin may not have been seen.

    Args:
        seconds: How long; None where nobody can tell.
        exact: Whether the begin was seen.

    Returns:
        Such as `≥4:10` where it was not.
    """
    return f"{'' if exact or seconds is None else AT_LEAST}{duration(seconds)}"


def _doing(line: AgentLine, pen: Pen) -> list[Run]:
    runs: list[Run] = []
    if line.listener:
        runs.append((f"{LISTENED.mark} {LISTENED.word} by {line.listener}  ", pen.style(LISTENED.role, bold=True)))
    if line.call:
        runs.append((f"{line.call}  ", pen.style(line.call_role)))
    return [*runs, (line.reason, pen.style(Role.DIM))]


def _known(line: AgentLine, pen: Pen) -> Run:
    return (f" {LIVE_MARK} live ", pen.style(Role.TALKING)) if line.live else (" polled ", pen.style(Role.DIM))
