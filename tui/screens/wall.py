"""The wall: every live call at a glance. Reads the board, changes nothing."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.command import Provider
from textual.widgets import Input

from tui.live.board import Board, Changes
from tui.live.card import CallKey
from tui.live.history import History
from tui.live.journal import Journal
from tui.live.roster import Roster
from tui.screens import keys
from tui.screens.arrange import Arrangement
from tui.screens.attention import terminal_of
from tui.screens.base import BoardScreen
from tui.screens.census import Census
from tui.screens.empty import empty_words
from tui.screens.finder import DeedProvider
from tui.screens.hour import hour_of
from tui.screens.keys import Deed
from tui.screens.kiosk import is_locked
from tui.screens.monitor_words import monitor_words
from tui.screens.options import WallOptions
from tui.screens.wall_attention import WallAttention
from tui.screens.wall_groups import WallGroups
from tui.screens.wall_pages import WallPages
from widgets.call_wall import CallWall
from widgets.density import Density
from widgets.key_footer import KeyFooter
from widgets.message_lines import MessageLines
from widgets.monitor_line import MonitorLine
from widgets.palette import Role
from widgets.theme import toggle
from widgets.wall_header import WallHeader

if TYPE_CHECKING:
    from tui.screens.agents import AgentsScreen

LEAST_WIDTH = 40
LEAST_HEIGHT = 10
_SHORT = 16
_TALL = 30
_DENSITIES = tuple(Density)


class WallScreen(WallGroups, BoardScreen):
    """Shows every call of a board."""

    CSS_PATH = "wall.tcss"
    DEEDS: ClassVar[tuple[Deed, ...]] = keys.WALL
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("wall", keys.WALL)
    COMMANDS: ClassVar[set[type[Provider] | Callable[[], type[Provider]]]] = {DeedProvider}
    AUTO_FOCUS = "CallWall"

    said: tuple[str, Role] = ("", Role.TEXT)

    def __init__(
        self,
        board: Board,
        journal: Journal,
        options: WallOptions,
        on_retry: Callable[[], None],
        roster: Roster | None = None,
    ) -> None:
        """Make a wall.

        Args:
            board: What is known now.
            journal: What happened.
            options: How the wall starts.
            on_retry: Connects refused and stale sources again at once.
            roster: Asks for the agents; None where nobody does.
        """
        super().__init__(board)
        self._roster = roster
        self._journal = journal
        self._options = options
        self._on_retry = on_retry
        self._history = options.history or History(board)
        self._shown = False
        self._census = Census(board, options.thresholds)
        self._attention = WallAttention(board, self._census, journal, options.thresholds, options.attention)
        self._arrangement = Arrangement(
            board, self._census, options.order, options.group, options.group_rules, together=options.conversations
        )
        self._pages = WallPages(board, options.page_s, options.unlock_key)
        self._retry_key = keys.key_of("retry", self.DEEDS)

    def present_moved(self) -> None:
        """Show the calls where they stand now."""
        self._present(moved=True)

    def compose(self) -> ComposeResult:
        """Head, calls or a reason why there are none, filter, keys."""
        title, zone = self._options.title, self._options.names_zone
        yield WallHeader(self.board, title, names_zone=zone, retry_key=self._retry_key)
        yield MonitorLine()
        yield CallWall(self.board, self._options.thresholds)
        yield MessageLines()
        yield Input(placeholder="number, state, type, attached data", id="filter", compact=True)
        yield KeyFooter()

    def touch(self) -> bool:
        """Somebody is there: pages stand still; whether that changed what is shown."""
        stopped = self._pages.touch() and self._shown
        if stopped:
            self.calls.density = self._options.density
            self._present(moved=True)
        return stopped

    def follow(self, options: WallOptions) -> None:
        """Go on with other options; what was chosen with a key stays, unless the option for it was changed.

        Args:
            options: How the wall would start now.
        """
        before, self._options = self._options, options
        self.query_one(WallHeader).call_it(options.title)
        self._census.follow(options.thresholds)
        self._attention.follow(options.thresholds, options.attention)
        self.calls.follow(options.thresholds)
        if (options.page_s, options.unlock_key) != (before.page_s, before.unlock_key):
            self._pages = WallPages(self.board, options.page_s, options.unlock_key)
            self.styles.padding = 0
        if options.density != before.density or options.page_s != before.page_s:
            self.calls.density = options.density
        self._arrangement.follow(options.group_rules)
        self._arrangement.rearrange(
            order=options.order if options.order is not before.order else None,
            grouping=options.group if options.group is not before.group else None,
            together=options.conversations if options.conversations is not before.conversations else None,
        )
        self.tick()
        self._present(moved=True)

    def on_mount(self) -> None:
        """Show what is known."""
        self.calls.set_reactive(CallWall.density, self._options.density)
        self._census.take(self.board.calls)
        self._attend()
        self._turn_page()
        self._arrangement.rearrange()
        self._shown = True
        self._present(moved=True)

    def tick(self) -> None:
        """A second has passed: durations go on, and some calls may have come to need somebody."""
        due = self._census.take_due() | self._attend()
        moved = bool(due) and self._arrangement.take(due)
        self._turn_page()
        self._present(moved=moved or self._pages.turning)

    def take(self, changes: Changes) -> None:
        """Show what changed.

        Args:
            changes: Everything since the last call.
        """
        touched = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        if changes.links:
            touched.update(key for key in self.board.calls if key.source in changes.links)
        self._census.take(touched)
        touched |= self._census.take_due()
        self._present(moved=self._arrangement.take(touched))

    def on_resize(self, event: events.Resize) -> None:
        """Choose what there is room for.

        Args:
            event: The new size.
        """
        width, height = event.size
        self.set_class(width < LEAST_WIDTH or height < LEAST_HEIGHT, "-too-small")
        self.set_class(_SHORT <= height < _TALL, "-short")
        self.set_class(height >= _TALL, "-tall")
        self.call_after_refresh(self._present, moved=False)

    def action_inspect(self) -> None:
        """Open the selected call."""
        self.calls.open()

    def action_stop_pages(self) -> None:
        """Nothing more: the click has stopped them."""

    def action_acknowledge(self) -> None:
        """Calm the alarm of the selected call, or the worst."""
        meant = self._alarmed_legs(self.calls.selected)
        moved = self._arrangement.take({key for leg in meant for key in self._attention.acknowledge(leg)})
        self.calls.calm(self._census.calm)
        self._present(moved=moved)

    def action_filter(self) -> None:
        """Ask for words."""
        self.add_class("-filtering")
        words = self.query_one("#filter", Input)
        # At once, not with the next update of styles: what is typed right behind the key belongs to the filter.
        words.display = True
        self.set_focus(words)

    def action_unfilter(self) -> None:
        """Show all calls."""
        self.query_one("#filter", Input).value = ""
        self._end_filter()

    def action_order(self) -> None:
        """Take the next order."""
        self._arrangement.rearrange(order=self._arrangement.order.following)
        self._present(moved=True)

    def action_larger(self) -> None:
        """Show more of each call."""
        self._step_density(-1)

    def action_denser(self) -> None:
        """Show more calls."""
        self._step_density(1)

    def action_fit(self) -> None:
        """Let the number of calls choose."""
        self.calls.density = None

    def action_theme(self) -> None:
        """Change between dark and light."""
        toggle(self.app)

    async def action_events(self) -> None:
        """Show the event log."""
        from tui.screens.events import EventsScreen

        await self.app.push_screen(EventsScreen(self.board, self._journal))

    async def action_agents(self) -> None:
        """Show the agents."""
        await self.app.push_screen(self.agents_screen())

    def agents_screen(self) -> "AgentsScreen":
        """The agents view, from which nothing is sent."""
        from tui.screens.agents import AgentsScreen

        return AgentsScreen(self.board, self._roster)

    def present_monitoring(self) -> None:
        """Who is listened to is seen by everybody who looks at the wall."""
        numbers = self._roster.numbers if self._roster is not None else {}
        self.query_one(MonitorLine).show(monitor_words(self.board, numbers), self.said)

    async def action_numbers(self) -> None:
        """Show what was counted."""
        from tui.screens.numbers import NumbersScreen

        await self.app.push_screen(NumbersScreen(self.board, self._history))

    async def action_help(self) -> None:
        """Show keys, words and marks."""
        from tui.screens.help import HelpScreen

        await self.app.push_screen(HelpScreen(self.DEEDS))

    def action_retry(self) -> None:
        """Connect again now."""
        self._on_retry()

    def action_move(self, columns: int, rows: int) -> None:
        """Move the cursor.

        Args:
            columns: To the right.
            rows: Downward.
        """
        self.calls.move(columns, rows)

    def action_page(self, pages: int) -> None:
        """Move the cursor by pages.

        Args:
            pages: Downward.
        """
        self.calls.move(pages=pages)

    def action_end(self, last: bool) -> None:
        """Move the cursor to an end.

        Args:
            last: Which one.
        """
        self.calls.move_to_end(last=last)

    @on(Input.Changed, "#filter")
    def _on_filter_changed(self, event: Input.Changed) -> None:
        self._arrangement.rearrange(query=event.value)
        self._present(moved=True)

    @on(Input.Submitted, "#filter")
    def _end_filter(self) -> None:
        self.remove_class("-filtering")
        self.query_one("#filter", Input).display = False
        self.set_focus(self.calls)

    @on(CallWall.Opened)
    async def _on_opened(self, event: CallWall.Opened) -> None:
        if event.key in self.board.calls:
            from tui.screens.inspect import InspectScreen

            await self.app.push_screen(InspectScreen(self.board, event.key, self._arrangement.legs_of))

    @on(CallWall.Moved)
    def _on_moved(self) -> None:
        self._present_around()

    @on(CallWall.Resized)
    def _on_resized(self) -> None:
        self._present(moved=self._pages.turning)

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    def _attend(self) -> set[CallKey]:
        changed = self._attention.look(terminal_of(self.app))
        self.calls.calm(self._census.calm)
        return changed

    def _alarmed_legs(self, key: CallKey | None) -> Sequence[CallKey | None]:
        """The calls that are meant: of a conversation, the legs that need somebody."""
        legs = self._arrangement.legs_of(key) if key is not None else ()
        return [leg for leg in legs if self._census.needs_somebody(leg)] or [key]

    def _turn_page(self) -> None:
        self._pages.take_due()
        if self._pages.turning:
            self.calls.density = Density.BIG
            self.calls.leave()
            self.styles.padding = self._pages.shift()

    def _step_density(self, step: int) -> None:
        place = _DENSITIES.index(self.calls.grid.density) + step
        self.calls.density = _DENSITIES[min(max(0, place), len(_DENSITIES) - 1)]

    def _present(self, *, moved: bool) -> None:
        if not self._shown:
            return
        if moved:
            part = self._pages.part(self._arrangement.groups, *self.calls.scrollable_content_region.size)
            self.calls.show(part, self._arrangement.together, self._pages.grid)
        else:
            self.calls.repaint()
        self._present_around()

    def _present_around(self) -> None:
        """Head, foot and whatever is said in place of calls."""
        tally = self._census.tally()
        big = self.calls.grid.density is Density.BIG and bool(self._arrangement.keys)
        self.set_class(big, "-big")
        banner = "" if self.has_class("-too-small") else self._attention.banner
        hour, patience = hour_of(self._history), self._attention.patience
        self.query_one(WallHeader).show(tally, big=big, banner=banner, hour=hour, patience=patience)
        self.present_monitoring()
        self._present_message()
        state = {"order": self._arrangement.order.value, "group": self._arrangement.grouping.value}
        foot = self._pages.foot(locked=is_locked(self.app)) or keys.footer_keys(self.DEEDS, state)
        self.query_one(KeyFooter).show(foot, self._options.remark if self._pages.turning else self._remark())

    def _present_message(self) -> None:
        small = self.has_class("-too-small")
        empty = not self._arrangement.keys
        self.set_class(empty or small, "-empty")
        if small:
            words = [(f"too small: {LEAST_WIDTH}x{LEAST_HEIGHT} cells are needed", Role.TEXT)]
            self.query_one(MessageLines).show(words)
        elif empty:
            hidden = len(self.board.calls) if self._arrangement.query else 0
            words = empty_words(self.board, self._arrangement.query, hidden, self._retry_key)
            self.query_one(MessageLines).show(words)

    def _remark(self) -> str:
        """Which calls are seen, of how many."""
        found, shown, seen = len(self._arrangement.keys), self.calls.cards, self.calls.seen
        query = self._arrangement.query.strip()
        parts = (
            f"“{query}” {found} of {len(self.board.calls)}" if query else "",
            f"{found - shown} collapsed" if found > shown else "",
            f"{seen.start + 1}–{seen.stop} of {shown}" if 0 < len(seen) < shown else "",
            "conversations" if self._arrangement.conversations else "",
        )
        return " · ".join(part for part in parts if part)
