"""Runs against a server: the wall and the JSON lines."""

import argparse
import asyncio
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING

from tui.config import ConfigError, Settings, load, read
from tui.config.watching import ConfigWatch
from tui.live.privacy import OPEN, WALL
from tui.logfile import start_logging
from tui.passwords import Secrets, open_secrets
from tui.runs.recorded import recording
from tui.runs.signals import told_within, until_told

if TYPE_CHECKING:
    from tui.recording.recorder import Recording
    from tui.screens.tour import Tour
    from tui.wiring import Parts

AGAIN_S = 5.0
"""How long the reason is to be read before a wall that no new screen could mend is built anew."""

CONNECTION = ("config", "profile", "url", "user", "log_level")
LOOK = ("title", "density", "order", "group", "conversations", "theme", "page_s", "time_zone", "kiosk")


def wall(options: argparse.Namespace) -> int:
    """Show the wall; see `callboard wall --help`."""
    again = partial(read, said(options, *CONNECTION, *LOOK))
    reading = again()
    secrets = open_secrets(reading.settings.sources)
    watch = ConfigWatch(reading, again)
    kept = recording(options, reading.settings, WALL, secrets.known)
    return asyncio.run(show(reading.settings, secrets, supervise=options.supervise, watch=watch, kept=kept))


def desk(options: argparse.Namespace) -> int:
    """Show the desk; see `callboard desk --help`."""
    again = partial(read, said(options, *CONNECTION, "title", "theme"))
    reading = again()
    if len(reading.settings.sources) > 1:
        raise ConfigError("a desk is one agent's: give --url and --user, or a configuration with one source")
    secrets = open_secrets(reading.settings.sources)
    kept = recording(options, reading.settings, OPEN, secrets.known)
    return asyncio.run(show(reading.settings, secrets, desk=True, watch=ConfigWatch(reading, again), kept=kept))


def watch(options: argparse.Namespace) -> int:
    """Print JSON lines or sentences; see `callboard watch --help`."""
    settings = load(said(options, *CONNECTION))
    secrets = open_secrets(settings.sources)
    start_logging(secrets.known, level=settings.log_level)

    async def run() -> int:
        from tui.wiring import veil

        kept = recording(options, settings, OPEN, secrets.known)
        parts = veil(parts_of(settings, secrets, kept), settings.policy(OPEN))
        with parts.recording():
            return await _print(parts, options)

    return asyncio.run(run())


async def _print(parts: "Parts", options: argparse.Namespace) -> int:
    from tui.aloud import read_aloud, read_aloud_once
    from tui.headless import watch as follow
    from tui.headless import watch_once

    if options.format == "text":
        return await (read_aloud_once(parts) if options.once else until_told(read_aloud(parts, options.per_minute)))
    return await (watch_once(parts) if options.once else until_told(follow(parts)))


async def show(
    settings: Settings,
    secrets: Secrets,
    *,
    desk: bool = False,
    supervise: bool = False,
    watch: ConfigWatch | None = None,
    tour: "Tour | None" = None,
    kept: "Recording | None" = None,
) -> int:
    """Run the wall or the desk until it is left; a wall that no new screen can mend is built anew as a whole.

    Args:
        settings: Sources and looks.
        secrets: Those of the sources.
        desk: Whether it is the desk.
        supervise: Whether the wall has a supervisor's keys.
        watch: Tells when the configuration was changed; None where there is no file.
        tour: The tour that the wall is shown with.
        kept: What is recorded; nothing if not given.

    Returns:
        The exit code.
    """
    # Textual takes its time to import; the headless runs do without.
    from tui.app import CallBoard
    from tui.steady import BROKEN

    start_logging(secrets.known, level=settings.log_level)
    while True:
        with ExitStack() as running:
            make = partial(_recorded, running, settings, secrets, kept)
            app = CallBoard(settings, make, desk=desk, supervise=supervise, watch=watch, tour=tour)
            await app.run_async()
        if app.refused is not None:
            raise app.refused
        if desk or app.return_code != BROKEN:
            return app.return_code or 0
        settings, tour = app.settings, None
        told = await told_within(AGAIN_S)
        if told is not None:
            return told


def _recorded(running: ExitStack, settings: Settings, secrets: Secrets, kept: "Recording | None") -> "Parts":
    """Make the parts, which are recorded for as long as it runs."""
    parts = parts_of(settings, secrets, kept)
    running.enter_context(parts.recording())
    return parts


def said(options: argparse.Namespace, *names: str) -> dict[str, object]:
    """Pick what was said on the command line.

    Args:
        options: The parsed options.
        names: Which of them; those that the command does not know are None.

    Returns:
        By name.
    """
    return {name: getattr(options, name, None) for name in names}


def parts_of(settings: Settings, secrets: Secrets, kept: "Recording | None" = None) -> "Parts":
    """Make the parts of a run; see `build` for what it raises.

    Args:
        settings: The sources, and how patient to be.
        secrets: Those of the sources.
        kept: What is recorded; nothing if not given.
    """
    # What is not imported before the first picture cannot delay it.
    from tui.wiring import build

    return build(settings, secrets.passwords, passphrases=secrets.passphrases, renew=secrets.renew, recording=kept)
