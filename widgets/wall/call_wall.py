"""The wall: every call in one widget that draws only the lines that are seen."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from rich.style import Style
from textual import events
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.views.arrangement.group import CallGroup
from tui.views.attention.thresholds import Thresholds
from widgets.cards.density import Density
from widgets.drawing.differences import changed_regions
from widgets.drawing.palette import Ground
from widgets.drawing.pen import pen_of
from widgets.drawing.theme import palette_of
from widgets.wall.call_view_model import CallViewModel
from widgets.wall.cursor import Cursor
from widgets.wall.fitting_grid import first_grid, fitting_grid, large_grid
from widgets.wall.grid import Grid, fixed_grid
from widgets.wall.group_sight import GroupSight
from widgets.wall.wall_plan import Slot, WallPlan, stacked_height


class CallWall(ScrollView, can_focus=True, inherit_bindings=False):
    """Draws the groups of calls that it is told to show; everything else about them it reads from the board.

    What is drawn is remembered place by place, and every change is found by comparing: only cells that differ are sent.
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

    @dataclass
    class Folded(Message):
        """Somebody wants a group to be collapsed, or expanded."""

        group: tuple[int, str]

    class Moved(Message):
        """Other calls are seen than before, or in another density."""

        def can_replace(self, message: Message) -> bool:
            """The last one counts."""
            return isinstance(message, CallWall.Moved)

    class Resized(Message):
        """There is room for more or fewer calls than before."""

    def __init__(self, board: Board, thresholds: Thresholds) -> None:
        """Make an empty wall.

        Args:
            board: Where the calls are.
            thresholds: From when on a call is alarmed.
        """
        super().__init__()
        self._sight = CallViewModel(board, thresholds)
        self._headings = GroupSight(self._sight.age_s)
        self._cursor = Cursor()
        self._grid = fixed_grid(Density.CARD, 80)
        self._is_fitted = False
        self._given: Grid | None = None
        self._plan = WallPlan(self._grid, ())
        self._drawn: dict[Region, list[Strip]] = {}
        self._places: dict[Region, Slot] = {}
        self._painted: tuple[object, ...] = ()

    @property
    def kept_slots(self) -> int:
        """How many places are kept as they were drawn: no more than are seen."""
        return len(self._drawn)

    @property
    def grid(self) -> Grid:
        """The geometry of the cards now."""
        return self._grid

    @property
    def plan(self) -> WallPlan:
        """Where everything stands now."""
        return self._plan

    @property
    def cards(self) -> int:
        """How many cards there are, those of collapsed groups left out."""
        return self._plan.cards

    @property
    def seen(self) -> range:
        """Numbers of the cards that are seen at least in part."""
        return self._plan.seen(self.scroll_offset.y, self._view.height)

    @property
    def selected(self) -> CallKey | None:
        """The card that the cursor is on; None where it is on a heading, or nowhere."""
        return self._cursor.call

    @property
    def group(self) -> tuple[int, str] | None:
        """The group that the cursor is in, or else the first that is seen; None where there is none with a heading."""
        slot = self._cursor.slot
        if slot is None:
            slot = next(self._slots(), None)
        group = self._plan.group_of(slot) if slot is not None else None
        return group.key if group is not None and group.heading is not None else None

    def leave(self) -> None:
        """Show no cursor any more: nobody is there."""
        self._cursor.leave()

    def calm(self, keys: Collection[CallKey]) -> None:
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

    def show(
        self,
        groups: Sequence[CallGroup],
        legs: Mapping[CallKey, Sequence[CallKey]] | None = None,
        grid: Grid | None = None,
    ) -> None:
        """Show these groups in this order.

        The cursor stays on its call, also where that shares a card from now on; in a group that is collapsed it waits
        on the heading, and comes back to its call later. Where the call has gone it takes what is in its place.

        Args:
            groups: With keys of calls on the board.
            legs: The calls that share a card, by its key.
            grid: For the cards, where these are a page of more of them; None lets the wall choose.
        """
        self._sight.legs = legs or {}
        self._given = grid
        stop = self._cursor.stop(self._plan)
        self._plan = WallPlan(self._grid, groups)
        self._cursor.follow(self._plan, self._sight.legs, stop)
        self._fit()
        self._sight.keep({self._plan.card(slot) for slot in self.seen})
        self.repaint()

    def repaint(self, changed: Collection[CallKey] | None = None) -> None:
        """Look at the board again and send the cells that differ.

        Args:
            changed: All calls that differ since the last time, where nothing else does; None to look at all in sight.
        """
        basis = (self._plan, self._cursor.slot, self.scroll_offset.y, self._view, palette_of(self.app))
        painted = (*basis, *self._sight.moment)
        if changed is not None and painted == self._painted:
            seen = {region: slot for region, slot in self._places.items() if self._shows(slot, changed)}
            regions: list[Region] = []
        else:
            seen = self._places = {self._plan.region(slot): slot for slot in self._slots()}
            regions = [region for region in self._drawn if region not in seen]
            self._painted = painted
        for region in regions:
            del self._drawn[region]
        for region, slot in seen.items():
            regions += self._redraw(region, slot)
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
            key: The key of a card that is seen; any other is ignored.
        """
        slot = self._plan.slot_of_card(key)
        if slot is not None:
            self._go_to(slot)

    def move(self, columns: int = 0, rows: int = 0, pages: int = 0) -> None:
        """Move the cursor; the first move only shows where it is.

        Args:
            columns: To the right, or to the left if negative; goes on in the next row.
            rows: Downward.
            pages: Downward by what is seen at once.
        """
        if not self._plan.stops:
            return
        stop = self._cursor.stop(self._plan)
        if stop is None:
            self._go_to(self._plan.slot_of(min(map(self._plan.stop_of, self._slots()), default=0)))
            return
        page = max(1, self._view.height // self._grid.pitch)
        for _ in range(abs(rows + pages * page)):
            other = self._plan.below(stop, 1 if rows + pages > 0 else -1)
            if other == stop and pages:
                other = self._plan.stops - 1 if pages > 0 else 0
            stop = other
        self._go_to(self._plan.slot_of(min(max(0, stop + columns), self._plan.stops - 1)))

    def move_to_end(self, *, last: bool) -> None:
        """Move the cursor to the first or the last call.

        Args:
            last: Which.
        """
        if self._plan.stops:
            self._go_to(self._plan.slot_of(self._plan.stops - 1 if last else 0))

    def open(self) -> None:
        """Open the selected call, or the first that is seen; expand the group whose heading is selected."""
        if self._cursor.slot is None:
            self.move()
        if self._cursor.call is not None:
            self.post_message(self.Opened(self._cursor.call))
        elif self.group is not None:
            self.post_message(self.Folded(self.group))

    def render_line(self, y: int) -> Strip:
        """Draw one line of what is seen."""
        blank = pen_of(palette_of(self.app), Ground.BACKGROUND).style()
        width = self.virtual_size.width
        row = self._plan.row(y + self.scroll_offset.y)
        if not row.slots:
            return _blank(width, blank)
        pieces = [_blank(self._grid.margin, blank)]
        for slot in row.slots:
            region = self._plan.region(slot)
            if region not in self._drawn:
                self._drawn[region] = self._draw(slot)
            pieces += [self._drawn[region][row.inside], _blank(self._grid.gap_x, blank)]
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
        self.post_message(self.Resized())

    def on_click(self, event: events.Click) -> None:
        """Select what was clicked; a double click opens it. A click on a heading collapses or expands its group."""
        slot = self._plan.slot_at(event.x, event.y + self.scroll_offset.y)
        if slot is None:
            return
        if slot < 0:
            self.post_message(self.Folded(self._plan.groups[~slot].key))
            return
        self._go_to(slot)
        if event.chain == 2:
            self.open()

    @property
    def _view(self) -> Size:
        return self.scrollable_content_region.size

    def _go_to(self, slot: Slot) -> None:
        self._cursor.go_to(self._plan, slot)
        self.scroll_to_region(self._plan.region_with_heading(slot), animate=False, force=True)
        self.repaint()
        if self._cursor.call is not None:
            self.post_message(self.Selected(self._cursor.call))

    def _fit(self) -> None:
        width, height = self._view
        groups = self._plan.groups
        grid = self._given or self._chosen(width, height, groups)
        self._is_fitted |= height > 0
        if grid == self._grid:
            self.virtual_size = Size(width, self._plan.height)
            return
        first = next(iter(self.seen), 0)
        self._grid = grid
        self._plan = WallPlan(grid, groups)
        self.virtual_size = Size(width, self._plan.height)
        self.redraw()
        if first < self._plan.cards:
            self.scroll_to(y=self._plan.region_with_heading(first).y, animate=False, force=True)

    def _chosen(self, width: int, height: int, groups: Sequence[CallGroup]) -> Grid:
        density, cards = self.density, self._plan.cards
        if (density is not None and density is not Density.BIG) or (groups and not cards):
            # Where all groups are collapsed there is nothing to choose by: what is expanded next looks as before.
            return fixed_grid(density or self._grid.density, width)
        has_headings = any(group.heading is not None for group in groups)
        stacked = partial(stacked_height, groups=groups) if has_headings else None
        if density is not None:
            return large_grid(width, height, cards, self._grid, stacked)
        if not self._is_fitted:
            return first_grid(width, height, cards, stacked)
        return fitting_grid(width, height, cards, self._grid, stacked)

    def _slots(self) -> Iterator[Slot]:
        return self._plan.slots(self.scroll_offset.y, self._view.height)

    def _shows(self, slot: Slot, changed: Collection[CallKey]) -> bool:
        # A heading is of all calls of its group.
        return slot < 0 or self._sight.shows(self._plan.card(slot), changed)

    def _redraw(self, region: Region, slot: Slot) -> list[Region]:
        before = self._drawn.get(region)
        after = self._drawn[region] = self._draw(slot)
        if before is after:
            return []
        if before is None:
            return [region]
        return [changed.translate(region.offset) for changed in changed_regions(before, after)]

    def _draw(self, slot: Slot) -> list[Strip]:
        palette, selected = palette_of(self.app), slot == self._cursor.slot
        if slot < 0:
            return self._headings.strips(self._plan.groups[~slot], self._plan.width, palette, selected=selected)
        return self._sight.strips(self._plan.card(slot), self._grid, palette, selected=selected)


@lru_cache(maxsize=64)
def _blank(width: int, style: Style) -> Strip:
    return Strip.blank(width, style)
