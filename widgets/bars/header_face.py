"""The head of the wall: what it shows, how sure that is, how many calls there are."""

from dataclasses import dataclass
from datetime import datetime

from textual.strip import Strip

from tui.views.attention.tally import Tally
from tui.views.attention.tally_words import Count, tally_words
from tui.views.words.link_lines import LinkLines
from tui.views.words.link_words import CHECKED_FROM
from tui.views.words.marks import ALARM_MARK
from tui.views.words.role import Role
from widgets.drawing.big_digits import HEIGHT, big_digits
from widgets.drawing.line import Run, cut, lay, width_of
from widgets.drawing.palette import Ground, Palette
from widgets.drawing.pen import Pen, pen_of
from widgets.drawing.spark import sparks

NAME = "callboard"
_LEAST_TITLE = 12
_HOUR = "last hour"
_UNKNOWN = "calls: not known yet"
_URGENT = {word: place for place, word in enumerate(("calls", "call", "need you", "not sure", "unreadable", "ringing"))}


@dataclass(frozen=True, slots=True)
class Headlines:
    """What the head says.

    Attributes:
        title: What the wall is about.
        links: What is said of every source.
        tally: Numbers about the calls.
        longest: The longest call in words: its duration, and whose it is.
        wall: Now, for people.
        big: Whether the numbers are to be read from afar.
        banner: The worst alarm in words; "" for none.
        hour: The most calls at once, a number for some minutes each, oldest first; none while there is little to see.
        zone: Whether the clock names its zone, where there is room.
        relays: Who publishes what is shown, in words.
        relays_in_short: What is wrong with them alone.
        scope: Whose calls are shown, where the title does not say it.
    """

    title: str
    links: LinkLines
    tally: Tally
    longest: tuple[str, str]
    wall: datetime
    big: bool = False
    banner: str = ""
    hour: tuple[int, ...] = ()
    zone: bool = False
    relays: tuple[tuple[str, Role], ...] = ()
    relays_in_short: tuple[tuple[str, Role], ...] = ()
    scope: str = ""


def header_face(view: Headlines, palette: Palette, width: int, height: int) -> list[Strip]:
    """Draw the head.

    Args:
        view: What to say.
        palette: Colours.
        width: Cells.
        height: Lines: 1 says the least; 3 have counts and trouble, 4 some air, 6 big numbers.

    Returns:
        `height` strips of `width` cells.
    """
    if height <= 1:
        return [_only_line(view, palette, width)]
    blank = Strip.blank(width, pen_of(palette, Ground.BACKGROUND).style())
    title, trouble = _title_line(view, palette, width), _trouble_line(view, palette, width)
    if height >= 3 + HEIGHT and view.big:
        lines = [title, trouble, *_big_counts(view, palette, width)]
    elif height >= 4:
        lines = [title, trouble, _counts_line(view, palette, width)]
    else:
        lines = [title, _counts_line(view, palette, width), trouble][:height]
    return [*lines, *[blank] * (height - len(lines))]


def _title_line(view: Headlines, palette: Palette, width: int) -> Strip:
    pen = pen_of(palette, Ground.BAR)
    dim = pen.style(Role.DIM)
    links = _links(view, pen)
    right = [*links, *_relays(view.relays_in_short, pen)]
    told = [*links, *_relays(view.relays, pen)] if view.relays else []
    heard = view.links.heard
    time: list[Run] = [("   ", dim), (f"{view.wall:%H:%M}", pen.style(bold=True))]
    clock, zoned = [*time, (" ", dim)], [*time, (f" {_zone(view)} ", dim)]
    full = [*right, (f"   {heard}", dim)] if heard else right
    told_choices = [[*told, *zoned], [*told, *clock], told] if told else []
    left = [(f" {NAME}", pen.style(bold=True)), ("  ", dim)]
    room = width - width_of(left) - _LEAST_TITLE
    choices = [*told_choices, *([[*full, *zoned]] if _zone(view) else []), [*full, *clock], [*right, *clock], right]
    chosen = next((runs for runs in choices if width_of(runs) <= room), right)
    fresh = f"   {view.links.fresh}"
    most = [*right, (fresh, dim), *(zoned if _zone(view) else clock)]
    # Never at the cost of what the wall is about.
    if heard and width >= CHECKED_FROM and width_of([*left, (view.title, dim), *most]) + 2 <= width:
        chosen = most
    title = cut(view.title, max(0, width - width_of(left) - width_of(chosen) - 2))
    scope = f" · {view.scope}" if view.scope else ""
    if width_of([*left, (f"{title}{scope}", dim), *chosen]) + 2 <= width:
        title += scope
    return lay(width, pen.style(), [*left, (title, dim)] if width_of(left) + width_of(chosen) < width else [], chosen)


def _zone(view: Headlines) -> str:
    """Such as `CET`; many zones have no name but their distance, such as `UTC-03`."""
    name = (view.wall.tzname() or "") if view.zone else ""
    return f"UTC{name}" if name.startswith(("+", "-")) else name


def _only_line(view: Headlines, palette: Palette, width: int) -> Strip:
    pen = pen_of(palette, Ground.BAR)
    links = _links(view, pen)
    return lay(width, pen.style(), [*links, *_fewer_counts(view, pen, width - width_of(links))])


def _links(view: Headlines, pen: Pen) -> list[Run]:
    gap: Run = ("  ", pen.style())
    runs = [run for words in view.links.links for run in ((words.text, words.role), None)]
    return [gap if run is None else (run[0], pen.style(run[1], bold=True)) for run in runs[:-1]]


def _relays(words: tuple[tuple[str, Role], ...], pen: Pen) -> list[Run]:
    said = [(text, pen.style(role, bold=role is not Role.DIM)) for text, role in words]
    return [run for one in said for run in (("  ", pen.style()), one)]


def _trouble_line(view: Headlines, palette: Palette, width: int) -> Strip:
    pen = pen_of(palette, Ground.BACKGROUND)
    trouble = view.links.trouble
    left: list[Run] = []
    if trouble is not None:
        left = [("  ", pen.style()), (trouble.text, pen.style(trouble.role, bold=trouble.warned))]
    banner = [("  ", pen.style()), (f"{ALARM_MARK} {view.banner}", pen.style(Role.ALARM, bold=True))]
    if not view.banner or width_of(left) + width_of(banner) + 2 <= width:
        return lay(width, pen.style(), [*left, *(banner if view.banner else [])])
    # What is stale is told by the title line too; what needs somebody, in words, only here.
    return lay(width, pen.style(), [*banner, *left])


def _counts_line(view: Headlines, palette: Palette, width: int) -> Strip:
    pen = pen_of(palette, Ground.BACKGROUND)
    age, whose = view.longest
    dim = pen.style(Role.DIM)
    right = [("longest ", dim), (age, pen.style(bold=True)), (f" · {whose}", dim), ("  ", dim)] if age else []
    full = [*_hour(view, pen, 1)[0], *right]
    for runs, gap in ((full, 4), (full, 2), (right, 4), (right, 2), ([], 2)):
        left = [("  ", dim), *_counts(view, pen, gap)]
        if width_of(left) + width_of(runs) < width:
            return lay(width, pen.style(), left, runs)
    return lay(width, pen.style(), _fewer_counts(view, pen, width))


def _hour(view: Headlines, pen: Pen, height: int) -> list[list[Run]]:
    """The calls of the last hour as bars, with words before the last of the lines."""
    if not view.hour:
        return [[] for _ in range(height)]
    words = [" " * len(_HOUR)] * (height - 1) + [_HOUR]
    bars = zip(words, sparks(view.hour, height), strict=True)
    return [
        [(f"{word} ", pen.style(Role.DIM)), (row, pen.style(Role.MINE)), ("    ", pen.style())] for word, row in bars
    ]


def _is_known(view: Headlines) -> bool:
    """Whether any source was ever live: until then nobody can say how many calls there are."""
    return view.links.known or bool(view.tally.calls or view.tally.ended)


def _counted(view: Headlines) -> list[Count]:
    return tally_words(view.tally) if _is_known(view) else []


def _counts(view: Headlines, pen: Pen, gap: int) -> list[Run]:
    if not _is_known(view):
        return [(_UNKNOWN, pen.style(Role.DIM))]
    runs: list[Run] = []
    for number, word, role in _counted(view):
        runs += [(str(number), pen.style(role, bold=True)), (f" {word}{' ' * gap}", pen.style(Role.DIM))]
    return runs


def _fewer_counts(view: Headlines, pen: Pen, width: int) -> list[Run]:
    """What asks for action stays longest where there is no room for all; a number never stands without its word."""
    runs: list[Run] = [(" ", pen.style())]
    for number, word, role in sorted(_counted(view), key=lambda count: _URGENT.get(count[1], len(_URGENT))):
        pair = [(f" {number}", pen.style(role, bold=True)), (f" {word} ", pen.style(Role.DIM))]
        if width_of(runs) + width_of(pair) <= width:
            runs += pair
    return runs


def _big_counts(view: Headlines, palette: Palette, width: int) -> list[Strip]:
    pen = pen_of(palette, Ground.BACKGROUND)
    lines: list[list[Run]] = [[("  ", pen.style())] for _ in range(HEIGHT)]
    for number, word, role in _counted(view):
        for line, row in enumerate(big_digits(str(number))):
            shown = word if line == HEIGHT - 1 else " " * len(word)
            lines[line] += [(row, pen.style(role, bold=True)), (f"  {shown}    ", pen.style(Role.DIM))]
    if not _is_known(view):
        lines[-1].append((_UNKNOWN, pen.style(Role.DIM)))
    age = view.longest[0]
    digits = big_digits(age) if age else ("",) * HEIGHT
    longest = [_big_right(pen, row, last=number == HEIGHT - 1) for number, row in enumerate(digits)]
    both = [[*hour, *right] for hour, right in zip(_hour(view, pen, HEIGHT), longest, strict=True)]
    fitting = (runs for runs in (both, longest) if width_of(lines[0]) + width_of(runs[0]) < width)
    right: list[list[Run]] = next(fitting, [[]] * HEIGHT)
    return [lay(width, pen.style(), line, runs) for line, runs in zip(lines, right, strict=True)]


def _big_right(pen: Pen, row: str, *, last: bool) -> list[Run]:
    if not row:
        return []
    word = "longest" if last else " " * len("longest")
    return [(f"{word}  ", pen.style(Role.DIM)), (row, pen.style(bold=True)), ("  ", pen.style())]
