"""What each call is found by, made once for each change of it, in slices, before somebody asks for it."""

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.search import found_by
from tui.views.slices import CallsInSlices
from tui.views.words.places import own_of


class SearchTexts(CallsInSlices):
    """Keeps the text of every call as it may be shown: a filter finds nothing that is hidden."""

    def __init__(self, board: Board) -> None:
        """Know no text yet.

        Args:
            board: Where the calls are.
        """
        super().__init__()
        self._board = board
        self._texts: dict[CallKey, tuple[int, str]] = {}

    def follow(self) -> None:
        """Make all texts again: other words may be shown now."""
        self._texts.clear()
        self._waiting.add(self._board.bare.calls)

    def _look(self, key: CallKey) -> None:
        if key in self._board.bare.calls:
            self.text(key)
        else:
            self._texts.pop(key, None)

    def text(self, key: CallKey) -> str:
        """What a call is found by, as it is now.

        Args:
            key: A call of the board.
        """
        bare = self._board.bare
        revision, known = bare.calls[key].revision, self._texts.get(key)
        if known is None or known[0] != revision:
            call = self._board.shown(key)
            text = found_by(call, own_of(bare.sources[key.source], call), key.source)
            known = self._texts[key] = (revision, text)
        return known[1]
