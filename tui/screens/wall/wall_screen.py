"""The wall: every live call at a glance. Reads the board, changes nothing."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from time import perf_counter, thread_time
from typing import TYPE_CHECKING, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size

from tui.live.feeds.roster import Roster
from tui.live.reports.history import History
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.live.store.journal import Journal
from tui.screens import keys
from tui.screens.finding import Providers, deed_provider
from tui.screens.keys import Deed
from tui.screens.wall.board_work import BoardWork
from tui.screens.wall.dimming import Dimming
from tui.screens.wall.empty import Saying, empty_words
from tui.screens.wall.hour import hour_of
from tui.screens.wall.kiosk import is_locked
from tui.screens.wall.options import WallOptions
from tui.screens.wall.wall_alarms import WallAlarms
from tui.screens.wall.wall_attention import WallAttention
from tui.screens.wall.wall_pages import WallPages
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.search_texts import SearchTexts
from tui.views.attention.census import Census
from tui.views.words.monitor_words import monitor_words
from tui.views.words.role import Role
from tui.views.words.scope_words import only_polled
from widgets.bars.key_footer import KeyFooter
from widgets.bars.message_lines import MessageLines
from widgets.bars.monitor_line import MonitorLine
from widgets.bars.wall_header import WallHeader
from widgets.cards.density import Density
from widgets.drawing.theme import show_next_theme
from widgets.wall.call_wall import CallWall

if TYPE_CHECKING:
    from tui.screens.overlays.agents import AgentsScreen

LEAST_WIDTH = 40
LEAST_HEIGHT = 10
_SHORT = 16
_TALL = 30
_DENSITIES = tuple(Density)
_AROUND_LONG_S = 0.004
_AROUND_PAUSES = 15
"""What is around the cards takes one part in so many of the time, where it takes long."""


class WallScreen(WallAlarms):
    """Shows every call of a board.

    Attributes:
        said: What the last key led to, and what that means.
        census: Counts the calls.
        arrangement: Which calls are shown where.
        board_work: What is still to be done about changes of the board.
    """

    CSS_PATH = Path(__file__).with_name("wall.tcss")
    DEEDS: ClassVar[tuple[Deed, ...]] = keys.WALL
    BINDINGS: ClassVar[list[BindingType]] = keys.bindings("wall", keys.WALL)
    COMMANDS: ClassVar[Providers] = {deed_provider}
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
        self.census = Census(board, options.thresholds)
        self._attention = WallAttention(board, self.census, journal, options.thresholds, options.attention)
        texts, together = SearchTexts(board), options.conversations
        self.arrangement = Arrangement(
            board, self.census, options.order, options.group, options.group_rules, together=together, texts=texts
        )
        self.board_work = BoardWork(board, self.census, self.arrangement, self._attention, texts)
        self._around_at_s = 0.0
        self._owed = False
        self._pages = WallPages(board, options.page_s, options.unlock_key)
        self._dimming = Dimming(board.clock, options.dim)

    def present_moved(self) -> None:
        """Show the calls where they stand now."""
        self._present(moved=True)

    def present_chosen(self) -> None:
        """Begin to show what was chosen: with few calls at once, else when all of them are arranged."""
        moved = self.work()
        if moved or not self.board_work.busy:
            self._present(moved=moved)
        else:
            # The calls stand where they stood; the foot names what was chosen.
            self.present_progress()

    def compose(self) -> ComposeResult:
        """Head, calls or a reason why there are none, filter, keys."""
        self._choose_room(self.app.size)
        title, zone = self._options.title, self._options.names_zone
        yield WallHeader(self.board, title, names_zone=zone, relays=self._options.relays)
        yield MonitorLine()
        yield CallWall(self.board, self._options.thresholds)
        yield MessageLines()
        yield self.new_filter_line()
        yield KeyFooter()

    def touch(self) -> bool:
        """Somebody is there: pages stand still, all colours are seen; whether that changed which calls are shown."""
        self._dimming.touch(self.app)
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
        self.census.follow(options.thresholds)
        self._attention.follow(options.thresholds, options.attention)
        self._dimming.follow(options.dim)
        self.calls.follow(options.thresholds)
        if (options.page_s, options.unlock_key) != (before.page_s, before.unlock_key):
            self._pages = WallPages(self.board, options.page_s, options.unlock_key)
            self.styles.padding = 0
        if options.density != before.density or options.page_s != before.page_s:
            self.calls.density = options.density
        self.board_work.begin()
        if _arranged_by(options) != _arranged_by(before):
            self.arrangement.follow(options.group_rules)
            self.arrangement.rearrange(
                order=options.order if options.order is not before.order else None,
                grouping=options.group if options.group is not before.group else None,
                together=options.conversations if options.conversations is not before.conversations else None,
            )
        self.tick()
        self._present(moved=True)

    def on_mount(self) -> None:
        """Show what is known."""
        self.calls.set_reactive(CallWall.density, self._options.density)
        self.board_work.begin()
        self.arrangement.rearrange()
        self.work()
        self._turn_page()
        self._shown = True
        self._present(moved=True)

    def tick(self) -> None:
        """A second has passed: durations go on, and some calls may have come to need somebody."""
        moved = self.work()
        self._turn_page()
        self._present(moved=moved or self._pages.turning)

    def take(self, changes: Changes) -> None:
        """Show what changed.

        Args:
            changes: Everything since the last call.
        """
        keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
        self.board_work.take(keys, changes.links)
        alone = not (changes.links or changes.devices or changes.anew)
        self._present(moved=self.work(), often=True, changed=keys if alone else None)

    def present_slice(self, *, moved: bool) -> None:
        """Show what a slice brought; see `SlicedScreen`."""
        self._present(moved=moved, often=True)

    def present_progress(self) -> None:
        """Show in the foot how far the work has come."""
        if self._shown:
            self._present_foot()

    @property
    def is_asked(self) -> bool:
        """Whether somebody is about to filter."""
        return self.has_class("-filtering")

    def on_resize(self, event: events.Resize) -> None:
        """Choose what there is room for."""
        self._choose_room(event.size)
        self.call_after_refresh(self._present, moved=False)

    def _choose_room(self, size: Size) -> None:
        width, height = size
        self.set_class(width < LEAST_WIDTH or height < LEAST_HEIGHT, "-too-small")
        self.set_class(_SHORT <= height < _TALL, "-short")
        self.set_class(height >= _TALL, "-tall")

    def action_inspect(self) -> None:
        """Open the selected call."""
        self.calls.open()

    def action_stop_pages(self) -> None:
        """Nothing more: the click has stopped them."""

    def action_acknowledge(self) -> None:
        """Calm the alarm of the selected call, or the worst."""
        meant = self._alarmed_legs(self.calls.selected)
        self.board_work.stand({key for leg in meant for key in self._attention.acknowledge(leg)})
        self._present(moved=self.work())

    def action_order(self) -> None:
        """Take the next order."""
        self.arrangement.rearrange(order=self.arrangement.wanted.order.following)
        self.present_chosen()

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
        """Take the next theme."""
        show_next_theme(self.app)

    async def action_events(self) -> None:
        """Show the event log."""
        from tui.screens.overlays.events import EventsScreen, RelayedEventsScreen

        relays = self._options.relays
        if relays:
            await self.app.push_screen(RelayedEventsScreen(self.board, self._journal, relays))
        else:
            await self.app.push_screen(EventsScreen(self.board, self._journal))

    async def action_agents(self) -> None:
        """Show the agents."""
        await self.app.push_screen(self.agents_screen())

    def agents_screen(self) -> "AgentsScreen":
        """The agents view, from which nothing is sent."""
        from tui.screens.overlays.agents import AgentsScreen

        return AgentsScreen(self.board, self._roster)

    def present_monitoring(self) -> None:
        """Who is listened to is seen by everybody who looks at the wall."""
        numbers = self._roster.numbers if self._roster is not None else {}
        self.query_one(MonitorLine).show(monitor_words(self.board, numbers), self.said)

    async def action_numbers(self) -> None:
        """Show what was counted."""
        from tui.screens.overlays.numbers import NumbersScreen

        await self.app.push_screen(NumbersScreen(self.board, self._history, self._options.service))

    async def action_help(self) -> None:
        """Show keys, words and marks."""
        from tui.screens.overlays.help import HelpScreen

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

    @on(CallWall.Opened)
    async def _on_opened(self, event: CallWall.Opened) -> None:
        # Of two that come at once, as with a double click or a paste that comes as keys, one opens it.
        if event.key in self.board.calls and self.app.screen is self:
            from tui.screens.overlays.inspect import InspectScreen

            await self.app.push_screen(InspectScreen(self.board, event.key, self.arrangement.legs_of))

    @on(CallWall.Moved)
    def _on_moved(self) -> None:
        self._present_around()

    @on(CallWall.Resized)
    def _on_resized(self) -> None:
        self._present(moved=self._pages.turning)

    @on(KeyFooter.Clicked)
    async def _on_footer_clicked(self, event: KeyFooter.Clicked) -> None:
        await self.run_action(event.action)

    def _alarmed_legs(self, key: CallKey | None) -> Sequence[CallKey | None]:
        """The calls that are meant: of a conversation, the legs that need somebody."""
        legs = self.arrangement.legs_of(key) if key is not None else ()
        return [leg for leg in legs if self.census.needs_somebody(leg)] or [key]

    def _turn_page(self) -> None:
        self._pages.take_due()
        if self._pages.turning:
            self.calls.density = Density.BIG
            self.calls.leave()
        if self._pages.turning or is_locked(self.app):
            # Only where nobody stands: a card must not move under a pointer.
            self.styles.padding = self._pages.shift()

    def _step_density(self, step: int) -> None:
        place = _DENSITIES.index(self.calls.grid.density) + step
        self.calls.density = _DENSITIES[min(max(0, place), len(_DENSITIES) - 1)]

    def _present(self, *, moved: bool, often: bool = False, changed: Collection[CallKey] | None = None) -> None:
        self._owed |= moved
        # Numbers of some calls would pass for those of all.
        if not self._shown or not self.board_work.counted:
            return
        self.calls.calm(self.census.calm)
        if self._owed:
            part = self._pages.part(self.arrangement.groups, *self.calls.scrollable_content_region.size)
            self.calls.show(part, self.arrangement.together, self._pages.grid)
        else:
            self.calls.repaint(changed)
        self._owed = False
        self.go_to_sought()
        # A head of thousands of logins takes as long as many cards, and says the same a moment later.
        if not often or perf_counter() >= self._around_at_s:
            began_s = thread_time()
            self._present_around()
            lasted_s = thread_time() - began_s
            self._around_at_s = perf_counter() + (_AROUND_PAUSES * lasted_s if lasted_s > _AROUND_LONG_S else 0.0)
        else:
            self._present_message()

    def _present_around(self) -> None:
        """Light, head, foot and whatever is said in place of calls."""
        self._dimming.look(self.app, alarmed=self._attention.calls_somebody)
        big = self.calls.grid.density is Density.BIG and bool(self.arrangement.keys)
        self.set_class(big, "-big")
        banner = "" if self.has_class("-too-small") else self._attention.banner
        hour, patience = hour_of(self._history), self._attention.patience
        head = self.query_one(WallHeader)
        retry_key, polled = self._retry_key, self._polled
        head.show(
            self.census.tally(),
            big=big,
            banner=banner,
            hour=hour,
            patience=patience,
            retry_key=retry_key,
            polled=polled,
        )
        self.present_monitoring()
        self._present_message()
        self._present_foot()

    def _present_foot(self) -> None:
        wanted = self.arrangement.wanted
        state = {"order": wanted.order.value, "group": wanted.grouping.value}
        foot = self._pages.foot(locked=is_locked(self.app)) or keys.footer_keys(self.offered_deeds(), state)
        if self.filter_fault:
            self.query_one(KeyFooter).show(foot, self.filter_fault, Role.ALARM)
            return
        remark = self._options.remark if self._pages.turning else self._remark()
        dimmed = self._dimming.words(self.app, alarmed=self._attention.calls_somebody)
        self.query_one(KeyFooter).show(foot, " · ".join(filter(None, (self.alarm_remark, remark, dimmed))))

    def offered_deeds(self) -> Sequence[Deed]:
        """What the footer offers; a subclass may offer less at times."""
        return self.DEEDS

    @property
    def _retry_key(self) -> str:
        """The key that tries again now; none where no key works."""
        return "" if is_locked(self.app) else keys.key_of("retry", self.DEEDS)

    def _present_message(self) -> None:
        small = self.has_class("-too-small")
        empty = not self.arrangement.keys
        self.set_class(empty or small, "-empty")
        if small:
            words = [(f"too small: {LEAST_WIDTH}x{LEAST_HEIGHT} cells are needed", Role.TEXT)]
            self.query_one(MessageLines).show(words)
        elif empty:
            self.query_one(MessageLines).show(self._empty_words())

    def _empty_words(self) -> Saying:
        calls, query = len(self.board.bare.calls), self.arrangement.shown.query
        if calls and self.board_work.busy:
            return [(f"arranging {calls:,} calls …", Role.DIM)]
        hidden, relays = calls if query else 0, self._options.relays
        return empty_words(self.board, query, hidden, self._retry_key, self._polled, relays)

    @property
    def _polled(self) -> int:
        """Agents of our groups whose calls nobody sees here."""
        agents = self._roster.agents if self._roster is not None else {}
        return only_polled(agents, (source.user.id for source in self.board.sources.values())) if agents else 0

    def _remark(self) -> str:
        """Which calls are seen, of how many."""
        found, shown, seen = len(self.arrangement.keys), self.calls.cards, self.calls.seen
        choice = self.arrangement.shown
        query = choice.query.strip()
        parts = (
            f"arranging {self.arrangement.done:.0%}" if self.is_long else "",
            f"“{query}” {found} of {len(self.board.bare.calls)}" if query else "",
            f"longest {longest} first" if (longest := self.arrangement.longest_first) and found > 1 else "",
            f"{found - shown} collapsed" if found > shown else "",
            f"{seen.start + 1}–{seen.stop} of {shown}" if 0 < len(seen) < shown else "",
            "conversations" if choice.together else "",
        )
        return " · ".join(part for part in parts if part)


def _arranged_by(options: WallOptions) -> tuple[object, ...]:
    """What decides where cards stand, beside alarms."""
    return options.order, options.group, options.group_rules, options.conversations
