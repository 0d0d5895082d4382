"""`callboard doctor --floor`: examines each server of a floor, the rights that it must not give among it."""

import argparse
import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tui.config import ConfigError, Settings
from tui.doctor.step import DoctorStep, exit_code
from tui.doctor.terminal import look_at_terminal
from tui.machine.logfile import start_logging
from tui.passwords import Secrets
from tui.passwords.floor import FloorSecrets, open_floor_secrets
from tui.printing.printer import Printer
from tui.runs.doctor import DoctorProgress, look_at_machine, print_steps, trust_of
from tui.runs.floor.commands import floor_settings
from tui.runs.signals import TERMINATED, until_told

if TYPE_CHECKING:
    from tui.doctor.floor_visit import FloorVisit


def doctor(options: argparse.Namespace) -> int:
    """Examine a floor; see `callboard doctor --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: What was said cannot be used; nothing was sent.
    """
    if options.source:
        raise ConfigError("--floor examines a floor: write no names of sources behind it")
    settings = floor_settings(options)
    ground = look_at_machine(len(settings.sources), as_json=options.json)
    secrets, missing = Secrets(), ""
    try:
        found = open_floor_secrets(settings.floor, secrets)
    except ConfigError as error:
        found, missing = FloorSecrets(), str(error)
    start_logging(secrets.known, level=settings.log_level)
    codes: list[int] = []

    async def run() -> None:
        codes.append(await _examine(settings, found, missing, ground, as_json=options.json))

    told = asyncio.run(until_told(run(), terminated=TERMINATED))
    return codes[0] if codes else told


async def _examine(
    settings: Settings, secrets: FloorSecrets, missing: str, ground: Sequence[DoctorStep], *, as_json: bool
) -> int:
    from tui.doctor.floor_course import examine_floor

    terminal, taken = look_at_terminal(), list(ground)
    with Printer() as printer:
        for url in settings.floor.url:
            told = DoctorProgress("floor", url)
            visit = _visit(url, settings, secrets, missing)
            examining = asyncio.create_task(examine_floor(visit, told.tell))
            examining.add_done_callback(lambda _, told=told: told.queue.put_nowait(None))  # type: ignore[misc]
            try:
                last = url == settings.floor.url[-1]
                await print_steps(printer, told, ground, terminal, as_json=as_json, last=last)
                await examining
            finally:
                examining.cancel()
            taken += told.steps
    return exit_code([*taken, terminal])


def _visit(url: str, settings: Settings, secrets: FloorSecrets, missing: str) -> "FloorVisit":
    from tui.doctor.floor_visit import FloorVisit
    from tui.floor.subjects import Subjects
    from tui.kinds.floor.way import floor_login

    floor, publish = settings.floor, settings.publish
    subjects = Subjects(floor.bucket)
    keys = []
    if publish.name:
        keys = [subjects.publisher(publish.name), *(subjects.login(publish.site, one.user) for one in settings.sources)]
    login = replace(floor_login(floor, secrets), urls=(url,))
    sites = [floor.site] if floor.site else []
    return FloorVisit(
        url, login, missing, trust_of(floor), floor.allow_plain and not floor.encrypted, subjects, sites, keys
    )
