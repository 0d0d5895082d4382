"""Runs against a server: the wall and the JSON lines."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Mapping

from pydantic import SecretStr

from tui.aloud import read_aloud, read_aloud_once
from tui.config import ConfigError, Settings, load, password_of
from tui.headless import watch as follow
from tui.headless import watch_once
from tui.live.privacy import OPEN
from tui.logfile import start_logging
from tui.runs.signals import until_told
from tui.wiring import build, veil

CONNECTION = ("config", "profile", "url", "user")
LOOK = ("title", "density", "order", "theme", "page_s", "time_zone", "kiosk")


def wall(options: argparse.Namespace) -> int:
    """Show the wall; see `callboard wall --help`."""
    settings = load(said(options, *CONNECTION, *LOOK))
    return asyncio.run(show(settings, passwords_of(settings), supervise=options.supervise))


def desk(options: argparse.Namespace) -> int:
    """Show the desk; see `callboard desk --help`."""
    settings = load(said(options, *CONNECTION, "title", "theme"))
    if len(settings.sources) > 1:
        raise ConfigError("a desk is one agent's: give --url and --user, or a configuration with one source")
    return asyncio.run(show(settings, passwords_of(settings), desk=True))


def watch(options: argparse.Namespace) -> int:
    """Print JSON lines or sentences; see `callboard watch --help`."""
    settings = load(said(options, *CONNECTION))
    passwords = passwords_of(settings)
    start_logging(passwords.values())

    async def run() -> int:
        parts = veil(build(settings, passwords), settings.privacy.policy(OPEN))
        if options.format == "text":
            return await (read_aloud_once(parts) if options.once else until_told(read_aloud(parts, options.per_minute)))
        return await (watch_once(parts) if options.once else until_told(follow(parts)))

    return asyncio.run(run())


async def show(
    settings: Settings, passwords: Mapping[str, SecretStr], *, desk: bool = False, supervise: bool = False
) -> int:
    """Run the wall or the desk until it is left.

    Args:
        settings: Sources and looks.
        passwords: By the label of the source.
        desk: Whether it is the desk.
        supervise: Whether the wall has a supervisor's keys.

    Returns:
        The exit code.
    """
    # Textual takes its time to import; the headless runs do without.
    from tui.app import CallBoard

    start_logging(passwords.values())
    app = CallBoard(settings, build(settings, passwords), desk=desk, supervise=supervise)
    await app.run_async()
    return app.return_code or 0


def said(options: argparse.Namespace, *names: str) -> dict[str, object]:
    """Pick what was said on the command line.

    Args:
        options: The parsed options.
        names: Which of them; those that the command does not know are None.

    Returns:
        By name.
    """
    return {name: getattr(options, name, None) for name in names}


def passwords_of(settings: Settings) -> dict[str, SecretStr]:
    """Find the password of each source, or ask for it.

    Args:
        settings: The sources.

    Returns:
        By the label of the source.

    Raises:
        ConfigError: There is none, and nobody to ask.
    """
    return {source.label: password_of(source) or _asked(source.label) for source in settings.sources}


def _asked(label: str) -> SecretStr:
    if not sys.stdin.isatty():
        raise ConfigError(f"no password for {label}: set CALLBOARD_PASSWORD")
    return SecretStr(getpass.getpass(f"Password for {label}: "))
