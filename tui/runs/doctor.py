"""`callboard doctor`: examines the sources side by side, and tells of them one after the other."""

import argparse
import asyncio
import os
import shutil
import ssl
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from tui.config import ConfigError, Settings, SourceSettings, WebhookSettings
from tui.doctor.course import examine
from tui.doctor.ground import look_at_ground
from tui.doctor.printing import WIDEST, line_of, report, summary
from tui.doctor.step import FAILED, DoctorStep, exit_code, fail
from tui.doctor.terminal import look_at_terminal
from tui.doctor.webhook import look_at_webhook
from tui.kinds.table import KINDS
from tui.live.store.privacy import WALL
from tui.machine.logfile import start_logging
from tui.passwords import Secrets, open_secrets
from tui.passwords.keyrings import WAITING
from tui.passwords.limit import TellWaiting
from tui.printing.json_line import json_line
from tui.printing.output import write
from tui.printing.printer import Printer
from tui.runs.connected import first_reading
from tui.runs.signals import TERMINATED, until_told
from tui.tls import CertificateFiles, tls_of

_AT_ONCE = 8
"""Sources that are examined at the same time."""


@dataclass(slots=True)
class DoctorProgress:
    """What is known of a source so far; `None` in the queue is the end."""

    name: str
    url: str
    steps: list[DoctorStep] = field(default_factory=list)
    queue: "asyncio.Queue[DoctorStep | None]" = field(default_factory=asyncio.Queue)

    def tell(self, step: DoctorStep) -> None:
        """Take a step."""
        self.steps.append(step)
        self.queue.put_nowait(step)


def doctor(options: argparse.Namespace) -> int:
    """Examine sources; see `callboard doctor --help`."""
    settings = first_reading(options).settings
    sources = _chosen(settings, options.source)
    ground = look_at_machine(len(settings.sources), as_json=options.json, webhook=settings.webhook)
    secrets = {source.label: _secrets_of(source) for source in sources}
    known = [one for found in secrets.values() if isinstance(found, Secrets) for one in found.known]
    # Whether there is a log is one of the steps.
    start_logging(known, level=settings.log_level)
    codes: list[int] = []

    async def run() -> None:
        codes.append(await _examine_all(sources, settings, secrets, ground, as_json=options.json))

    told = asyncio.run(until_told(run(), terminated=TERMINATED))
    return codes[0] if codes else told


def look_at_machine(sources: int, *, as_json: bool, webhook: WebhookSettings | None = None) -> list[DoctorStep]:
    """Tell what callboard stands on, before anything else: in what follows it may be the reason.

    Args:
        sources: How many there are.
        as_json: Whether it is told later, as JSON.
        webhook: Where alarms are posted from here.

    Returns:
        The steps.
    """
    if not as_json:
        write("this machine\n")
    steps = []
    with TellWaiting(WAITING):
        for step in chain(look_at_ground(sources), look_at_webhook(webhook or WebhookSettings())):
            steps.append(step)
            if not as_json:
                write(f"{line_of(step, _columns(), colour=_has_colour())}\n")
    if not as_json:
        write(f"this machine: {summary(steps)}\n\n")
    return steps


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, WIDEST) if sys.stdout.isatty() else WIDEST


def _has_colour() -> bool:
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def _chosen(settings: Settings, names: Sequence[str]) -> list[SourceSettings]:
    known = {source.label: source for source in settings.sources}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise ConfigError(
            f"there is no source {unknown[0]}: there {'is only' if len(known) == 1 else 'are'} {', '.join(known)}"
        )
    return [known[name] for name in dict.fromkeys(names)] or list(settings.sources)


def _secrets_of(source: SourceSettings) -> Secrets | str:
    """The secrets of a source, or why there are none: the steps before the login need none."""
    try:
        return open_secrets([source])
    except ConfigError as error:
        return str(error)


async def _examine_all(
    sources: Sequence[SourceSettings],
    settings: Settings,
    secrets: Mapping[str, Secrets | str],
    ground: Sequence[DoctorStep],
    *,
    as_json: bool,
) -> int:
    terminal = look_at_terminal()
    limit = asyncio.Semaphore(_AT_ONCE)
    all_told = [DoctorProgress(source.label, source.url) for source in sources]

    async def one(source: SourceSettings, told: DoctorProgress) -> None:
        try:
            async with limit:
                await _examine_one(source, settings, secrets[source.label], told)
        finally:
            told.queue.put_nowait(None)

    tasks = [asyncio.create_task(one(source, told)) for source, told in zip(sources, all_told, strict=True)]
    # Not a TaskGroup: it would wrap the fault of an output that cannot be written.
    try:
        with Printer() as printer:
            for told in all_told:
                await print_steps(printer, told, ground, terminal, as_json=as_json, last=told is all_told[-1])
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return exit_code([*ground, *(step for told in all_told for step in told.steps), terminal])


async def _examine_one(
    source: SourceSettings, settings: Settings, secrets: Secrets | str, told: DoctorProgress
) -> None:
    known, missing = (secrets, "") if isinstance(secrets, Secrets) else (Secrets(), secrets)
    password, passphrase = known.passwords.get(source.label), known.passphrases.get(source.label)
    try:
        context = tls_of(source, passphrase)
    except ConfigError as error:
        told.tell(DoctorStep("tls", fail(str(error), "Mend ca_bundle, client_cert or client_key.", FAILED)))
        return
    course = KINDS[source.kind].course()
    visit = course.visit(source, context, trust_of(source), password, missing, settings.policy(WALL), settings.limits)
    await examine(course, visit, told.tell)


async def print_steps(
    printer: Printer,
    told: DoctorProgress,
    ground: Sequence[DoctorStep],
    terminal: DoctorStep,
    *,
    as_json: bool,
    last: bool,
) -> None:
    """Print what was found at one place, as it comes.

    Args:
        printer: Takes it.
        told: What is found.
        ground: Of this machine.
        terminal: What this terminal can do.
        as_json: Whether it is one line of JSON.
        last: Whether nothing else follows.
    """
    columns, colour = _columns(), _has_colour()
    if not as_json:
        await printer.say(f"{told.name} at {told.url}\n")
    while (step := await told.queue.get()) is not None:
        if not as_json:
            await printer.say(f"{line_of(step, columns, colour=colour)}\n")
    if as_json:
        await printer.say(json_line(report(told.name, [*ground, *told.steps, terminal])))
        return
    await printer.say(f"{told.name}: {summary(told.steps)}\n\n")
    if last:
        await printer.say(f"{line_of(terminal, columns, colour=colour)}\n")


def trust_of(files: CertificateFiles) -> str:
    """What certificates are verified with, for people."""
    if files.ca_bundle:
        return f"ca_bundle {files.ca_bundle}"
    if sys.platform == "darwin":
        return "the system's keychain"
    paths = ssl.get_default_verify_paths()
    return f"the system's certificates ({os.environ.get('SSL_CERT_FILE') or paths.cafile or paths.capath or 'none'})"
