"""What a filter may know of the calls of a board: only what is shown of them."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from math import inf

from tui.live.store.bare import BareCall
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.choices import GroupRules
from tui.views.arrangement.filter_terms import CallFilter
from tui.views.arrangement.grouping import team_of
from tui.views.arrangement.plain_words import finds
from tui.views.arrangement.search import field_values
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.thresholds import waits_of
from tui.views.moment import now_s, sure_s
from tui.views.words.places import own_of


class FilteredCalls:
    """Says which calls a filter finds, and which may be found or lost by time alone.

    Attributes:
        longest_first: The time of which the longest comes first; "" for none.
    """

    def __init__(self, board: Board, texts: SearchTexts, rules: GroupRules, wanted: CallFilter) -> None:
        """Find nothing yet.

        Args:
            board: Where the calls are.
            texts: What plain words find calls by.
            rules: Which group of a login is its team.
            wanted: The filter.
        """
        self._board = board
        self._texts = texts
        self._rules = rules
        self._wanted = wanted
        # Asked of every call, and to work them out takes as long as to look at one.
        self._times = wanted.times
        self._words = wanted.words
        self.longest_first = wanted.longest_first
        self._due: list[tuple[float, CallKey]] = []
        self._due_of: dict[CallKey, float] = {}

    def finds(self, key: CallKey) -> bool:
        """Whether a call is found now; when time may change that is kept in mind.

        Args:
            key: A call of the board.
        """
        if self._words is not None:
            return finds(self._words, self._texts.text(key))
        call = _FilteredCall(self._board, self._texts, self._rules, key)
        for at_s in (call.moment_s(term.what, term.limit_s) for term in self._times):
            if at_s is not None and self._due_of.get(key, at_s + 1.0) > at_s > now_s(self._board):
                self._due_of[key] = at_s
                heappush(self._due, (at_s, key))
        return self._wanted.finds(call)

    def lasting_since_s(self, keys: Iterable[CallKey]) -> float:
        """Since when the time of `longest_first` lasts for one of some calls; never where it does for none."""
        calls = self._board.bare.calls
        found = (since_of(calls[key], self.longest_first)[0] for key in keys)
        return min((since_s for since_s in found if since_s is not None), default=inf)

    def take_due(self) -> list[CallKey]:
        """The calls whose time has come since they were looked at."""
        due, until_s = [], now_s(self._board)
        while self._due and self._due[0][0] <= until_s:
            at_s, key = heappop(self._due)
            if self._due_of.get(key) == at_s:
                del self._due_of[key]
                due.append(key)
        return due


class _FilteredCall:
    """A call as it may be shown, made only where a term asks for it."""

    def __init__(self, board: Board, texts: SearchTexts, rules: GroupRules, key: CallKey) -> None:
        self._board = board
        self._texts = texts
        self._rules = rules
        self._key = key
        self._bare = board.bare.calls[key]
        self._source = board.bare.sources[key.source]

    @property
    def text(self) -> str:
        return self._texts.text(self._key)

    def values(self, field: str, key: str) -> Sequence[str]:
        if field == "source":
            return (self._key.source,)
        if field == "agent":
            return (own_of(self._source, self._bare), self._key.source)
        if field == "site":
            return (self._source.site,) if self._source.site else ()
        if field == "team":
            return (team_of(self._source.user, self._rules.teams),)
        return field_values(self._board.shown(self._key), field, key)

    def lasted_s(self, what: str) -> float | None:
        since_s, exact = since_of(self._bare, what)
        return self._lasted_s(since_s) if exact else None

    def at_least_s(self, what: str) -> float | None:
        return self._lasted_s(since_of(self._bare, what)[0])

    def _lasted_s(self, since_s: float | None) -> float | None:
        return None if since_s is None else max(0.0, sure_s(self._board, self._source) - since_s)

    def moment_s(self, what: str, limit_s: float) -> float | None:
        """When it will have lasted so long; None where time stands still, or nobody knows."""
        since_s = since_of(self._bare, what)[0] if self._source.link.frozen_at_s is None else None
        return None if since_s is None else since_s + limit_s


def since_of(call: BareCall, what: str) -> tuple[float | None, bool]:
    """Since when something lasts that a filter asks for.

    Args:
        call: The call.
        what: One of the filter's times.

    Returns:
        The moment, and whether it is the begin; else it began earlier. None where it is not so, or nobody knows.
    """
    if call.ended or not call.readable:
        return None, True
    if what == "age":
        return call.start_s, True
    found = ((since_s, exact) for wait, since_s, exact in waits_of(call) if wait.name.lower() == what)
    return next(found, (None, True))
