"""Runs against a server: the wall and the JSON lines."""

import argparse
import asyncio
import os
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from tui.config import ConfigError, LoadedSettings, Settings, read
from tui.config.environment import misspelt
from tui.config.watching import ConfigWatch
from tui.live.store.journal import EntryKind
from tui.live.store.privacy import OPEN, WALL
from tui.machine.logfile import start_logging
from tui.machine.sd_notify import Notifier, take_notifier
from tui.passwords import Secrets, open_secrets
from tui.passwords.webhook import open_webhook_secret
from tui.printing.output import complain
from tui.runs.audited import begin_audit
from tui.runs.logged import begin_log
from tui.runs.recorded import complain_of_end, recording
from tui.runs.screen_terminal import require_terminal
from tui.runs.signals import TERMINATED, told_within, until_told
from tui.source.text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    from pydantic import SecretStr

    from tui.audit.log import AuditLog
    from tui.fault_tolerant_app import FaultTolerantApp
    from tui.kinds.kind import MakeBeside
    from tui.recording.recorder import RecordingRequest
    from tui.screens.wall.tour import Tour
    from tui.views.agents.agent_report import AgentReport
    from tui.wiring import MakeOutlet, RunParts

AGAIN_S = 5.0
"""How long the reason is to be read before a wall that no new screen could mend is built anew."""

CONNECTION = ("config", "profile", "url", "user", "log_level", "floor")
LOOK = ("title", "density", "order", "group", "conversations", "theme", "page_s", "time_zone", "kiosk")


@dataclass(frozen=True, slots=True)
class Beside:
    """What goes on beside a screen.

    Attributes:
        kept: What is recorded; None for nothing.
        audit: Where it is written what is done; None for nowhere.
        notifier: The way to systemd; None where it has not started this.
        outlet: Makes what tells the calls on to somewhere else; None where nothing does.
        logins: Makes what tells of logins of others; None where nothing does.
        webhook: What alarms are posted with, beside their own words; None for nothing.
        lost: Has a result, in words, when something has ended without which the screen would only go stale; None where
            there is nothing of that kind.
    """

    kept: "RecordingRequest | None" = None
    audit: "AuditLog | None" = None
    notifier: Notifier | None = None
    outlet: "MakeOutlet | None" = None
    logins: "MakeBeside | None" = None
    webhook: "SecretStr | None" = None
    lost: "asyncio.Future[str] | None" = None


ALONE = Beside()


def wall(options: argparse.Namespace) -> int:
    """Show the wall; see `callboard wall --help`."""
    notifier = take_notifier(os.environ, os.getpid())
    again = partial(read, said(options, *CONNECTION, *LOOK), or_floor=True)
    reading = first_reading(options, *LOOK, or_floor=True)
    if options.supervise and not reading.settings.sources:
        raise ConfigError("--supervise needs a login of your own beside the floor: nothing is operated over it")
    require_terminal()
    secrets = open_secrets(reading.settings.sources)
    others = _logins_of_others(reading.settings, secrets)
    webhook = open_webhook_secret(reading.settings.webhook, secrets)
    watch = ConfigWatch(reading, again)
    kept = recording(options, reading.settings, WALL, secrets.known)
    audit = begin_audit("wall", wanted=options.supervise and reading.settings.audit)
    beside = Beside(kept, audit, notifier, logins=others, webhook=webhook)
    return asyncio.run(show(reading.settings, secrets, supervise=options.supervise, watch=watch, beside=beside))


def desk(options: argparse.Namespace) -> int:
    """Show the desk; see `callboard desk --help`."""
    notifier = take_notifier(os.environ, os.getpid())
    again = partial(read, said(options, *CONNECTION, "title", "theme"))
    reading = first_reading(options, "title", "theme")
    if len(reading.settings.sources) > 1:
        raise ConfigError("a desk is one agent's: give --url and --user, or a configuration with one source")
    require_terminal()
    secrets = open_secrets(reading.settings.sources)
    outlet = _publication(reading.settings, secrets) if options.publish else None
    kept = recording(options, reading.settings, OPEN, secrets.known)
    beside = Beside(kept, begin_audit("desk", wanted=reading.settings.audit), notifier, outlet)
    watch = ConfigWatch(reading, again)
    return asyncio.run(show(reading.settings, secrets, desk=True, watch=watch, beside=beside))


def _check_agent_filter(query: str | None) -> None:
    from tui.views.agents.agent_filter import read_agent_filter
    from tui.views.arrangement.filter_language import FilterError

    try:
        read_agent_filter(query or "")
    except FilterError as error:
        raise ConfigError(f"--agents {query}: {error.words}") from error


def _publication(settings: Settings, secrets: Secrets) -> "MakeOutlet":
    # Most desks publish nothing, and start sooner without it.
    from tui.kinds.floor.publication import publication

    return publication(settings, secrets, "desk")


def _logins_of_others(settings: Settings, secrets: Secrets) -> "MakeBeside | None":
    if not settings.floor.is_set:
        return None
    # Most runs read no floor, and start sooner without it.
    from tui.kinds.floor.reader import floor_reader

    return floor_reader(settings, secrets)


def watch(options: argparse.Namespace) -> int:
    """Print JSON lines or sentences; see `callboard watch --help`."""
    notifier = take_notifier(os.environ, os.getpid())
    settings = first_reading(options, or_floor=True).settings
    if options.post_alarms and options.once:
        raise ConfigError("--post-alarms waits for alarms, and --once does not")
    _check_agent_filter(options.agents)
    secrets = open_secrets(settings.sources)
    others = _logins_of_others(settings, secrets)
    webhook = open_webhook_secret(settings.webhook, secrets) if options.post_alarms else None
    begin_log(secrets.known, settings.log_level)

    async def run() -> int:
        from tui.wiring import mask

        kept = recording(options, settings, OPEN, secrets.known)
        bare = parts_of(settings, secrets, kept, logins=others)
        parts = mask(bare, settings.policy(OPEN))
        complain_of_end(parts)
        with parts.recording():
            async with _posted(bare, settings, webhook) if options.post_alarms else nullcontext():
                return await _print(parts, options, settings, notifier)

    return asyncio.run(run())


def _posted(parts: "RunParts", settings: Settings, secret: "SecretStr | None") -> "AbstractAsyncContextManager[None]":
    # Most runs post nothing, and start sooner without it.
    from tui.runs.posted_alarms import posted_alarms

    return posted_alarms(parts, settings, secret)


async def _print(parts: "RunParts", options: argparse.Namespace, settings: Settings, notifier: Notifier) -> int:
    from tui.alarm_limits import thresholds_of
    from tui.config.service import service_count
    from tui.live.reports.health import HealthWatch
    from tui.runs.heartbeat import Heartbeat
    from tui.views.agents.agent_report import AgentReport
    from tui.views.attention.alarm_changes import AlarmChanges
    from tui.watch.aloud import read_aloud
    from tui.watch.headless import watch as follow

    agents = None if options.agents is None else AgentReport(parts.board, parts.roster, options.agents)
    if options.once:
        return await _print_once(parts, options, agents)
    alarms = AlarmChanges(parts.board, thresholds_of(settings), settings.attention.stale_s)
    health = HealthWatch(parts.board, lambda: settings.health_stale_s)
    heart = asyncio.create_task(Heartbeat(notifier, health.look, lambda: parts.feeds.ticked_s).run())
    try:
        if options.format == "text":
            return await until_told(read_aloud(parts, options.per_minute, alarms, agents))
        service = service_count(parts.board, settings) if settings.service_s else None
        following = follow(
            parts,
            health=health,
            health_s=settings.health_s,
            alarms=alarms,
            service=service,
            service_s=settings.service_s,
            agents=agents,
        )
        return await until_told(following)
    finally:
        heart.cancel()


async def _print_once(parts: "RunParts", options: argparse.Namespace, agents: "AgentReport | None") -> int:
    from tui.printing.json_line import json_line
    from tui.watch.aloud import sentences_of
    from tui.watch.headless import watch_once, whole

    codes: list[int] = []

    async def once() -> None:
        text = options.format == "text"
        write = (lambda board: sentences_of(board, agents)) if text else lambda board: json_line(whole(board, agents))
        codes.append(await watch_once(parts, write, agents=agents))

    told = await until_told(once(), terminated=TERMINATED)
    return codes[0] if codes else told


async def show(
    settings: Settings,
    secrets: Secrets,
    *,
    desk: bool = False,
    supervise: bool = False,
    watch: ConfigWatch | None = None,
    tour: "Tour | None" = None,
    beside: Beside = ALONE,
) -> int:
    """Run the wall or the desk until it is left; a wall that no new screen can mend is built anew as a whole.

    Args:
        settings: Sources and looks.
        secrets: Those of the sources.
        desk: Whether it is the desk.
        supervise: Whether the wall has a supervisor's keys.
        watch: Tells when the configuration was changed; None where there is no file.
        tour: The tour that the wall is shown with.
        beside: What goes on beside the screen.

    Returns:
        The exit code.
    """
    # Textual takes its time to import; the headless runs do without.
    from tui.app import CallBoard
    from tui.fault_tolerant_app import BROKEN

    no_log = start_logging(secrets.known, level=settings.log_level)
    while True:
        with ExitStack() as running:
            acts = desk or supervise
            make = partial(
                parts_of,
                settings,
                secrets,
                beside.kept,
                beside.audit,
                acts=acts,
                outlet=beside.outlet,
                logins=beside.logins,
            )
            make = partial(_recorded, running, make, no_log)
            app = CallBoard(
                settings,
                make,
                desk=desk,
                supervise=supervise,
                watch=watch,
                tour=tour,
                notifier=beside.notifier,
                webhook_secret=beside.webhook,
            )
            running.enter_context(_ended_with(beside.lost, app))
            await app.run_async()
        if app.refused is not None:
            raise app.refused
        if beside.lost is not None and beside.lost.done():
            return BROKEN
        if desk or app.return_code != BROKEN:
            return app.return_code or 0
        settings, tour = app.settings, None
        told = await told_within(AGAIN_S)
        if told is not None:
            return told


@contextmanager
def _ended_with(lost: "asyncio.Future[str] | None", app: "FaultTolerantApp") -> "Iterator[None]":
    """End a screen with what it cannot go on without, and say what that was."""

    def end(lost: "asyncio.Future[str]") -> None:
        app.give_up(lost.result())

    if lost is not None:
        lost.add_done_callback(end)
    try:
        yield
    finally:
        if lost is not None:
            lost.remove_done_callback(end)


def _recorded(running: ExitStack, make: "Callable[[], RunParts]", no_log: str) -> "RunParts":
    """Make the parts, which are recorded for as long as it runs; that there is no log is told in the event log."""
    parts = make()
    if no_log:
        parts.journal.note("", EntryKind.PROBLEM, clean(no_log))
    running.enter_context(parts.recording())
    return parts


def first_reading(options: argparse.Namespace, *more: str, or_floor: bool = False) -> LoadedSettings:
    """Put the settings of a run together; variables that were probably meant to be ours are named on standard error.

    Args:
        options: The parsed options.
        more: Names of options that are settings, beside those of the connection.
        or_floor: Whether a floor is as good as a source.

    Raises:
        ConfigError: Something that was said cannot be used.
    """
    reading = read(said(options, *CONNECTION, *more), or_floor=or_floor)
    for fault in misspelt(os.environ):
        complain(str(fault))
    return reading


def said(options: argparse.Namespace, *names: str) -> dict[str, object]:
    """Pick what was said on the command line.

    Args:
        options: The parsed options.
        names: Which of them; those that the command does not know are None.

    Returns:
        By name.
    """
    return {name: getattr(options, name, None) for name in names}


def parts_of(
    settings: Settings,
    secrets: Secrets,
    kept: "RecordingRequest | None" = None,
    audit: "AuditLog | None" = None,
    *,
    acts: bool = False,
    outlet: "MakeOutlet | None" = None,
    logins: "MakeBeside | None" = None,
) -> "RunParts":
    """Make the parts of a run; see `build` for what it raises.

    Args:
        settings: The sources, and how patient to be.
        secrets: Those of the sources.
        kept: What is recorded; nothing if not given.
        audit: Where it is written what is done; nowhere if not given.
        acts: Whether anything may be done; without it there is no way to.
        outlet: Makes what tells the calls on to somewhere else; nothing does if not given.
        logins: Makes what tells of logins of others; nothing does if not given.
    """
    # What is not imported before the first picture cannot delay it.
    from tui.wiring import build

    return build(
        settings,
        secrets.passwords,
        passphrases=secrets.passphrases,
        renew=secrets.renew,
        recording=kept,
        audit=audit,
        acts=acts,
        outlet=outlet,
        beside=logins,
    )
