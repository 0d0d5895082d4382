"""Which calls are shown, in which groups and in which order, kept by looking only at those that changed."""

from collections.abc import Iterable, Mapping, Sequence

from tui.live.board import Board
from tui.live.card import BoardCall, CallKey
from tui.screens.census import Census
from tui.screens.folding import Folding
from tui.screens.grouping import EVERYTHING, GroupKey, beside, group_of
from tui.screens.leading import Leading
from tui.screens.options import Grouping, GroupRules, Order
from tui.screens.ordering import SortKey, sort_key
from tui.screens.search import finds, found_by, words_of
from tui.screens.shelves import Place, Shelf, Shelves
from widgets.group import Group, Heading
from widgets.places import own_of, place_of


class Arrangement:
    """The cards that are shown: one for each call, or one for each conversation.

    Attributes:
        keys: Of all cards in order, those of collapsed groups too; another list whenever it differs.
        groups: The same in groups; one without a heading where calls are not grouped.
        order: Which come first within a group.
        grouping: What the calls of a group have in common.
        query: The filter, as typed.
        folding: Which groups are collapsed.
    """

    def __init__(
        self,
        board: Board,
        census: Census,
        order: Order,
        grouping: Grouping = Grouping.NONE,
        rules: GroupRules | None = None,
        *,
        together: bool = False,
    ) -> None:
        """Arrange nothing yet.

        Args:
            board: Where the calls are.
            census: Which calls need somebody.
            order: Which come first.
            grouping: What the calls of a group have in common.
            rules: How that is known.
            together: Whether the legs of a conversation share a card.
        """
        self.keys: list[CallKey] = []
        self.groups: Sequence[Group] = ()
        self.order = order
        self.grouping = grouping
        self.query = ""
        self.folding = Folding()
        self._rules = rules or GroupRules()
        self._board = board
        self._census = census
        self._leading = Leading(board, census, together=together)
        self._shelves = Shelves()
        self._texts: dict[CallKey, tuple[int, str]] = {}

    @property
    def conversations(self) -> bool:
        """Whether the legs of a conversation share a card."""
        return self._leading.conversations

    @property
    def together(self) -> Mapping[CallKey, tuple[CallKey, ...]]:
        """The legs of each card that has several, the one that leads first."""
        return self._leading.together

    def follow(self, rules: GroupRules) -> None:
        """Find groups by other rules, and read the words of every call again: other ones may be shown now.

        Args:
            rules: How it is known to which group a call belongs.
        """
        self._rules = rules
        self._texts.clear()

    def legs_of(self, key: CallKey) -> tuple[CallKey, ...]:
        """The calls that share a card with a call now, the one that leads first; itself where no other one does."""
        return self.together.get(key) or next((legs for legs in self.together.values() if key in legs), (key,))

    def rearrange(
        self,
        order: Order | None = None,
        query: str | None = None,
        grouping: Grouping | None = None,
        *,
        together: bool | None = None,
    ) -> None:
        """Look at every call again.

        Args:
            order: Another order.
            query: Another filter, as typed.
            grouping: Other groups, none of which is collapsed.
            together: Whether the legs of a conversation share a card from now on.
        """
        self.order = order or self.order
        self.query = self.query if query is None else query
        if grouping is not None:
            self.grouping, self.folding = grouping, Folding()
        together = self.conversations if together is None else together
        self._leading = Leading(self._board, self._census, together=together)
        self._shelves = Shelves()
        self.keys, self.groups = [], ()
        self._texts = {key: text for key, text in self._texts.items() if key in self._board.calls}
        self.take(self._board.calls)

    def take(self, keys: Iterable[CallKey]) -> bool:
        """Look at some calls again.

        Args:
            keys: Calls that came, changed or went.

        Returns:
            Whether other calls are shown now, or in another order.
        """
        words = words_of(self.query)
        for key in self._leading.take(keys):
            if key not in self._board.calls:
                self._texts.pop(key, None)
            self._shelves.put(key, self._find(key, words))
        moved = self._shelves.settle()
        if moved:
            self._present()
        return moved

    def fold(self, group: tuple[int, str] | None = None) -> None:
        """Collapse what is expanded, or the other way round.

        Args:
            group: Which group; None for all: they are collapsed unless all of them are already.
        """
        if self.grouping is Grouping.NONE:
            return
        if group is not None:
            self.folding.turn(GroupKey(*group))
        else:
            self.folding.turn_all(self._shelves.shelves)
        self._present()

    def _find(self, key: CallKey, words: tuple[str, ...]) -> Place | None:
        """Where a card belongs among those that are shown; None for one that is not shown."""
        legs = self._leading.legs(key)
        if not legs or (words and not any(finds(words, self._text(leg)) for leg in legs)):
            return None
        owner, leader = self._board.bare[key], self._board.bare[legs[0]]
        sort = self._sort_key(owner, leader)
        if self.grouping is Grouping.NONE:
            return Place(EVERYTHING, sort)
        # No heading may tell what a card hides.
        chief = self._board.calls[legs[0] if self.grouping is Grouping.STATE else key]
        return Place(group_of(self.grouping, self._rules, self._board, chief), sort, self._leading.counted(legs))

    def _sort_key(self, owner: BoardCall, leader: BoardCall) -> SortKey:
        """By what the card shows: the state of the leg that leads, but the agent and the time of the first leg."""
        call = owner if self.order in (Order.AGENT, Order.DURATION) else leader
        alarmed, sure = self._census.needs_somebody(call.key), self._board.sources[call.key.source].link.live
        own = own_of(self._board.sources[call.key.source], call) if self.order is Order.AGENT else ""
        return sort_key(self.order, call, own, alarmed=alarmed, sure=sure)

    def _text(self, key: CallKey) -> str:
        call = self._board.calls[key]
        known = self._texts.get(key)
        if known is None or known[0] != call.revision:
            text = found_by(call, place_of(self._board, call), key.source)
            known = self._texts[key] = (call.revision, text)
        return known[1]

    def _present(self) -> None:
        shelves = sorted(self._shelves.shelves.items(), key=self._group_order)
        self.groups = [self._group(key, shelf) for key, shelf in shelves]
        self.keys = shelves[0][1].keys if len(shelves) == 1 else [key for _, shelf in shelves for key in shelf.keys]

    def _group_order(self, item: tuple[GroupKey, Shelf]) -> tuple[bool, int, str, str]:
        """By attention the groups come first in which somebody is needed; else each has its place, by name."""
        group, shelf = item
        calm = self.order is not Order.ATTENTION or not shelf.alarmed
        return calm, group.rank, group.name.casefold(), group.name

    def _group(self, key: GroupKey, shelf: Shelf) -> Group:
        if self.grouping is Grouping.NONE:
            return Group(key, shelf.keys)
        noun = "conversation" if self.conversations else "call"
        heading = Heading(key.name, beside(self.grouping, key, self._board), shelf.counts.tally, noun)
        return Group(key, shelf.keys, heading, self.folding.collapsed(key))
