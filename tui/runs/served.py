"""Runs that are shown in web pages."""

import argparse
import asyncio
import os
from pathlib import Path

from tui.config import ConfigError, Settings
from tui.config.file_text import is_readable_again
from tui.machine.port_errors import why_not_bound
from tui.machine.sd_notify import Notifier, take_notifier
from tui.passwords import open_secrets
from tui.passwords.floor import open_floor_secrets
from tui.printing.output import complain
from tui.printing.printer import Printer
from tui.runs.audited import begin_audit
from tui.runs.connected import first_reading
from tui.runs.heartbeat import keep_alive
from tui.runs.logged import begin_log
from tui.runs.signals import until_told
from tui.serve.child import Program
from tui.serve.messages import Size
from tui.serve.server import serve as serve_pages
from tui.serve.settings import Serving
from tui.serve.tokens import NEW, VARIABLE, TokenError, Tokens, find_tokens, is_loopback, matching, tokens_in

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
    notifier = take_notifier(os.environ, os.getpid())
    serving = _serving(options, words)
    begin_log([secret for one in (serving.tokens, serving.scrape_tokens) if one is not None for secret in one.secrets])
    try:
        return asyncio.run(until_told(_serve(options, serving, notifier)))
    except OSError as error:
        raise ConfigError(f"{serving.host} port {serving.port} cannot be used: {why_not_bound(error)}") from error


async def _serve(options: argparse.Namespace, serving: Serving, notifier: Notifier) -> None:
    with Printer() as printer:

        def ready(address: str) -> None:
            printer.put(_words(options, serving, address))
            running.append(asyncio.create_task(keep_alive(notifier, f"pages at {address}/"), name="heartbeat"))

        running = [
            asyncio.create_task(serve_pages(serving, ready)),
            # Without its address, and perhaps a new token, nobody can look.
            asyncio.create_task(printer.fail()),
        ]
        try:
            await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in running:
                task.cancel()
            outcomes = await asyncio.gather(*running, return_exceptions=True)
        for outcome in outcomes:
            if isinstance(outcome, Exception):
                raise outcome


def _serving(options: argparse.Namespace, words: tuple[str, ...]) -> Serving:
    try:
        tokens = find_tokens(options.token_from)
        scrape_tokens = tokens_in(Path(options.metrics_token_from)) if options.metrics_token_from else None
    except TokenError as error:
        raise ConfigError(str(error)) from error
    if tokens is None and _needs_token(options):
        raise ConfigError(f"a token is needed: set {VARIABLE}, or give --token-from FILE or --token-from {NEW}")
    _require_own_token(tokens, scrape_tokens)
    acts = _acts(options)
    settings = None if options.screen == "demo" else _settings(options)
    return Serving(
        program=Program(words, _environment(settings)),
        host=options.host,
        port=options.port,
        tokens=tokens,
        names=tuple(name.lower() for name in options.name),
        proxies=tuple(options.trusted_proxy),
        max_viewers=options.max_viewers,
        alone=acts,
        again=not acts,
        size=Size(*options.size) if options.size else None,
        font_px=options.font_size,
        stay_s=DESK_STAYS_S if acts else WALL_STAYS_S,
        title=f"callboard {options.screen}",
        audit=begin_audit("serve", wanted=settings is not None and settings.audit),
        scrape_tokens=scrape_tokens,
    )


def _require_own_token(tokens: Tokens | None, scrape_tokens: Tokens | None) -> None:
    """Refuse a scraper the token of the pages: what it knows is kept in the configuration of another machine."""
    of_pages = tokens.now() if tokens is not None else ()
    if scrape_tokens is not None and any(matching(one.get_secret_value(), of_pages) for one in scrape_tokens.secrets):
        raise ConfigError("the token of /metrics opens the pages as well: give it one of its own")


def _acts(options: argparse.Namespace) -> bool:
    # Who looks can do something: two at once would do it twice, or against each other.
    return options.screen == "desk" or bool(getattr(options, "supervise", False) or getattr(options, "desk", False))


def _needs_token(options: argparse.Namespace) -> bool:
    reached = not is_loopback(options.host) or options.name or options.trusted_proxy
    return bool(reached) or (options.screen != "demo" and _acts(options))


def _settings(options: argparse.Namespace) -> Settings:
    reading = first_reading(options, or_floor=options.screen == "wall")
    if reading.path is not None and reading.path.exists() and not is_readable_again(reading.path):
        raise ConfigError(f"{reading.path} can be read only once, and what is shown reads it as well: name a file")
    return reading.settings


def _environment(settings: Settings | None) -> dict[str, str]:
    ours = {name: value for name, value in os.environ.items() if name != VARIABLE}
    if settings is None:
        return ours
    # What is shown has no terminal, so a person is asked here. All else it finds itself, and again after a change.
    secrets = open_secrets(settings.sources)
    open_floor_secrets(settings.floor, secrets)
    asked = secrets.asked
    return {**ours, **{variable: secret.get_secret_value() for variable, secret in asked.items()}}


def _words(options: argparse.Namespace, serving: Serving, address: str) -> str:
    if not is_loopback(serving.host) and not serving.proxies:
        complain("plain http: others on the way can read token and picture; see --trusted-proxy")
    is_new = options.token_from == NEW
    tokens = serving.tokens.secrets if is_new and serving.tokens is not None else []
    token = "".join(f"token: {one.get_secret_value()}\n" for one in tokens)
    return f"{address}/\n{token}"
