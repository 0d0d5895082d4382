"""Which calls are shown, in which groups and in which order: the old arrangement stands until a new one is complete."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.cards import CardChoice, Cards
from tui.views.arrangement.choices import Grouping, GroupRules, Order
from tui.views.arrangement.folding import Folding
from tui.views.arrangement.group import CallGroup
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.census import Census
from tui.views.slices import More, without_end


class Arrangement:
    """The cards that are shown, and those of the last choice while they are being made."""

    def __init__(
        self,
        board: Board,
        census: Census,
        order: Order,
        grouping: Grouping = Grouping.NONE,
        rules: GroupRules | None = None,
        *,
        together: bool = False,
        texts: SearchTexts | None = None,
    ) -> None:
        """Arrange nothing yet.

        Args:
            board: Where the calls are.
            census: Which calls need somebody.
            order: Which come first.
            grouping: What the calls of a group have in common.
            rules: How that is known.
            together: Whether the legs of a conversation share a card.
            texts: What calls are found by.
        """
        self._board = board
        self._census = census
        self._rules = rules or GroupRules()
        self._texts = texts or SearchTexts(board)
        self._shown = self._made_for(CardChoice(order, grouping, together=together), Folding())
        self._next: Cards | None = None
        self._next_first = False
        self._whole = 0

    @property
    def keys(self) -> list[CallKey]:
        """Of all cards in order, those of collapsed groups too; another list whenever it differs."""
        return self._shown.keys

    @property
    def groups(self) -> Sequence[CallGroup]:
        """The same in groups; one without a heading where calls are not grouped."""
        return self._shown.groups

    @property
    def shown(self) -> CardChoice:
        """What the cards that are shown were made for."""
        return self._shown.choice

    @property
    def longest_first(self) -> str:
        """The time of which the longest comes first among the cards that are shown; "" where they stand otherwise."""
        return self._shown.longest_first

    @property
    def wanted(self) -> CardChoice:
        """What was chosen last."""
        return (self._next or self._shown).choice

    @property
    def together(self) -> Mapping[CallKey, tuple[CallKey, ...]]:
        """The legs of each card that has several, the one that leads first."""
        return self._shown.together

    @property
    def busy(self) -> bool:
        """Whether calls wait to be looked at."""
        return self._next is not None or self._shown.waiting > 0

    @property
    def done(self) -> float:
        """Which part of another choice is made, from 0 to 1."""
        left = self._next.waiting if self._next is not None else 0
        return 1.0 - min(1.0, left / max(1, self._whole))

    def follow(self, rules: GroupRules) -> None:
        """Find groups by other rules from the next `rearrange` on.

        Args:
            rules: How it is known to which group a call belongs.
        """
        self._rules = rules

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
        """Begin to look at every call again, for another choice or the same; what was begun before is given up.

        Args:
            order: Another order.
            query: Another filter, as typed.
            grouping: Other groups, none of which is collapsed.
            together: Whether the legs of a conversation share a card from now on.
        """
        before = self._next or self._shown
        choice = replace(
            before.choice,
            order=order or before.choice.order,
            query=before.choice.query if query is None else query,
            grouping=grouping or before.choice.grouping,
            together=before.choice.together if together is None else together,
        )
        self._next = self._made_for(choice, before.folding if grouping is None else Folding(), self._shown)
        self._next.begin()
        self._whole = self._next.waiting

    def take(self, keys: Iterable[CallKey]) -> None:
        """Let some calls wait to be looked at again.

        Args:
            keys: Calls that came, changed or went.
        """
        keys = tuple(keys)
        self._shown.take(keys)
        if self._next is not None:
            self._next.take(keys)

    def work(self, more: More = without_end) -> bool:
        """Look at calls that wait.

        Args:
            more: Whether there is time for more.

        Returns:
            Whether other calls are shown now, or in another order.
        """
        self._shown.take_due()
        # In turn, so that neither waits for ever where changes come without end.
        self._next_first = not self._next_first
        if self._next_first and self._finish_next(more):
            return True
        moved = self._shown.waiting > 0 and self._shown.work(more) and self._shown.settle()
        return (not self._next_first and self._finish_next(more)) or moved

    def fold(self, group: tuple[int, str] | None = None) -> None:
        """Collapse what is expanded, or the other way round.

        Args:
            group: Which group; None for all: they are collapsed unless all of them are already.
        """
        if self.shown.grouping is not Grouping.NONE:
            self._shown.fold(group)

    def _finish_next(self, more: More) -> bool:
        """Make the cards of the last choice, and show them once they are complete."""
        if self._next is None or not self._next.work(more):
            return False
        self._shown, self._next = self._next, None
        self._shown.forget_others()
        self._shown.settle()
        return True

    def _made_for(self, choice: CardChoice, folding: Folding, shown: Cards | None = None) -> Cards:
        return Cards(self._board, self._census, choice, self._rules, self._texts, folding, shown)
