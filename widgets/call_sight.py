"""What the board shows of one call at one moment, drawn and remembered until something about it differs."""

from collections.abc import Container

from rich.style import Style
from textual.strip import Strip

from tui.live.board import Board
from tui.live.card import CallKey
from widgets import moment
from widgets.call_face import call_face
from widgets.grid import Grid
from widgets.look import Look
from widgets.palette import Palette
from widgets.places import place_of
from widgets.thresholds import Thresholds, is_warned, used_share

_REMEMBERED = 1_000
"""Calls whose cells are kept: more than any terminal shows."""


class CallSight:
    """Draws calls of a board; cheap to ask again."""

    def __init__(self, board: Board, thresholds: Thresholds) -> None:
        """Remember nothing yet.

        Args:
            board: Where the calls are.
            thresholds: From when on a call is alarmed.
        """
        self._board = board
        self._thresholds = thresholds
        self.calm: Container[CallKey] = ()
        self._seen: dict[CallKey, tuple[object, list[Strip]]] = {}

    def follow(self, thresholds: Thresholds) -> None:
        """Draw everything anew, by other thresholds.

        Args:
            thresholds: From when on a call is alarmed.
        """
        self._thresholds = thresholds
        self._seen.clear()

    def strips(self, key: CallKey, grid: Grid, palette: Palette, *, selected: bool) -> list[Strip]:
        """Draw a call as it is now.

        Args:
            key: Which call.
            grid: How large.
            palette: Colours.
            selected: Whether the cursor is on it.

        Returns:
            Strips of the grid's card; the same objects as long as nothing about the call differs. Blank where the call
            has just left the board.
        """
        call = self._board.calls.get(key)
        if call is None:
            return [Strip.blank(grid.card_width, Style())] * grid.density.height
        source = self._board.sources[key.source]
        sure_s = moment.sure_s(self._board, source)
        frozen_s = source.link.frozen_at_s
        stale_s = None if frozen_s is None or call.ended else max(0.0, moment.now_s(self._board) - frozen_s)
        place = place_of(self._board, call)
        look = Look(
            width=grid.card_width,
            density=grid.density,
            palette=palette,
            selected=selected,
            stale_s=stale_s,
            used=used_share(call, self._thresholds, sure_s),
            warned=is_warned(call, self._thresholds, sure_s),
            calm=key in self.calm,
            sources=len(self._board.sources) > 1,
        )
        signature = (call.revision, sure_s, place, look)
        known = self._seen.get(key)
        if known is not None and known[0] == signature:
            return known[1]
        return self._remember(key, signature, call_face(call, sure_s, place, look))

    def keep(self, keys: Container[CallKey]) -> None:
        """Forget how others looked: they are not shown any more.

        Args:
            keys: Calls that are shown.
        """
        for key in [key for key in self._seen if key not in keys]:
            del self._seen[key]

    def _remember(self, key: CallKey, signature: object, strips: list[Strip]) -> list[Strip]:
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[key] = (signature, strips)
        return strips
