"""Pages of a wall that turn by themselves until somebody touches it; only numbers, no screen."""

from collections.abc import Sequence

from tui.screens.wall.paginate import page_grid, paginate
from tui.views.arrangement.group import CallGroup
from widgets.wall.grid import Grid

MOST = 12
"""Big cards on a page: more cannot be read from four metres away."""
UNTOUCHED_S = 60.0
"""How long after the last touch the pages turn again."""
_MOST_DOTS = 10


class PageTurner:
    """Knows which page is shown and when the next one is. Times are seconds of the board's clock.

    Attributes:
        index: The page that is shown, from 0.
        count: How many pages there are.
        turning: Whether pages are shown at all.
        grid: For the cards of each page, also of one that is not full; None while no pages turn.
    """

    def __init__(self, every_s: float, now_s: float) -> None:
        """Begin with the first page.

        Args:
            every_s: How long a page is shown; 0 shows no pages at all.
            now_s: Now.
        """
        self.index = 0
        self.count = 1
        self.turning = every_s > 0
        self.grid: Grid | None = None
        self._every_s = every_s
        self._next_s = now_s + every_s
        self._rested_s = now_s

    def touch(self, now_s: float) -> bool:
        """Stop: somebody is there.

        Args:
            now_s: Now.

        Returns:
            Whether it turned until now.
        """
        turned, self.turning = self.turning, False
        self._rested_s = now_s + UNTOUCHED_S
        return turned

    def take_due(self, now_s: float) -> bool:
        """Let time pass.

        Args:
            now_s: Now.

        Returns:
            Whether another page is shown now, or pages again.
        """
        if not self._every_s or now_s < self._rested_s:
            return False
        if not self.turning:
            self.turning, self.index = True, 0
        elif now_s < self._next_s:
            return False
        else:
            self.index = (self.index + 1) % self.count
        self._next_s = now_s + self._every_s
        return True

    def part(self, groups: Sequence[CallGroup], width: int, height: int) -> Sequence[CallGroup]:
        """Cut the shown page out of everything.

        Args:
            groups: All calls in order.
            width: Cells for calls.
            height: Lines for calls.

        Returns:
            At most `MOST` cards, and no more than there is room for; everything while no pages turn.
        """
        if not self.turning:
            self.grid = None
            return groups
        self.grid = page_grid(groups, width, height, MOST, self.grid)
        pages = paginate(groups, self.grid, height, MOST)
        self.count = max(1, len(pages))
        self.index = min(self.index, self.count - 1)
        return pages[self.index] if pages else ()

    def dots(self) -> str:
        """One dot a page, the shown one filled; "" where there are too many."""
        if self.count > _MOST_DOTS:
            return ""
        return " ".join("●" if number == self.index else "○" for number in range(self.count))

    def left_s(self, now_s: float) -> int:
        """Whole seconds until the next page."""
        return max(0, round(self._next_s - now_s))
