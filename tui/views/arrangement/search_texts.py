"""What each call is found by, made once for each change of it, in slices, before somebody asks for it."""

from collections.abc import Iterable

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.search import found_by
from tui.views.slices import More, PendingCalls
from tui.views.words.places import own_of


class SearchTexts:
    """Keeps the text of every call as it may be shown: a filter finds nothing that is hidden."""

    def __init__(self, board: Board) -> None:
        """Know no text yet.

        Args:
            board: Where the calls are.
        """
        self._board = board
        self._texts: dict[CallKey, tuple[int, str]] = {}
        self._waiting = PendingCalls()

    @property
    def busy(self) -> bool:
        """Whether some texts are not made yet."""
        return len(self._waiting) > 0

    def take(self, keys: Iterable[CallKey]) -> None:
        """Make the texts of some calls again, when there is time.

        Args:
            keys: Calls that came, changed or went.
        """
        self._waiting.add(keys)

    def follow(self) -> None:
        """Make all texts again: other words may be shown now."""
        self._texts.clear()
        self._waiting.add(self._board.bare.calls)

    def work(self, more: More) -> None:
        """Make texts that are waited for.

        Args:
            more: Whether there is time for more.
        """
        calls = self._board.bare.calls
        for step in self._waiting.steps(more):
            for key in step:
                if key in calls:
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
