"""The legs of a conversation that has one card: what is said of each, and of all where there is no room for that."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from tui.views.words.marks import ALARM_MARK, STALE, Sign
from tui.views.words.role import Role


class CallLeg(NamedTuple):
    """One leg.

    Attributes:
        sign: Its state.
        own: Whose it is: the number of the device, or the name of the source where that is not known.
        marks: Marks of what is switched on.
        stale: Whether the board is not sure of it.
        alarmed: Whether it needs somebody.
    """

    sign: Sign
    own: str
    marks: str = ""
    stale: bool = False
    alarmed: bool = False


Words = list[tuple[str, Role]]
"""Texts and what they mean."""


def legs_words(legs: Sequence[CallLeg], width: int) -> Words:
    """Say the state of each leg, and whose it is.

    Args:
        legs: The one that leads first.
        width: Cells there are.

    Returns:
        With words and marks, with marks alone, or the first of them and how many more there are: what needs somebody
        or is not sure comes before the rest, and whether a leg that is left out is stale is said too.
    """
    urgent = [legs[0], *sorted(legs[1:], key=lambda leg: not (leg.alarmed or leg.stale))]
    choices = ([_words(leg, full=full) for leg in urgent] for full in (True, False))
    for said in choices:
        if _width(said) <= width:
            return _joined(said)
    short = [_words(leg, full=False) for leg in urgent]
    for kept in range(len(short) - 1, 0, -1):
        left_out = urgent[kept:]
        more = (f"+{len(left_out)}{f' {STALE.mark}' if any(leg.stale for leg in left_out) else ''}", Role.DIM)
        if kept == 1 or _width([*short[:kept], [more]]) <= width:
            return _joined([*short[:kept], [more]])
    return _joined(short)


def stale_legs(legs: Sequence[CallLeg]) -> int:
    """How many legs beside the one that leads are not sure."""
    return sum(leg.stale for leg in legs[1:])


def _words(leg: CallLeg, *, full: bool) -> Words:
    mark = f"{ALARM_MARK} {leg.sign.mark}" if leg.alarmed else leg.sign.mark
    role = Role.DIM if leg.stale else leg.sign.role
    said: Words = [(f"{mark} {leg.sign.word} " if full else f"{mark} ", role), (leg.own, Role.TEXT)]
    if leg.marks:
        said.append((f" {leg.marks}", Role.MINE))
    if leg.stale:
        said.append((f" {STALE.mark} {STALE.word}" if full else f" {STALE.mark}", STALE.role))
    return said


def _joined(said: Sequence[Words]) -> Words:
    return [part for number, words in enumerate(said) for part in (*_gap(number), *words)]


def _gap(number: int) -> Iterator[tuple[str, Role]]:
    if number:
        yield " · ", Role.DIM


def _width(said: Sequence[Words]) -> int:
    return sum(cell_len(text) for text, _ in _joined(said))
