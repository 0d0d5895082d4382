"""The stage of a run: builds the screens over the parts, lets the feeds run, and follows the configuration."""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from textual.screen import Screen

from tui.config import ConfigError, Settings
from tui.config.service import group_rules, service_count
from tui.config.watching import EVERY_S, ConfigWatch
from tui.fault_tolerant_app import FaultTolerantApp
from tui.hooks.program_hook import ProgramHook
from tui.live.feeds.outlet import Outlet
from tui.live.reports.health import Health, HealthWatch
from tui.live.store.board import Changes
from tui.live.store.journal import EntryKind
from tui.live.store.link import LinkState
from tui.live.store.privacy import OPEN, WALL
from tui.machine.sd_notify import Notifier
from tui.patches.garbage import calm_collector
from tui.retuning import change_of, live_keys, retune
from tui.runs.heartbeat import Heartbeat
from tui.screens.working import begin
from tui.source.errors import SourceError
from tui.source.text import clean
from tui.views.words.role import Role
from tui.webhook.making import webhook_of
from tui.wiring import RunParts, mask
from widgets.drawing.running_mark import HeaderMark
from widgets.drawing.theme import show_theme

if TYPE_CHECKING:
    from pydantic import SecretStr

    from tui.hooks.ring_pop import RingPop
    from tui.live.reports.day_log import DayLog
    from tui.screens.desk.desk_options import Leaving
    from tui.screens.wall.options import WallOptions
    from tui.screens.wall.tour import Tour

LOGINS_S = 0.1
"""So long the first screen waits for the logins: nobody sees that it does."""
FIRST_PAINT_S = 1.0
"""So long the collector of garbage waits for the first screen to be seen."""
GOODBYE_S = 0.6
"""So long the servers have to hear that nobody listens any more."""


class Stage:
    """Shows one screen on the board of the sources; what happens there is the screen's business."""

    def __init__(
        self,
        app: FaultTolerantApp,
        settings: Settings,
        parts: RunParts,
        *,
        desk: bool,
        supervise: bool,
        watch: ConfigWatch | None,
        tour: "Tour | None",
        notifier: Notifier,
        webhook_secret: "SecretStr | None" = None,
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
            notifier: The way to systemd.
            webhook_secret: What alarms are posted with; None for nothing.

        Raises:
            ConfigError: The certificates of a webhook cannot be used.
        """
        self._app = app
        self._alarm_hook = ProgramHook("on_alarm", "alarm", settings.attention.on_alarm, parts.journal)
        self._webhook = None if desk else webhook_of(settings.webhook, webhook_secret, parts.journal)
        self._parts = mask(parts, settings.policy(OPEN if desk else WALL))
        self._ring_pop: RingPop | None = None
        self._day: DayLog | None = None
        if desk:
            self._ring_pop, self._day = _of_a_desk(settings, self._parts)
        self._settings = settings
        self._watch = watch
        self._is_desk = desk
        self._supervise = supervise
        self._tour = tour
        self._first_screen: Callable[[], Screen[None]] = self._desk if desk else self._wall
        self._service = None if desk else service_count(self._parts.board, settings)
        self._running: list[asyncio.Task[None]] = []
        self._shown = asyncio.Event()
        self._health = HealthWatch(parts.board, lambda: self._settings.health_stale_s)
        self._heart = Heartbeat(notifier, self._health.look, lambda: parts.feeds.ticked_s, self._drawn)

    @property
    def mark(self) -> HeaderMark | None:
        """That everything is recorded, or is not any more; and that what is done cannot be written down."""
        recorder, audit = self._parts.recorder, self._parts.audit
        if audit is not None and audit.problem:
            return HeaderMark(("NO AUDIT LOG", "NO AUDIT"), Role.ALARM)
        marks = [_mark_of_outlet(self._parts.outlet)] if self._parts.outlet is not None else []
        if recorder is not None:
            marks.insert(0, HeaderMark(recorder.words, Role.ALARM if recorder.why else Role.MINE))
        return _both(marks)

    def first_screen(self) -> Screen[None]:
        """The wall or the desk."""
        return self._first_screen()

    def note_fault(self, words: str) -> None:
        """Tell of a fault in the event log."""
        self._parts.journal.note("", EntryKind.PROBLEM, words)

    @property
    def health(self) -> Health:
        """How its sources are, in numbers."""
        return self._health.look()

    @property
    def metrics(self) -> str:
        """How it is and what it has seen, for a scraper."""
        from tui.views.service.metrics import metrics_text

        return metrics_text(self._health.look(), self._service)

    @property
    def settings(self) -> Settings:
        """What it is set to now: the configuration may have been changed since it began."""
        return self._settings

    def begin(self) -> None:
        """Let the feeds run; there need not be a screen yet."""
        self._running = [
            asyncio.create_task(self._parts.feeds.run(), name="feeds"),
            asyncio.create_task(self._heart.run(), name="heartbeat"),
            asyncio.create_task(self._calm(), name="collector"),
        ]

    async def wait_for_logins(self) -> None:
        """Wait for a moment until no login is under way: a screen that finds its calls is composed and drawn once."""
        settled, board = asyncio.Event(), self._parts.board
        waiting = {name for name in board.bare.sources if self._is_under_way(name)}

        def look(changes: Changes) -> None:
            waiting.difference_update([name for name in changes.links if not self._is_under_way(name)])
            if not waiting:
                settled.set()

        unwatch = board.watch(look)
        look(Changes())
        try:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOGINS_S):
                    await settled.wait()
        finally:
            unwatch()

    def _is_under_way(self, source: str) -> bool:
        known = self._parts.board.bare.sources.get(source)
        return known is not None and known.link.state in (LinkState.CONNECTING, LinkState.RECOVERING)

    def settle(self) -> None:
        """The first screen is there: look for garbage once it was drawn, and at the configuration from now on."""
        self._shown.set()
        if self._watch is not None:
            self._app.set_interval(EVERY_S, self._look_at_settings)

    async def _calm(self) -> None:
        await self._shown.wait()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_PAINT_S):
                await self._drawn()
        calm_collector()

    async def _drawn(self) -> None:
        """Wait until the screen was drawn anew: by its own loop, as everything that it shows."""
        painted = asyncio.Event()
        self._app.screen.call_after_refresh(painted.set)
        await painted.wait()

    async def end(self) -> None:
        """Stop the feeds and close their connections."""
        # A server that does not hear a goodbye ends the session by itself; nobody has to wait for it here.
        await self._stop_feeds(GOODBYE_S)
        await self._alarm_hook.stop()
        if self._webhook is not None:
            await self._webhook.stop()
        if self._ring_pop is not None:
            await self._ring_pop.stop()

    async def _stop_feeds(self, wait_s: float | None = None) -> None:
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait([asyncio.gather(*self._running, return_exceptions=True)], timeout=wait_s)

    # Each screen is imported when it is shown: what is not shown delays what is.

    def _wall(self) -> Screen[None]:
        from tui.screens.wall.wall_screen import WallScreen

        parts, options = self._parts, self._wall_options()
        if self._supervise:
            from tui.screens.supervise.supervising_wall import SupervisingWall

            retry, roster, operator = parts.feeds.retry, parts.roster, parts.operator
            return SupervisingWall(parts.board, parts.journal, options, retry, roster, operator)
        if self._tour is None:
            # Without a login of our own nobody can be asked for agents: those that are shown are all that is known.
            asks = parts.roster if parts.logins or not parts.relays else None
            return WallScreen(parts.board, parts.journal, options, parts.feeds.retry, asks)
        from tui.screens.wall.touring_wall import TouringWall

        touring = TouringWall(parts.board, parts.journal, options, parts.feeds.retry, parts.roster)
        touring.tour = self._tour
        return touring

    def _wall_options(self) -> "WallOptions":
        from tui.wall_options import remark, wall_options

        hook = self._tell_alarm if self._alarm_hook.words or self._webhook is not None else None
        words = remark(self._settings.policy(WALL), supervise=self._supervise)
        options = wall_options(self._settings, hook)
        return replace(
            options, history=self._parts.history, service=self._service, remark=words, relays=self._parts.relays
        )

    def _tell_alarm(self, told: Mapping[str, object]) -> None:
        if self._alarm_hook.words:
            self._alarm_hook(told)
        if self._webhook is not None:
            self._webhook(told)

    def _desk(self) -> Screen[None]:
        from tui.screens.desk.desk_options import options_from
        from tui.screens.desk.desk_screen import DeskScreen

        parts, settings = self._parts, self._settings
        source = settings.sources[0].label
        options = options_from(
            settings.desk,
            clean(settings.title) or source,
            search=partial(parts.directory.search, source),
            states=partial(parts.directory.states, source),
        )
        options = replace(options, on_ring=self._ring_pop, day=self._day)
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
            if self._service is not None and {"privacy", "queue_key", "teams"} & set(change.taken):
                self._service.follow(group_rules(self._settings))
            from tui.screens.wall.wall_screen import WallScreen

            for wall in (screen for screen in self._app.screen_stack if isinstance(screen, WallScreen)):
                wall.follow(self._wall_options())
        self._say(change.words, good=True)

    def _say(self, words: str, *, good: bool) -> None:
        self._parts.journal.note("", EntryKind.OPERATION if good else EntryKind.PROBLEM, words)
        severity: Literal["information", "error"] = "information" if good else "error"
        self._app.notify(words, severity=severity, timeout=15 if good else 60, markup=False)

    def _leave(self, leaving: "Leaving") -> None:
        from tui.screens.desk.desk_options import Leaving

        if leaving is Leaving.END:
            begin(self._app, self._end_session)
        else:
            self._app.exit(0)

    async def _end_session(self) -> None:
        from tui.live.operations.leaving import end_session

        # It has to be the last request of all, and CometD is disconnected before it (API.md 2.2).
        await self._stop_feeds()
        for source, connect in self._parts.connects.items():
            self._write_down("operation", source)
            try:
                await end_session(connect)
                self._write_down("outcome", source, outcome="confirmed")
            except SourceError as error:
                self._write_down("outcome", source, outcome="failed")
                self._app.give_up(f"{source}: the session may not have ended: {error}")
                return
        self._app.exit(0)

    def _write_down(self, event: str, source: str, **more: object) -> None:
        """Put the one request that no operator sends into the audit log."""
        audit = self._parts.audit
        if audit is not None:
            from tui.audit.operations import what_of
            from tui.live.commands.commands import BY_ID

            logins = {one.label: one.user for one in self._settings.sources}
            audit.note(event, **what_of(BY_ID["end_session"], source, logins), **more)

    def take_asker(self, address: str, token: str) -> None:
        """Keys come from a page from now on.

        Args:
            address: Of the page.
            token: Name of the token that it logged in with.
        """
        audit = self._parts.audit
        if audit is not None:
            audit.origin = audit.origin.page(address, token)


def _of_a_desk(settings: Settings, parts: RunParts) -> "tuple[RingPop, DayLog | None]":
    """What happens where an agent sits; imported there alone."""
    from tui.day_file import day_of
    from tui.hooks.ring_pop import RingPop

    return RingPop(settings.desk, parts.journal), day_of(settings, parts)


def _mark_of_outlet(outlet: Outlet) -> HeaderMark:
    return HeaderMark(outlet.words, Role.DIM if outlet.well else Role.ALARM)


def _both(marks: Sequence[HeaderMark]) -> HeaderMark | None:
    """One mark of all of them, each in its shortest words where there is no room for its longest."""
    if len(marks) < 2:
        return marks[0] if marks else None
    longest, shortest = (" ".join(mark.words[at] for mark in marks) for at in (0, -1))
    role = Role.ALARM if any(mark.role is Role.ALARM for mark in marks) else marks[0].role
    return HeaderMark((longest, shortest), role)
