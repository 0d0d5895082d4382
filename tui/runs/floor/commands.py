"""`callboard floor`: makes the stream of a floor, tells how it stands, and who needs which rights there."""

import argparse
import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import asdict
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from tui.config import ConfigError, Settings, read
from tui.config.file_text import file_text
from tui.kinds.floor.publication import NO_LIBRARY
from tui.language.count_words import count_of
from tui.passwords import Secrets
from tui.printing.json_line import json_line
from tui.printing.output import complain, write
from tui.runs.connected import CONNECTION, said
from tui.runs.logged import begin_log
from tui.runs.signals import TERMINATED, until_told
from tui.source.text import clean

if TYPE_CHECKING:
    from tui.floor.access.survey import FloorSurvey
    from tui.floor.connection import FloorConnection
    from tui.live.publishers import Publisher

REFUSED, NOT_REACHABLE = 3, 4
_MB = 1024 * 1024

Connect = Callable[[], "AbstractAsyncContextManager[FloorConnection]"]


def init(options: argparse.Namespace) -> int:
    """Make the stream; see `callboard floor init --help`."""
    settings = floor_settings(options)
    from tui.floor.stream import make_stream
    from tui.floor.subjects import Subjects

    subjects = Subjects(settings.floor.bucket)

    async def run(connect: Connect) -> None:
        async with connect() as connection:
            made = await make_stream(connection, subjects)
        what = "Made" if made else "There already, and as it has to be"
        write(f"{what}: stream {subjects.stream} at {where(settings)}\n")

    return _asked(settings, run)


def status(options: argparse.Namespace) -> int:
    """Tell who publishes, and how much is there; see `callboard floor status --help`."""
    settings = floor_settings(options)
    from tui.floor.access.survey import survey
    from tui.floor.reading import FloorReading
    from tui.floor.subjects import Subjects
    from tui.live.clock import SystemClock

    floor = settings.floor
    sites = [floor.site] if floor.site else []
    reading = FloorReading(floor.bucket, Subjects(floor.bucket), sites, floor.only, floor.encrypted)

    async def run(connect: Connect) -> None:
        found = await survey(connect, reading, SystemClock())
        write(json_line(_json(found, settings)) if options.json else "".join(_lines(found, settings)))

    return _asked(settings, run)


def retire(options: argparse.Namespace) -> int:
    """Take the logins of a publisher from all walls; see `callboard floor retire --help`."""
    settings = floor_settings(options)
    from tui.floor.access.retiring import retire as take_away
    from tui.floor.subjects import Subjects, token
    from tui.live.clock import SystemClock

    subjects, name = Subjects(settings.floor.bucket), options.publisher
    try:
        token(name)
    except ValueError as error:
        raise ConfigError(f"NAME: {error}") from None

    async def run(connect: Connect) -> None:
        async with connect() as connection:
            done = await take_away(connection, subjects, name, SystemClock())
        kept = f"; {done.kept} more, written by somebody else meanwhile, remain there" if done.kept else ""
        write(f"Taken from all walls: {count_of(done.gone, 'login')} of {name}{kept}\n")

    return _asked(settings, run)


def permissions(options: argparse.Namespace) -> int:
    """Print the users of the server; see `callboard floor permissions --help`."""
    settings = _read(options)
    require_library()
    from tui.floor.access.permissions import FloorUsers, dealt
    from tui.floor.subjects import Subjects

    logins = _logins(options.logins) if options.logins else [source.user for source in settings.sources]
    if len(set(logins)) < len(logins):
        raise ConfigError("a login is there twice")
    publishers = dealt(logins, options.collectors)
    if options.collectors == 1 and settings.publish.name:
        publishers = [(settings.publish.name, logins)]
    names = [f"wall{number}" for number in range(1, options.walls + 1)]
    site_only = bool(settings.floor.site)
    try:
        users = FloorUsers(
            Subjects(settings.floor.bucket),
            settings.floor.site or settings.publish.site,
            publishers,
            walls=() if site_only else names,
            site_walls=names if site_only else (),
        )
    except ValueError as error:
        raise ConfigError(f"no user can be made of that: {error}") from None
    write(users.text())
    return 0


def floor_settings(options: argparse.Namespace) -> Settings:
    """Put the settings of a floor together, without which nothing is done.

    Args:
        options: The parsed options.

    Raises:
        ConfigError: They cannot be used, there is no floor, or not what reads one.
    """
    settings = _read(options)
    if not settings.floor.is_set:
        raise ConfigError("there is no floor: give --floor, or url in [floor]")
    require_library()
    return settings


def where(settings: Settings) -> str:
    """Where a floor is, for people."""
    marked = "" if settings.floor.encrypted else " (NOT ENCRYPTED)"
    return f"{', '.join(settings.floor.url)}{marked}"


def _read(options: argparse.Namespace) -> Settings:
    named = {"floor": options.floor or None} if "floor" in options else {}
    return read({**said(options, *CONNECTION), **named}, need_source=False).settings


def require_library() -> None:
    """Refuse to begin without what speaks NATS.

    Raises:
        ConfigError: It is not installed.
    """
    if find_spec("nats") is None:
        raise ConfigError(NO_LIBRARY)


def _asked(settings: Settings, run: Callable[[Connect], Awaitable[None]]) -> int:
    """Ask the server once, and give the exit code."""
    from tui.floor.connection import connected
    from tui.floor.errors import FloorCredentialsError, FloorError, FloorRefusedError, FloorUnreachableError
    from tui.kinds.floor.way import floor_login
    from tui.passwords.floor import open_floor_secrets

    secrets = Secrets()
    login = floor_login(settings.floor, open_floor_secrets(settings.floor, secrets))
    begin_log(secrets.known, settings.log_level)

    codes: list[int] = []

    async def once() -> None:
        try:
            await run(partial(connected, login))
        except FloorCredentialsError as error:
            raise ConfigError(str(error)) from None
        except FloorError as error:
            is_away = isinstance(error, FloorUnreachableError)
            what = "not reachable: " if is_away else "refused: " if isinstance(error, FloorRefusedError) else ""
            complain(f"{where(settings)}: {what}{error}")
            codes.append(NOT_REACHABLE if is_away else REFUSED)
        else:
            codes.append(0)

    told = asyncio.run(until_told(once(), terminated=TERMINATED))
    return codes[0] if codes else told


def _logins(named: str) -> list[str]:
    """User names, one in a line; lines that are empty or begin with # are none."""
    try:
        text = sys.stdin.read() if named == "-" else file_text(Path(named))
    except OSError as error:
        raise ConfigError(f"{named}: {error.strerror}") from None
    lines = [line.strip() for line in text.splitlines()]
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise ConfigError(f"{named}: no logins in there")
    return found


def _lines(found: "FloorSurvey", settings: Settings) -> Iterator[str]:
    size = found.size
    yield (
        f"{settings.floor.bucket} at {where(settings)}: {size.used_bytes / _MB:.1f} MB of {size.most_bytes / _MB:.0f}"
        f" in {count_of(size.values, 'value')}, {count_of(size.readers, 'reader')}\n"
    )
    yield f"{count_of(found.logins, 'login')}, {found.live} live\n"
    if not found.publishers:
        yield "nobody publishes there\n"
        return
    rows = [
        ("publisher", "kind", "logins", "live", "heard", "on the way", "program", ""),
        *map(_row(found), found.publishers),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() + "\n"


def _row(found: "FloorSurvey") -> "Callable[[Publisher], Sequence[str]]":
    def row(one: "Publisher") -> Sequence[str]:
        heard = "no" if one.heard_at_s is None else f"{max(0.0, found.now_s - one.heard_at_s):.1f} s ago"
        way = "" if one.behind_s is None else f"{one.behind_s * 1000:.0f} ms"
        said = f"{one.logins} of {one.says}" + ("" if one.complete else ", not all yet")
        return one.name, one.kind, said, str(one.live), heard, way, clean(one.program, 20), clean(one.why)

    return row


def _json(found: "FloorSurvey", settings: Settings) -> dict[str, object]:
    def one(publisher: "Publisher") -> dict[str, object]:
        heard, since = publisher.heard_at_s, publisher.since_s
        told = {key: value for key, value in asdict(publisher).items() if key not in ("heard_at_s", "since_s")}
        ago = {
            "heard_ago_s": None if heard is None else round(found.now_s - heard, 3),
            "wrong_for_s": None if since is None else round(found.now_s - since, 3),
        }
        return told | ago

    return {
        "floor": list(settings.floor.url),
        "bucket": settings.floor.bucket,
        **asdict(found.size),
        "logins": found.logins,
        "live": found.live,
        "publishers": [one(publisher) for publisher in found.publishers],
    }
