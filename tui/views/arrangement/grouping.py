"""To which group a call belongs: pure, and by what is shown of it, so that no heading tells what a card hides."""

from collections.abc import Callable, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from tui.live.store.bare import BareCall, BareUser
from tui.live.store.board import Board
from tui.source.models import CallState
from tui.views.arrangement.choices import Grouping, GroupRules
from tui.views.words.attached_data import said
from tui.views.words.call_words import sign_of
from tui.views.words.marks import state_sign

NO_TEAM = "team unknown"
NO_QUEUE = "queue unknown"
NO_SITE = "site unknown"
_TEAM_TYPES = frozenset({"", "BusinessUnit"})
"""The type by which the documentation asks for agent groups (API.md 8.1)."""
_STATES = (CallState.RINGING.value, CallState.DIALING.value, CallState.HELD.value, CallState.ESTABLISHED.value)
_LAST = len(_STATES) + 2


class GroupKey(NamedTuple):
    """A group: its place among the others, smaller ones first, and its name."""

    rank: int
    name: str


EVERYTHING = GroupKey(0, "")
"""The one group where calls are not grouped."""


def group_of(grouping: Grouping, rules: GroupRules, board: Board, call: BareCall) -> GroupKey:
    """Find the group of a call; each call is in exactly one.

    Args:
        grouping: What the calls of a group have in common.
        rules: How that is known.
        board: What may be shown.
        call: A call of it.

    Returns:
        Its group.
    """
    found = group_of_login(grouping, rules, board, call.key.source)
    return found if found is not None else _CALL_FINDERS[grouping](rules, board, call)


def group_of_login(grouping: Grouping, rules: GroupRules, board: Board, name: str) -> GroupKey | None:
    """Find the group of all calls of a login; arguments as for `group_of`.

    Returns:
        Their group; None where each of them may be in another one.
    """
    finder = _LOGIN_FINDERS.get(grouping)
    return finder(rules, board, name) if finder is not None else None


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


def team_of(user: BareUser, teams: tuple[str, ...]) -> str:
    """The team of a user who may be in several groups: the first that fits a pattern, then the first by name.

    A call stands in one place only, or the counts would be wrong. The server promises no order of the groups, so the
    name decides: it is the same after every restart.

    Args:
        user: Who.
        teams: Patterns, the preferred first; none means every group.

    Returns:
        Its name; "" where there is none.
    """
    return _team_named(teams_of(user), teams)


def teams_of(user: BareUser) -> tuple[str, ...]:
    """All teams of a user.

    Args:
        user: Who.

    Returns:
        Their names, as the server orders them.
    """
    return tuple(group.name for group in user.groups if group.type in _TEAM_TYPES)


@lru_cache(maxsize=4_096)
def _team_named(found: tuple[str, ...], teams: tuple[str, ...]) -> str:
    names = sorted(name for name in found if name)
    return next((name for pattern in teams or ("*",) for name in names if fnmatchcase(name, pattern)), "")


def _agent(_rules: GroupRules, _board: Board, name: str) -> GroupKey:
    """A login is one agent (API.md 4.4), with however many devices."""
    return GroupKey(0, name)


def _team(rules: GroupRules, board: Board, name: str) -> GroupKey:
    team = team_of(board.bare.sources[name].user, rules.teams)
    return GroupKey(0, team) if team else GroupKey(1, NO_TEAM)


def _site(_rules: GroupRules, board: Board, name: str) -> GroupKey:
    site = board.bare.sources[name].site
    return GroupKey(0, site) if site else GroupKey(1, NO_SITE)


def _state(_rules: GroupRules, _board: Board, call: BareCall) -> GroupKey:
    if call.ended or not call.readable:
        return GroupKey(_LAST if call.ended else _LAST - 1, sign_of(call).word)
    return _group_of_state(call.call.state)


@lru_cache(maxsize=64)
def _group_of_state(state: str) -> GroupKey:
    return GroupKey(_STATES.index(state) if state in _STATES else len(_STATES), state_sign(state).word)


def _queue(rules: GroupRules, board: Board, call: BareCall) -> GroupKey:
    """No heading may tell what a card hides."""
    name = said(board.shown_entry(call.key, rules.queue_key))
    return GroupKey(0, name) if name else GroupKey(1, NO_QUEUE)


_LOGIN_FINDERS: Mapping[Grouping, Callable[[GroupRules, Board, str], GroupKey]] = {
    Grouping.NONE: lambda _rules, _board, _name: EVERYTHING,
    Grouping.AGENT: _agent,
    Grouping.TEAM: _team,
    Grouping.SITE: _site,
}
_CALL_FINDERS: Mapping[Grouping, Callable[[GroupRules, Board, BareCall], GroupKey]] = {
    Grouping.STATE: _state,
    Grouping.QUEUE: _queue,
}
