"""The cards of a wall for one choice of order, groups and filter, kept by looking only at the calls that changed."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import NamedTuple

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.choices import Grouping, GroupRules, Order
from tui.views.arrangement.conversation_lead import Leading, counted_of
from tui.views.arrangement.filter_calls import FilteredCalls
from tui.views.arrangement.filter_language import FilterError, read_filter
from tui.views.arrangement.filter_terms import CallFilter, FilterTerm, WordTerm
from tui.views.arrangement.folding import Folding
from tui.views.arrangement.group import CallGroup, Heading
from tui.views.arrangement.grouping import EVERYTHING, GroupKey, beside, group_of, group_of_login
from tui.views.arrangement.groups_in_order import CardPlace, GroupedCalls, OrderedGroup
from tui.views.arrangement.ordering import RANKS
from tui.views.arrangement.plain_words import words_of
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.census import Census
from tui.views.slices import More, PendingCalls
from tui.views.words.places import own_of

# Python takes long to find the member of an enumeration, and this is asked for each call.
_BY_AGENT, _BY_DURATION, _UNGROUPED = Order.AGENT, Order.DURATION, Grouping.NONE


@dataclass(frozen=True, slots=True)
class CardChoice:
    """What a person chose.

    Attributes:
        order: Which cards come first within a group.
        grouping: What the calls of a group have in common.
        query: The filter, as typed.
        together: Whether the legs of a conversation share a card.
    """

    order: Order
    grouping: Grouping = Grouping.NONE
    query: str = ""
    together: bool = False


class _Login(NamedTuple):
    """What the calls of a login have in common: whether they are sure, which of them are alarmed, their group."""

    live: bool
    alarmed: Set[CallKey]
    group: GroupKey | None


class Cards:
    """One for each call, or one for each conversation.

    Calls that changed wait until `work` has looked at them; before it has looked at all that waited at one moment,
    everything stands where it stood.

    Attributes:
        keys: Of all cards in order, those of collapsed groups too; another list whenever it differs.
        groups: The same in groups; one without a heading where calls are not grouped.
        choice: What they are made for.
        folding: Which groups are collapsed.
    """

    def __init__(
        self,
        board: Board,
        census: Census,
        choice: CardChoice,
        rules: GroupRules,
        texts: SearchTexts,
        folding: Folding,
        shown: "Cards | None" = None,
    ) -> None:
        """Make no card yet.

        Args:
            board: Where the calls are.
            census: Which calls need somebody.
            choice: What is chosen.
            rules: How it is known to which group a call belongs.
            texts: What calls are found by.
            folding: Which groups are collapsed.
            shown: Those of the same board for another choice, told of all that changes as well: where a card stands
                there is not worked out again.
        """
        self.keys: list[CallKey] = []
        self.groups: Sequence[CallGroup] = ()
        self.choice = choice
        self.folding = folding
        self._board = board
        self._calls, self._sources = board.bare
        self._census = census
        self._rules = rules
        wanted = _filter_of(choice.query)
        self._filtered = FilteredCalls(board, texts, rules, wanted) if wanted.terms else None
        self._leading = Leading(board, census, together=choice.together)
        self._shelves = GroupedCalls()
        self._rank = RANKS[choice.order]
        self._logins: dict[str, _Login] = {}
        self._waiting = PendingCalls()
        self._round = 0
        self._like = shown if shown is not None and self._stand_alike(shown) else None

    @property
    def longest_first(self) -> str:
        """The time that the filter asks for, of which the longest comes first instead of what needs somebody most."""
        if self._filtered is None or self.choice.order is not Order.ATTENTION:
            return ""
        return self._filtered.longest_first

    @property
    def together(self) -> Mapping[CallKey, tuple[CallKey, ...]]:
        """The legs of each card that has several, the one that leads first."""
        return self._leading.together

    @property
    def waiting(self) -> int:
        """How many calls wait to be looked at."""
        return len(self._waiting)

    def begin(self) -> None:
        """Let all calls of the board wait."""
        # What stands in order already is brought in order sooner; else the calls of a login had better come together.
        self.take(self._calls if self._like is None else (*self._like.keys, *self._calls))

    def take(self, keys: Iterable[CallKey]) -> None:
        """Let some calls wait to be looked at.

        Args:
            keys: Calls that came, changed or went.
        """
        self._waiting.add(keys)
        self._round = self._round or len(self._waiting)

    def take_due(self) -> None:
        """Let the calls wait that the filter may find or lose by time alone."""
        if self._filtered is not None and (due := self._filtered.take_due()):
            self.take(due)

    def work(self, more: More) -> bool:
        """Look at calls that wait.

        Args:
            more: Whether there is time for more.

        Returns:
            Whether all that waited at one moment was looked at, so that `keys` and `groups` are as of then. What came
            meanwhile may wait still: with changes without end this comes to an end all the same.
        """
        for step in self._waiting.steps(more):
            # Within a step nothing changes, and most of its calls are of one login.
            self._logins.clear()
            for key in self._leading.take(step):
                self._shelves.put(key, self._find(key))
            self._round -= len(step)
            if self._round <= 0:
                break
        if self._round > 0:
            return False
        self._round = len(self._waiting)
        return True

    def forget_others(self) -> None:
        """Work out everything itself from now on."""
        self._like = None

    def place(self, key: CallKey) -> CardPlace | None:
        """Where a card stands, if nothing is known to have changed since; else, or where there is none, None."""
        return None if key in self._waiting else self._shelves.place(key)

    def settle(self) -> bool:
        """Show where everything stands after `work`.

        Returns:
            Whether other cards are there than before, or in another order.
        """
        moved = self._shelves.settle() or self._is_renamed()
        if moved:
            self._present()
        return moved

    def fold(self, group: tuple[int, str] | None) -> None:
        """Collapse what is expanded, or the other way round.

        Args:
            group: Which group; None for all: they are collapsed unless all of them are already.
        """
        if group is not None:
            self.folding.turn(GroupKey(*group))
        else:
            self.folding.turn_all(self._shelves.shelves)
        self._present()

    def _stand_alike(self, shown: "Cards") -> bool:
        """Whether a card that others have too stands in the same place here: only the filter is another."""
        alike = replace(self.choice, query="") == replace(shown.choice, query="") and self._rules is shown._rules
        return alike and not self.longest_first and not shown.longest_first

    def _find(self, key: CallKey) -> CardPlace | None:
        """Where a card belongs among those that are shown; None for one that is not shown."""
        legs = self._leading.legs(key)
        if not legs or (self._filtered is not None and not any(map(self._filtered.finds, legs))):
            return None
        known = self._like.place(key) if self._like is not None else None
        if known is not None:
            return known
        calls, order, grouping = self._calls, self.choice.order, self.choice.grouping
        owner, lead = calls[key], legs[0]
        leader = owner if lead is key else calls[lead]
        # Asked once for order and numbers: with ten thousand calls this is what another choice takes.
        login = self._logins.get(lead[0]) or self._login(lead[0])
        alarmed = lead in login.alarmed and lead not in self._census.calm
        # What the card shows: the state of the leg that leads, but the agent and the time of the first leg.
        sorted_by = owner if order is _BY_AGENT or order is _BY_DURATION else leader
        own = own_of(self._sources[key.source], owner) if order is _BY_AGENT else ""
        sort = (*self._rank(sorted_by, own, alarmed, login.live), *sorted_by.key)
        if self._filtered is not None and self.longest_first:
            sort = (0, "", self._filtered.lasting_since_s(legs), *sort[3:])
        if grouping is _UNGROUPED:
            return CardPlace(EVERYTHING, sort)
        if len(legs) == 1:
            group, counted = login.group, counted_of(leader, alarmed=alarmed, sure=login.live)
        else:
            group, counted = None, self._leading.counted(legs)
        if group is None:
            group = group_of(grouping, self._rules, self._board, leader if grouping is Grouping.STATE else owner)
        return CardPlace(group, sort, counted)

    def _login(self, name: str) -> _Login:
        group = group_of_login(self.choice.grouping, self._rules, self._board, name)
        found = self._logins[name] = _Login(self._sources[name].link.live, self._census.alarmed_of(name), group)
        return found

    def _present(self) -> None:
        shelves = sorted(self._shelves.shelves.items(), key=self._group_order)
        self.groups = [self._group(key, shelf) for key, shelf in shelves]
        self.keys = shelves[0][1].keys if len(shelves) == 1 else [key for _, shelf in shelves for key in shelf.keys]

    def _is_renamed(self) -> bool:
        """Whether a person behind a login has another name by now."""
        grouping = self.choice.grouping
        if grouping is not Grouping.AGENT:
            return False
        named = ((group.key, group.heading.beside) for group in self.groups if group.heading is not None)
        return any(beside(grouping, GroupKey(*key), self._board) != words for key, words in named)

    def _group_order(self, item: tuple[GroupKey, OrderedGroup]) -> tuple[bool, int, str, str]:
        """By attention the groups come first in which somebody is needed; else each has its place, by name."""
        group, shelf = item
        calm = self.choice.order is not Order.ATTENTION or not shelf.alarmed
        return calm, group.rank, group.name.casefold(), group.name

    def _group(self, key: GroupKey, shelf: OrderedGroup) -> CallGroup:
        if self.choice.grouping is Grouping.NONE:
            return CallGroup(key, shelf.keys)
        noun = "conversation" if self.choice.together else "call"
        heading = Heading(key.name, beside(self.choice.grouping, key, self._board), shelf.counts.tally, noun)
        return CallGroup(key, shelf.keys, heading, self.folding.collapsed(key))


def _filter_of(query: str) -> CallFilter:
    try:
        return read_filter(query)
    except FilterError:
        # Who asks for it has said what is wrong; as plain words it finds too little rather than too much.
        return CallFilter(tuple(FilterTerm(WordTerm(word)) for word in words_of(query)))
