"""What calls and agents did, in plain sentences with their times: what a desk shows as having just happened."""

from collections import deque
from dataclasses import dataclass, replace
from datetime import datetime

from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board, Changes

LENGTH = 50
"""Sentences that are kept; the oldest go first."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence.

    Attributes:
        at: Wall clock, aware.
        words: A plain sentence.
        of_agent: Whether it is about an agent, and not about a call.
    """

    at: datetime
    words: str
    of_agent: bool


class Activity:
    """Listens to a board; how the board is now is known from the beginning, and not told."""

    def __init__(self, board: Board) -> None:
        """Listen from now on, until `stop` is called.

        Args:
            board: What is told of; with masked numbers where they must not be shown.
        """
        self.sentences: deque[Sentence] = deque(maxlen=LENGTH)
        self._board = board
        self._narrator = Narrator(board)
        devices = tuple((name, one) for name, source in board.sources.items() for one in source.devices)
        self._narrator.tell(Changes(changed=tuple(board.calls), devices=devices))
        self.stop = board.watch(self._take)

    def _take(self, changes: Changes) -> None:
        if changes.anew:
            self.sentences.clear()
        at = self._board.clock.wall()
        of_agents = self._narrator.tell(Changes(devices=changes.devices, anew=changes.anew))
        of_calls = self._narrator.tell(replace(changes, devices=(), links=()))
        self.sentences.extend(Sentence(at, words, of_agent=True) for words in of_agents)
        self.sentences.extend(Sentence(at, words, of_agent=False) for words in of_calls)
