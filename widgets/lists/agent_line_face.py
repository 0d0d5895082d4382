"""One line of the agents view."""

from textual.strip import Strip

from tui.views.agents.agent_line import AgentLine, time_words
from tui.views.words.marks import LISTENED
from tui.views.words.role import Role
from widgets.drawing.line import Run, fit, lay
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of

LIVE_MARK = "●"
ASKED_MARK = "…"
_WIDE, _WITH_GROUPS = 100, 124
_NARROW = 64
_LEAST_GROUPS = 22


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
    # Not sooner: what they do on the telephone would have less room than where the screen is narrower.
    if width >= _WITH_GROUPS:
        runs.append((fit(line.groups, _LEAST_GROUPS + min(18, (width - _WITH_GROUPS) // 2)) + " ", dim))
    return lay(width, pen.style(), [*runs, *_doing(line, pen)], [_known(line, pen)])


def _doing(line: AgentLine, pen: Pen) -> list[Run]:
    runs: list[Run] = []
    if line.asked:
        runs.append((f"{ASKED_MARK} {line.asked}  ", pen.style(Role.MINE, bold=True)))
    if line.listener:
        runs.append((f"{LISTENED.mark} {LISTENED.word} by {line.listener}  ", pen.style(LISTENED.role, bold=True)))
    if line.call:
        runs.append((f"{line.call}  ", pen.style(line.call_role)))
    return [*runs, (line.reason, pen.style(Role.DIM))]


def _known(line: AgentLine, pen: Pen) -> Run:
    return (f" {LIVE_MARK} live ", pen.style(Role.TALKING)) if line.live else (" polled ", pen.style(Role.DIM))
