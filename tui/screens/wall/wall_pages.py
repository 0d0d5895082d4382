"""A wall nobody stands at: its pages turn, and it moves a little, so that nothing burns into the screen."""

from collections.abc import Sequence

from tui.live.store.board import Board
from tui.screens.wall.pages import PageTurner
from tui.views.arrangement.group import CallGroup
from widgets.bars.key_footer import FooterKey
from widgets.wall.grid import Grid

SHIFT_S = 300.0
"""How long everything stands in the same cells."""
# Always one free line and one free column: the cards keep their size.
_SHIFTS = ((0, 1, 1, 0), (0, 0, 1, 1), (1, 0, 0, 1), (1, 1, 0, 0))
Padding = tuple[int, int, int, int]


class WallPages:
    """What a wall asks about its pages; without them everything is as if this were not here."""

    def __init__(self, board: Board, every_s: float, unlock_key: str = "") -> None:
        """Begin with the first page.

        Args:
            board: Whose clock.
            every_s: How long a page is shown; 0 for no pages.
            unlock_key: The key that unlocks a kiosk; "" where nothing is locked.
        """
        self._clock = board.clock
        self._pages = PageTurner(every_s, self._clock.now_s())
        self._unlock_key = unlock_key

    @property
    def turning(self) -> bool:
        """Whether pages are shown."""
        return self._pages.turning

    @property
    def grid(self) -> Grid | None:
        """The cards of each page; None while no pages are shown."""
        return self._pages.grid

    def touch(self) -> bool:
        """Stop; whether that changes what is shown."""
        return self._pages.touch(self._clock.now_s())

    def take_due(self) -> bool:
        """Let time pass; whether that changes what is shown."""
        return self._pages.take_due(self._clock.now_s())

    def part(self, groups: Sequence[CallGroup], width: int, height: int) -> Sequence[CallGroup]:
        """The calls of the page that is shown; see `PageTurner.part`."""
        return self._pages.part(groups, width, height)

    def shift(self) -> Padding:
        """Where everything stands now: free cells above, right, below and left."""
        return _SHIFTS[int(self._clock.now_s() // SHIFT_S) % len(_SHIFTS)]

    def foot(self, *, locked: bool) -> list[FooterKey]:
        """What the footer says in place of keys.

        Args:
            locked: Whether only one key works.

        Returns:
            Nothing where the keys may stay.
        """
        pages, said = self._pages, []
        if pages.turning:
            turn = f"{pages.dots()}  next in {pages.left_s(self._clock.now_s())} s" if pages.count > 1 else ""
            said.append(FooterKey("stop_pages", f"page {pages.index + 1} of {pages.count}", turn, 0))
        if locked:
            said.append(FooterKey("stop_pages", "locked", f"{self._unlock_key} unlocks", 1))
        elif pages.turning:
            said.append(FooterKey("stop_pages", "any key", "stops", 1))
        return said
