"""Runs that are shown in web pages."""

import argparse
import asyncio
import os
import sys

from tui.config import ConfigError, load
from tui.logfile import start_logging
from tui.passwords import open_secrets
from tui.runs.connected import CONNECTION, said
from tui.runs.signals import until_told
from tui.serve.child import Program
from tui.serve.messages import Size
from tui.serve.server import serve as serve_pages
from tui.serve.settings import Serving
from tui.serve.token import NEW, VARIABLE, TokenError, find_token, is_loopback

WALL_STAYS_S = 90 * 86_400
"""How long the log-in of a page holds after it was last loaded or connected: nobody stands at a wall."""
DESK_STAYS_S = 12 * 3600
"""How long the log-in of a page holds that can act: a working day."""


def serve(options: argparse.Namespace, words: tuple[str, ...]) -> int:
    """Show a screen in web pages; see `callboard serve --help`.

    Args:
        options: Of the command.
        words: Command and options of the screen.

    Raises:
        ConfigError: There is no token but one is needed, something to be shown is missing, or the port is taken.
    """
    serving = _serving(options, words)
    start_logging([serving.token] if serving.token else [])
    try:
        return asyncio.run(until_told(serve_pages(serving, lambda address: _tell(options, serving, address))))
    except OSError as error:
        raise ConfigError(f"{serving.host} port {serving.port} cannot be used: {error.strerror or error}") from error


def _serving(options: argparse.Namespace, words: tuple[str, ...]) -> Serving:
    try:
        token = find_token(options.token_from)
    except TokenError as error:
        raise ConfigError(str(error)) from error
    if token is None and _needs_token(options):
        raise ConfigError(f"a token is needed: set {VARIABLE}, or give --token-from FILE or --token-from {NEW}")
    acts = _acts(options)
    return Serving(
        program=Program(words, _environment(options)),
        host=options.host,
        port=options.port,
        token=token,
        names=tuple(name.lower() for name in options.name),
        proxies=tuple(options.trusted_proxy),
        max_viewers=1 if acts else options.max_viewers,
        again=not acts,
        size=Size(*options.size) if options.size else None,
        font_px=options.font_size,
        stay_s=DESK_STAYS_S if acts else WALL_STAYS_S,
        title=f"callboard {options.screen}",
    )


def _acts(options: argparse.Namespace) -> bool:
    # Who looks can do something: two at once would do it twice, or against each other.
    return options.screen == "desk" or bool(getattr(options, "supervise", False) or getattr(options, "desk", False))


def _needs_token(options: argparse.Namespace) -> bool:
    reached = not is_loopback(options.host) or options.name or options.trusted_proxy
    return bool(reached) or (options.screen != "demo" and _acts(options))


def _environment(options: argparse.Namespace) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name != VARIABLE}
    if options.screen == "demo":
        return ours
    # What is shown has no terminal, so a person is asked here. All else it finds itself, and again after a change.
    asked = open_secrets(load(said(options, *CONNECTION)).sources).asked
    return {**ours, **{variable: secret.get_secret_value() for variable, secret in asked.items()}}


def _tell(options: argparse.Namespace, serving: Serving, address: str) -> None:
    sys.stdout.write(f"{address}/\n")
    if options.token_from == NEW and serving.token is not None:
        sys.stdout.write(f"token: {serving.token.get_secret_value()}\n")
    if not is_loopback(serving.host) and not serving.proxies:
        sys.stderr.write("callboard: plain http: others on the way can read token and picture; see --trusted-proxy\n")
    sys.stdout.flush()
