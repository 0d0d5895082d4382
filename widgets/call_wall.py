"""The wall: every call in one widget that draws only the lines that are seen."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.live.board import Board
from tui.live.card import CallKey
from widgets.call_sight import CallSight
from widgets.density import Density
from widgets.differences import changed_regions
from widgets.grid import Grid, fitting_grid, fixed_grid
from widgets.palette import Ground
from widgets.pen import pen_of
from widgets.theme import palette_of
from widgets.thresholds import Thresholds


class CallWall(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws the calls that it is told to show, in that order; everything else about them it reads from the board.

    What is drawn is remembered slot by slot, and every change is found by comparing: only cells that differ are sent.
    """

    DEFAULT_CSS = """
    CallWall {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        background: $background;
    }
    """

    density: reactive[Density | None] = reactive(None, init=False)
    """The density that a person chose; None lets the number of calls choose."""

    @dataclass
    class Selected(Message):
        """The cursor went to a call."""

        key: CallKey

    @dataclass
    class Opened(Message):
        """Somebody wants to see everything about a call."""

        key: CallKey

    class Moved(Message):
        """Other calls are seen than before, or in another density."""

        def can_replace(self, message: Message) -> bool:
            """The last one counts."""
            return isinstance(message, CallWall.Moved)

    def __init__(self, board: Board, thresholds: Thresholds) -> None:
        """Make an empty wall.

        Args:
            board: Where the calls are.
            thresholds: From when on a call is alarmed.
        """
        super().__init__()
        self.selected: CallKey | None = None
        self._sight = CallSight(board, thresholds)
        self._keys: Sequence[CallKey] = ()
        self._places: dict[CallKey, int] = {}
        self._grid = fixed_grid(Density.CARD, 80)
        self._drawn: dict[int, list[Strip]] = {}

    @property
    def grid(self) -> Grid:
        """The geometry now."""
        return self._grid

    @property
    def seen(self) -> range:
        """Numbers of the calls that are seen at least in part."""
        return self._grid.indexes(self.scroll_offset.y, self._view.height, len(self._keys))

    def calm(self, keys: Container[CallKey]) -> None:
        """Draw these calls without an alarm from now on.

        Args:
            keys: Calls whose alarm somebody has acknowledged.
        """
        self._sight.calm = keys

    def follow(self, thresholds: Thresholds) -> None:
        """Draw everything anew, by other thresholds.

        Args:
            thresholds: From when on a call is alarmed.
        """
        self._sight.follow(thresholds)
        self._drawn.clear()
        self.refresh()

    def show(self, keys: Sequence[CallKey]) -> None:
        """Show these calls in this order; the selection stays on its call, or goes to the one now in its place.

        Args:
            keys: Keys of calls on the board.
        """
        place = self._places.get(self.selected) if self.selected else None
        self._keys = keys
        self._places = {key: number for number, key in enumerate(keys)}
        self._sight.keep(self._places)
        if self.selected is not None and self.selected not in self._places:
            self.selected = keys[min(place or 0, len(keys) - 1)] if keys else None
        self._fit()
        self.repaint()
        self.post_message(self.Moved())

    def repaint(self) -> None:
        """Look at the board again and send the cells that differ."""
        seen = self.seen
        regions: list[Region] = []
        for index in set(self._drawn).difference(seen):
            del self._drawn[index]
            regions.append(self._grid.region(index))
        for index in seen:
            regions += self._redraw(index)
        up = (0, -self.scroll_offset.y)
        view = self._view.region
        visible = [shown for region in regions if (shown := region.translate(up).intersection(view))]
        if visible:
            self.refresh(*visible)

    def redraw(self) -> None:
        """Draw everything anew: another theme, another size."""
        self._drawn.clear()
        self.refresh()

    def select(self, key: CallKey) -> None:
        """Put the cursor on a call, and the call into view.

        Args:
            key: A call that is shown; any other is ignored.
        """
        if key not in self._places:
            return
        self.selected = key
        self.scroll_to_region(self._grid.region(self._places[key]), animate=False, force=True)
        self.repaint()
        self.post_message(self.Selected(key))

    def move(self, columns: int = 0, rows: int = 0, pages: int = 0) -> None:
        """Move the cursor; the first move only shows where it is.

        Args:
            columns: To the right, or to the left if negative; goes on in the next row.
            rows: Downward.
            pages: Downward by what is seen at once.
        """
        if not self._keys:
            return
        page = max(1, self._view.height // self._grid.pitch)
        step = columns + self._grid.columns * (rows + pages * page)
        place = self._places.get(self.selected) if self.selected else None
        start = self.seen.start if place is None else place + step
        if place is not None and not 0 <= start < len(self._keys) and not (columns or pages):
            start = place
        self.select(self._keys[min(max(0, start), len(self._keys) - 1)])

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first or the last call.

        Args:
            last: Which.
        """
        if self._keys:
            self.select(self._keys[-1 if last else 0])

    def open(self) -> None:
        """Open the selected call, or the first that is seen."""
        if self.selected is None:
            self.move()
        if self.selected is not None:
            self.post_message(self.Opened(self.selected))

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen.

        Args:
            y: Line of the widget.

        Returns:
            Cards beside each other.
        """
        blank = pen_of(palette_of(self.app), Ground.BACKGROUND).style()
        width = self.virtual_size.width
        row, inside = divmod(y + self.scroll_offset.y, self._grid.pitch)
        first = row * self._grid.columns
        if inside >= self._grid.density.height or first >= len(self._keys):
            return _blank(width, blank)
        pieces = [_blank(self._grid.margin, blank)]
        for index in range(first, min(first + self._grid.columns, len(self._keys))):
            if index not in self._drawn:
                self._drawn[index] = self._draw(index)
            pieces += [self._drawn[index][inside], _blank(self._grid.gap_x, blank)]
        return Strip.join(pieces).adjust_cell_length(width, blank)

    def watch_density(self) -> None:
        """Take the grid of another density."""
        self._fit()
        self.post_message(self.Moved())

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Other calls are seen.

        Args:
            old_value: Line that was at the top.
            new_value: Line that is now.
        """
        super().watch_scroll_y(old_value, new_value)
        self.post_message(self.Moved())

    def on_mount(self) -> None:
        """Follow the theme."""
        self.app.theme_changed_signal.subscribe(self, lambda _theme: self.redraw())

    def on_resize(self) -> None:
        """Take the grid that fits the new size."""
        self._fit()
        self.redraw()

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click opens it.

        Args:
            event: Where and how often.
        """
        index = self._grid.index_at(event.x, event.y + self.scroll_offset.y)
        if index is None or index >= len(self._keys):
            return
        self.select(self._keys[index])
        if event.chain == 2:
            self.open()

    @property
    def _view(self) -> Size:
        return self.scrollable_content_region.size

    def _fit(self) -> None:
        width, height = self._view
        count = len(self._keys)
        if self.density is None:
            grid = fitting_grid(width, height, count, self._grid)
        else:
            grid = fixed_grid(self.density, width)
        self.virtual_size = Size(width, grid.height(count))
        if grid != self._grid:
            first = self.seen.start
            self._grid = grid
            self.redraw()
            self.scroll_to(y=grid.region(first).y, animate=False, force=True)

    def _redraw(self, index: int) -> list[Region]:
        before = self._drawn.get(index)
        after = self._drawn[index] = self._draw(index)
        if before is after:
            return []
        region = self._grid.region(index)
        if before is None:
            return [region]
        return [changed.translate(region.offset) for changed in changed_regions(before, after)]

    def _draw(self, index: int) -> list[Strip]:
        key = self._keys[index]
        return self._sight.strips(key, self._grid, palette_of(self.app), selected=key == self.selected)


@lru_cache(maxsize=64)
def _blank(width: int, style: Style) -> Strip:
    return Strip.blank(width, style)
