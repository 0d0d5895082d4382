"""Which calls are shown, and in which order, kept by looking only at those that changed."""

from collections.abc import Iterable

from tui.live.board import Board
from tui.live.card import BoardCall, CallKey
from tui.screens.census import Census
from tui.screens.options import Order
from tui.screens.ordering import SortKey, sort_key
from tui.screens.search import finds, found_by, words_of
from widgets.call_words import Place
from widgets.places import place_of


class Arrangement:
    """Keys of the calls that are shown, in order. A new list is made whenever it differs from the one before."""

    def __init__(self, board: Board, census: Census, order: Order) -> None:
        """Arrange nothing yet.

        Args:
            board: Where the calls are.
            census: Which calls need somebody.
            order: Which come first.
        """
        self.keys: list[CallKey] = []
        self.order = order
        self.query = ""
        self._board = board
        self._census = census
        self._sorts: dict[CallKey, SortKey] = {}
        self._texts: dict[CallKey, tuple[int, str]] = {}

    def rearrange(self, order: Order | None = None, query: str | None = None) -> None:
        """Look at every call again.

        Args:
            order: Another order.
            query: Another filter, as typed.
        """
        self.order = order or self.order
        self.query = self.query if query is None else query
        self.keys = []
        self._sorts = {}
        self._texts = {key: text for key, text in self._texts.items() if key in self._board.calls}
        self.take(self._board.calls)

    def forget(self) -> None:
        """Read the words of every call again: other ones may be shown now."""
        self._texts.clear()

    def take(self, keys: Iterable[CallKey]) -> bool:
        """Look at some calls again.

        Args:
            keys: Calls that came, changed or went.

        Returns:
            Whether other calls are shown now, or in another order.
        """
        words = words_of(self.query)
        before = len(self._sorts)
        came: list[CallKey] = []
        moved = False
        for key in keys:
            old, new = self._sorts.get(key), self._find(key, words)
            if new == old:
                continue
            moved = True
            if new is None:
                del self._sorts[key]
            else:
                self._sorts[key] = new
            if old is None:
                came.append(key)
        if moved:
            kept = self.keys if len(self._sorts) == before + len(came) else [k for k in self.keys if k in self._sorts]
            # All but a few are in order already, which is what makes sorting them again cheap.
            self.keys = sorted([*kept, *came], key=self._sorts.__getitem__)
        return moved

    def _find(self, key: CallKey, words: tuple[str, ...]) -> SortKey | None:
        """Where a call belongs among those that are shown; None for one that is not shown."""
        call = self._board.calls.get(key)
        if call is None:
            self._texts.pop(key, None)
            return None
        place = place_of(self._board, call)
        if words and not finds(words, self._text(call, place)):
            return None
        sure = self._board.sources[key.source].link.live
        return sort_key(self.order, call, place.own, alarmed=self._census.needs_somebody(key), sure=sure)

    def _text(self, call: BoardCall, place: Place) -> str:
        known = self._texts.get(call.key)
        if known is None or known[0] != call.revision:
            known = self._texts[call.key] = (call.revision, found_by(call, place, call.key.source))
        return known[1]
