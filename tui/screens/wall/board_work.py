"""What a wall keeps of the whole board, brought up to date in slices: numbers, alarms, cards, texts of the filter."""

from collections.abc import Iterable

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.patches.sequences import Terminal
from tui.screens.wall.wall_attention import WallAttention
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.census import Census
from tui.views.slices import More, PendingCalls, without_end


class BoardWork:
    """Counts first, since alarms and order go by the numbers; a change of some calls is done in one slice.

    Attributes:
        census: Counts, and knows which calls need somebody.
        arrangement: Which calls are shown where.
        texts: What calls are found by; made when there is nothing else to do.
    """

    def __init__(
        self, board: Board, census: Census, arrangement: Arrangement, attention: WallAttention, texts: SearchTexts
    ) -> None:
        """Do nothing yet.

        Args:
            board: Where the calls are.
            census: Counts them.
            arrangement: Arranges them.
            attention: Tells of alarms.
            texts: What calls are found by.
        """
        self.census = census
        self.arrangement = arrangement
        self._board = board
        self._attention = attention
        self.texts = texts
        self._uncounted = PendingCalls()

    @property
    def counted(self) -> bool:
        """Whether all calls are counted: before that, no number is told."""
        return not self._uncounted

    @property
    def busy(self) -> bool:
        """Whether something is left for another slice."""
        return len(self._uncounted) > 0 or self._attention.busy or self.arrangement.busy

    def take(self, keys: Iterable[CallKey], links: Iterable[str] = ()) -> None:
        """Let some calls wait to be looked at.

        Args:
            keys: Calls that came, changed or went.
            links: Sources that are sure or not sure now, all of whose calls stand elsewhere.
        """
        keys = tuple({*keys, *(key for name in links for key in self._board.keys_of(name))})
        self._uncounted.add(keys)
        self._attention.take((*keys, *(CallKey(name, "") for name in links)))
        self.arrangement.take(keys)
        self.texts.take(keys)

    def begin(self) -> None:
        """Count all calls, and look again at all their alarms; those that need somebody now, or no more, are moved."""
        self._uncounted.add(self._board.bare.calls)
        self._attention.take(self._board.bare.calls)
        self.texts.follow()

    def work(self, terminal: Terminal, more: More = without_end) -> bool:
        """Do what waits.

        Args:
            terminal: Where alarms are told.
            more: Whether there is time for more.

        Returns:
            Whether other calls are shown now, or in another order.
        """
        for step in self._uncounted.steps(more):
            self.stand(self.census.take(step))
        if self._uncounted:
            return False
        self.stand(self.census.take_due())
        self.stand(self._attention.look(terminal, more))
        return self.arrangement.work(more)

    def stand(self, keys: Iterable[CallKey]) -> None:
        """Look again where calls stand that need somebody now, or no more.

        Args:
            keys: These.
        """
        keys = tuple(keys)
        self._attention.take(keys)
        self.arrangement.take(keys)
