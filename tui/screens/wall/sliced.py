"""A screen whose work on the whole board goes on in slices, between which keys and frames have their turn."""

from abc import abstractmethod
from time import perf_counter

from tui.patches.sequences import terminal_of
from tui.screens.base import BoardScreen
from tui.screens.wall.board_work import BoardWork
from tui.views.slices import PAUSE_S, SLICE_S, more_for

LONG_S = 0.2
"""What takes longer is seen to go on."""
_PROGRESS_EVERY_S = 0.1
_AHEAD_S = 0.002
"""Processor time of a slice of what nobody has asked for yet."""
_AHEAD_EVERY_S = 0.1


class SlicedScreen(BoardScreen):
    """Subclasses say what is shown after a slice, and hold the work."""

    board_work: BoardWork
    _busy_since_s: float | None = None
    _progress_at_s = 0.0
    _slice_waits = False
    _texts_wait = False

    @abstractmethod
    def present_slice(self, *, moved: bool) -> None:
        """Show what a slice brought.

        Args:
            moved: Whether other calls are shown now, or in another order.
        """

    @abstractmethod
    def present_progress(self) -> None:
        """Show how far the work has come."""

    @property
    def is_long(self) -> bool:
        """Whether work has gone on for so long that it has to be seen."""
        return self._busy_since_s is not None and perf_counter() - self._busy_since_s >= LONG_S

    @property
    def is_asked(self) -> bool:
        """Whether somebody is about to ask for what is otherwise made when there is nothing else to do."""
        return False

    def work(self) -> bool:
        """Do a slice; what is left follows by itself.

        Returns:
            Whether other calls are shown now, or in another order.
        """
        moved = self.board_work.work(terminal_of(self.app), more_for(SLICE_S))
        if not self.board_work.busy:
            self._busy_since_s = None
        elif self._busy_since_s is None:
            self._busy_since_s = perf_counter()
        if self.board_work.busy and not self._slice_waits:
            self._slice_waits = True
            self._later(PAUSE_S, self._slice)
        self.make_texts()
        return moved

    def make_texts(self) -> None:
        """Make what calls are found by, in slices of its own: nobody waits for it yet."""
        if self.board_work.texts.busy and not self._texts_wait:
            self._texts_wait = True
            self._later(PAUSE_S if self.is_asked else _AHEAD_EVERY_S, self._slice_of_texts)

    def _slice_of_texts(self) -> None:
        self._texts_wait = False
        if self.is_attached:
            if not self.board_work.busy:
                self.board_work.texts.work(more_for(SLICE_S if self.is_asked else _AHEAD_S))
            self.make_texts()

    def _slice(self) -> None:
        self._slice_waits = False
        if not (self.is_attached and self.board_work.busy):
            return
        was_counted = self.board_work.counted
        moved = self.work()
        if moved or not self.board_work.busy or was_counted != self.board_work.counted:
            self.present_slice(moved=moved)
        elif self.is_long and perf_counter() >= self._progress_at_s:
            self._progress_at_s = perf_counter() + _PROGRESS_EVERY_S
            self.present_progress()
