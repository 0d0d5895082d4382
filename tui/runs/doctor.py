"""`callboard doctor`: examines the sources side by side, and tells of them one after the other."""

import argparse
import asyncio
import os
import shutil
import ssl
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tui.config import ConfigError, Settings, SourceSettings, load
from tui.doctor.course import examine
from tui.doctor.printing import WIDEST, line_of, report, summary, write
from tui.doctor.step import FAILED, Step, exit_code, fail
from tui.doctor.terminal import look_at_terminal
from tui.doctor.visit import Visit
from tui.headless import print_line
from tui.live.privacy import WALL
from tui.logfile import start_logging
from tui.passwords import Secrets, open_secrets
from tui.runs.connected import CONNECTION, said
from tui.runs.signals import until_told
from tui.tls import tls_of

_AT_ONCE = 8
"""Sources that are examined at the same time."""


@dataclass(slots=True)
class Told:
    """What is known of a source so far; `None` in the queue is the end."""

    name: str
    url: str
    steps: list[Step] = field(default_factory=list)
    queue: "asyncio.Queue[Step | None]" = field(default_factory=asyncio.Queue)

    def tell(self, step: Step) -> None:
        """Take a step."""
        self.steps.append(step)
        self.queue.put_nowait(step)


def doctor(options: argparse.Namespace) -> int:
    """Examine sources; see `callboard doctor --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: What was said cannot be used; nothing was sent.
    """
    settings = load(said(options, *CONNECTION))
    sources = _chosen(settings, options.source)
    secrets = {source.label: _secrets_of(source) for source in sources}
    known = [one for found in secrets.values() if isinstance(found, Secrets) for one in found.known]
    start_logging(known, level=settings.log_level)
    codes: list[int] = []

    async def run() -> None:
        codes.append(await _examine_all(sources, settings, secrets, as_json=options.json))

    told = asyncio.run(until_told(run()))
    return codes[0] if codes else told


def _chosen(settings: Settings, names: Sequence[str]) -> list[SourceSettings]:
    known = {source.label: source for source in settings.sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigError(f"there is no source {unknown[0]}: there are {', '.join(known)}")
    return [known[name] for name in dict.fromkeys(names)] or list(settings.sources)


def _secrets_of(source: SourceSettings) -> Secrets | str:
    """The secrets of a source, or why there are none: the steps before the login need none."""
    try:
        return open_secrets([source])
    except ConfigError as error:
        return str(error)


async def _examine_all(
    sources: Sequence[SourceSettings], settings: Settings, secrets: Mapping[str, Secrets | str], *, as_json: bool
) -> int:
    terminal = look_at_terminal()
    limit = asyncio.Semaphore(_AT_ONCE)
    all_told = [Told(source.label, source.url) for source in sources]

    async def one(source: SourceSettings, told: Told) -> None:
        try:
            async with limit:
                await _examine_one(source, settings, secrets[source.label], told)
        finally:
            told.queue.put_nowait(None)

    async with asyncio.TaskGroup() as group:
        for source, told in zip(sources, all_told, strict=True):
            group.create_task(one(source, told))
        for told in all_told:
            await _print(told, terminal, as_json=as_json, last=told is all_told[-1])
    return exit_code([*(step for told in all_told for step in told.steps), terminal])


async def _examine_one(source: SourceSettings, settings: Settings, secrets: Secrets | str, told: Told) -> None:
    known, missing = (secrets, "") if isinstance(secrets, Secrets) else (Secrets(), secrets)
    password, passphrase = known.passwords.get(source.label), known.passphrases.get(source.label)
    try:
        context = tls_of(source, passphrase)
    except ConfigError as error:
        told.tell(Step("tls", fail(str(error), "Mend ca_bundle, client_cert or client_key.", FAILED)))
        return
    visit = Visit(source, context, _trust(source), password, missing, settings.policy(WALL))
    await examine(visit, told.tell)


async def _print(told: Told, terminal: Step, *, as_json: bool, last: bool) -> None:
    columns = min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else WIDEST
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if not as_json:
        write(f"{told.name} at {told.url}")
    while (step := await told.queue.get()) is not None:
        if not as_json:
            write(line_of(step, columns, colour=colour))
    if as_json:
        print_line(report(told.name, [*told.steps, terminal]))
        return
    write(f"{told.name}: {summary(told.steps)}\n")
    if last:
        write(line_of(terminal, columns, colour=colour))


def _trust(source: SourceSettings) -> str:
    if source.ca_bundle:
        return f"ca_bundle {source.ca_bundle}"
    if sys.platform == "darwin":
        return "the system's keychain"
    paths = ssl.get_default_verify_paths()
    return f"the system's certificates ({os.environ.get('SSL_CERT_FILE') or paths.cafile or paths.capath or 'none'})"
