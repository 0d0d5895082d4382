"""The stage of a run: builds the screens over the parts, lets the feeds run, and follows the configuration."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.screen import Screen

from tui.alarm_hook import AlarmHook
from tui.collector import calm_collector, clear_start
from tui.config import ConfigError, Settings
from tui.config.watching import EVERY_S, ConfigWatch
from tui.gws.errors import GwsError
from tui.gws.text import clean
from tui.live.journal import Kind
from tui.live.privacy import OPEN, WALL
from tui.retuning import change_of, live_keys, retune, show_theme
from tui.screens.tour import Tour
from tui.screens.working import begin
from tui.steady import SteadyApp
from tui.wiring import Parts, veil
from widgets.palette import Role
from widgets.running_mark import Mark

if TYPE_CHECKING:
    from tui.screens.desk_options import Leaving
    from tui.screens.options import WallOptions

FIRST_PAINT_S = 1.0
"""So long the feeds wait for the first screen to be seen."""
WRITTEN_S = 0.05
"""What is painted is written soon after, by another thread."""


class Stage:
    """Shows one screen on the board of the sources; what happens there is the screen's business."""

    def __init__(
        self,
        app: SteadyApp,
        settings: Settings,
        parts: Parts,
        *,
        desk: bool,
        supervise: bool,
        watch: ConfigWatch | None,
        tour: Tour | None,
    ) -> None:
        """Put a wall or a desk on a board.

        Args:
            app: What shows the screens.
            settings: How it looks.
            parts: Board, journal, feeds and what sends.
            desk: Whether it is a desk.
            supervise: Whether the wall has a supervisor's keys; without it a wall cannot send anything.
            watch: Tells when the configuration was changed; None where there is no file.
            tour: The tour that a read-only wall is shown with; None for none.
        """
        self._app = app
        self._unveiled = parts.board
        self._alarm_hook = AlarmHook(settings.attention.on_alarm, parts.journal)
        self._parts = veil(parts, settings.policy(OPEN if desk else WALL))
        self._settings = settings
        self._watch = watch
        self._is_desk = desk
        self._supervise = supervise
        self._tour = tour
        self._first_screen: Callable[[], Screen[None]] = self._desk if desk else self._wall
        self._feeding: asyncio.Task[None] | None = None

    @property
    def mark(self) -> Mark | None:
        """That everything is recorded, or is not any more."""
        recorder = self._parts.recorder
        if recorder is None:
            return None
        return Mark(recorder.words, Role.ALARM if recorder.why else Role.MINE)

    def first_screen(self) -> Screen[None]:
        """The wall or the desk."""
        return self._first_screen()

    def note_fault(self, words: str) -> None:
        """Tell of a fault in the event log."""
        self._parts.journal.note("", Kind.PROBLEM, words)

    @property
    def settings(self) -> Settings:
        """What it is set to now: the configuration may have been changed since it began."""
        return self._settings

    def begin(self) -> None:
        """Let the feeds run."""
        self._feeding = asyncio.create_task(self._feed(), name="feeds")
        if self._watch is not None:
            self._app.set_interval(EVERY_S, self._look_at_settings)

    async def _feed(self) -> None:
        # The first thing that a feed does is to import the network, which takes as long as the whole start.
        painted = asyncio.Event()
        self._app.screen.call_after_refresh(painted.set)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PAINT_S):
                await painted.wait()
        await asyncio.sleep(WRITTEN_S)
        clear_start()
        calm_collector()
        await self._parts.feeds.run()

    async def end(self) -> None:
        """Stop the feeds and close their connections."""
        await self._stop_feeds()
        await self._alarm_hook.stop()

    async def _stop_feeds(self) -> None:
        if self._feeding is not None:
            self._feeding.cancel()
            await asyncio.gather(self._feeding, return_exceptions=True)

    # Each screen is imported when it is shown: what is not shown delays what is.

    def _wall(self) -> Screen[None]:
        from tui.screens.wall import WallScreen

        parts, options = self._parts, self._wall_options()
        if self._supervise:
            from tui.screens.supervising_wall import SupervisingWall

            retry, roster, operator = parts.feeds.retry, parts.roster, parts.operator
            return SupervisingWall(parts.board, parts.journal, options, retry, roster, operator)
        if self._tour is None:
            return WallScreen(parts.board, parts.journal, options, parts.feeds.retry, parts.roster)
        from tui.screens.touring_wall import TouringWall

        touring = TouringWall(parts.board, parts.journal, options, parts.feeds.retry, parts.roster)
        touring.tour = self._tour
        return touring

    def _wall_options(self) -> "WallOptions":
        from tui.wall_options import remark, wall_options

        hook = self._alarm_hook if self._alarm_hook.words else None
        words = remark(self._settings.policy(WALL), supervise=self._supervise)
        options = wall_options(self._settings, self._unveiled, hook)
        return replace(options, history=self._parts.history, remark=words)

    def _desk(self) -> Screen[None]:
        from tui.screens.desk import DeskScreen
        from tui.screens.desk_options import options_from

        parts, settings = self._parts, self._settings
        source = settings.sources[0].label
        options = options_from(
            settings.desk,
            clean(settings.title) or source,
            search=partial(parts.directory.search, source),
            states=partial(parts.directory.states, source),
        )
        return DeskScreen(parts.board, parts.journal, parts.operator, options, parts.feeds.retry, self._leave)

    def _look_at_settings(self) -> None:
        found = self._watch.look() if self._watch is not None else None
        if isinstance(found, ConfigError):
            words = f"The configuration was changed and cannot be used, all goes on as before: {clean(str(found))}"
            self._say(words, good=False)
        elif found is not None:
            self._take_settings(found)

    def _take_settings(self, found: Settings) -> None:
        change = change_of(self._settings, found, live_keys(self._parts, desk=self._is_desk))
        self._settings = change.settings
        if "theme" in change.taken:
            show_theme(self._app, change.settings.theme)
        if change.taken and not self._is_desk:
            self._alarm_hook.words = change.settings.attention.on_alarm
            if {"kiosk", "unlock_key"} & set(change.taken):
                self._app.lock_as(kiosk=self._settings.kiosk, key=self._settings.unlock_key)
            retune(self._parts, change)
            from tui.screens.wall import WallScreen

            for wall in (screen for screen in self._app.screen_stack if isinstance(screen, WallScreen)):
                wall.follow(self._wall_options())
        self._say(change.words, good=True)

    def _say(self, words: str, *, good: bool) -> None:
        self._parts.journal.note("", Kind.OPERATION if good else Kind.PROBLEM, words)
        severity: Literal["information", "error"] = "information" if good else "error"
        self._app.notify(words, severity=severity, timeout=15 if good else 60, markup=False)

    def _leave(self, leaving: "Leaving") -> None:
        from tui.screens.desk_options import Leaving

        if leaving is Leaving.END:
            begin(self._app, self._end_session)
        else:
            self._app.exit(0)

    async def _end_session(self) -> None:
        from tui.live.leaving import end_session

        # It has to be the last request of all, and CometD is disconnected before it (gws-api.md 2.2).
        await self._stop_feeds()
        for source, connect in self._parts.connects.items():
            try:
                await end_session(connect)
            except GwsError as error:
                self._app.give_up(f"{source}: the session may not have ended: {error}")
                return
        self._app.exit(0)
