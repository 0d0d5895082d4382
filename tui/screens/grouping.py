"""To which group a call belongs: pure, and by what is shown of it, so that no heading tells what a card hides."""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple

from tui.gws.models import CallState, User
from tui.live.board import Board
from tui.live.card import BoardCall
from tui.screens.data_rows import said
from tui.screens.options import Grouping, GroupRules
from widgets.call_words import sign_of

NO_TEAM = "team unknown"
NO_QUEUE = "queue unknown"
_TEAM_TYPES = frozenset({"", "BusinessUnit"})
"""The type by which the documentation asks for agent groups (gws-api.md 8.1)."""
_STATES = (CallState.RINGING.value, CallState.DIALING.value, CallState.HELD.value, CallState.ESTABLISHED.value)
_LAST = len(_STATES) + 2


class GroupKey(NamedTuple):
    """A group: its place among the others, smaller ones first, and its name."""

    rank: int
    name: str


EVERYTHING = GroupKey(0, "")
"""The one group where calls are not grouped."""


def group_of(grouping: Grouping, rules: GroupRules, board: Board, call: BoardCall) -> GroupKey:
    """Find the group of a call; each call is in exactly one.

    Args:
        grouping: What the calls of a group have in common.
        rules: How that is known.
        board: What may be shown.
        call: A call of it.

    Returns:
        Its group.
    """
    return _FINDERS[grouping](rules, board, call)


def beside(grouping: Grouping, group: GroupKey, board: Board) -> str:
    """What stands beside the name of a group.

    Args:
        grouping: What its calls have in common.
        group: Which.
        board: What may be shown.

    Returns:
        The name of the person behind a login, "" where there is nothing to add.
    """
    source = board.sources.get(group.name) if grouping is Grouping.AGENT else None
    if source is None:
        return ""
    person = f"{source.user.first_name} {source.user.last_name}".strip()
    return "" if person == group.name else person


def team_of(user: User, teams: tuple[str, ...]) -> str:
    """The team of a user who may be in several groups: the first that fits a pattern, then the first by name.

    A call stands in one place only, or the counts would be wrong. The server promises no order of the groups, so the
    name decides: it is the same after every restart.

    Args:
        user: Who.
        teams: Patterns, the preferred first; none means every group.

    Returns:
        Its name; "" where there is none.
    """
    names = sorted(group.name for group in user.groups if group.name and group.type in _TEAM_TYPES)
    return next((name for pattern in teams or ("*",) for name in names if fnmatchcase(name, pattern)), "")


def _agent(_rules: GroupRules, _board: Board, call: BoardCall) -> GroupKey:
    """A login is one agent (gws-api.md 4.4), with however many devices."""
    return GroupKey(0, call.key.source)


def _team(rules: GroupRules, board: Board, call: BoardCall) -> GroupKey:
    name = team_of(board.sources[call.key.source].user, rules.teams)
    return GroupKey(0, name) if name else GroupKey(1, NO_TEAM)


def _state(_rules: GroupRules, _board: Board, call: BoardCall) -> GroupKey:
    word, state = sign_of(call).word, call.call.state
    if call.ended or call.unreadable:
        return GroupKey(_LAST if call.ended else _LAST - 1, word)
    return GroupKey(_STATES.index(state) if state in _STATES else len(_STATES), word)


def _queue(rules: GroupRules, _board: Board, call: BoardCall) -> GroupKey:
    data = call.call.user_data
    name = said(data.get(rules.queue_key)) if isinstance(data, Mapping) else ""
    return GroupKey(0, name) if name else GroupKey(1, NO_QUEUE)


_FINDERS: Mapping[Grouping, Callable[[GroupRules, Board, BoardCall], GroupKey]] = {
    Grouping.NONE: lambda _rules, _board, _call: EVERYTHING,
    Grouping.AGENT: _agent,
    Grouping.TEAM: _team,
    Grouping.STATE: _state,
    Grouping.QUEUE: _queue,
}
