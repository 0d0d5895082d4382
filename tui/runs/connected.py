"""Runs against a server: the wall and the JSON lines."""

import argparse
import asyncio
import getpass
import sys
from collections.abc import Mapping

from pydantic import SecretStr

from tui.config import ConfigError, Settings, load, password_of
from tui.headless import watch as follow
from tui.headless import watch_once
from tui.logfile import start_logging
from tui.runs.signals import until_told
from tui.wiring import build

CONNECTION = ("config", "url", "user")
LOOK = ("title", "density", "order", "theme")


def wall(options: argparse.Namespace) -> int:
    """Show the wall; see `callboard wall --help`."""
    settings = load(said(options, *CONNECTION, *LOOK))
    return asyncio.run(show_wall(settings, _passwords(settings)))


def watch(options: argparse.Namespace) -> int:
    """Print JSON lines; see `callboard watch --help`."""
    settings = load(said(options, *CONNECTION))
    passwords = _passwords(settings)
    start_logging(passwords.values())

    async def run() -> int:
        parts = build(settings, passwords)
        return await (watch_once(parts) if options.once else until_told(follow(parts)))

    return asyncio.run(run())


async def show_wall(settings: Settings, passwords: Mapping[str, SecretStr]) -> int:
    """Run the wall until it is left.

    Args:
        settings: Sources and looks.
        passwords: By the label of the source.

    Returns:
        The exit code.
    """
    # Textual takes its time to import; the headless runs do without.
    from tui.app import CallBoard

    start_logging(passwords.values())
    app = CallBoard(settings, build(settings, passwords))
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


def _passwords(settings: Settings) -> dict[str, SecretStr]:
    return {source.label: password_of(source) or _asked(source.label) for source in settings.sources}


def _asked(label: str) -> SecretStr:
    if not sys.stdin.isatty():
        raise ConfigError(f"no password for {label}: set CALLBOARD_PASSWORD")
    return SecretStr(getpass.getpass(f"Password for {label}: "))
