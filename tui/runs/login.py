"""`callboard login` and `logout`: a secret goes into the system's keyring, or the file of the source, and out again."""

import argparse
import asyncio
import os
import sys
from functools import partial

from pydantic import SecretStr

from tui.config import ConfigError, SourceSettings
from tui.config.private_file import remove_half_written, write_private
from tui.kinds.table import KINDS
from tui.passwords.finding import alternatives, search
from tui.passwords.keyrings import WAITING, KeyringError, UnsureKeyringError, forget, require, store
from tui.passwords.limit import TellWaiting
from tui.passwords.places import SecretKind, WantedSecret, passphrase_wanted, password_wanted
from tui.passwords.programs import one_secret
from tui.printing.asking import ask_secret
from tui.printing.output import complain, write
from tui.runs.connected import first_reading
from tui.source.errors import RefusedError, SourceError
from tui.tls import tls_of

REFUSED, NOT_REACHABLE = 3, 4
_LONGEST = 65_536
"""Bytes of a first line that are read, of which no password has so many."""


def login(options: argparse.Namespace) -> int:
    """Store a secret; see `callboard login --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code: 0, 3 refused, 4 not reachable.

    Raises:
        ConfigError: No such source, no secret, or no keyring.
    """
    if options.floor is not None:
        from tui.runs.floor.login import check_floor, floor_secret

        floor, wanted = floor_secret(options)
        check = partial(check_floor, floor)
    else:
        source = _source(options)
        wanted, check = _wanted(source, options), partial(_check, source)
    _require_keyring(wanted)
    if stronger := _stronger(wanted):
        complain(f"note: {stronger} has one too, which counts as long as it is there")
    secret = _read(wanted, stdin=options.stdin)
    if not options.no_check and (code := asyncio.run(check(wanted, secret))):
        return code
    where = _store(wanted, secret.get_secret_value())
    write(f"Stored: {wanted} ({where})\n")
    return 0


def logout(options: argparse.Namespace) -> int:
    """Take a secret out again; see `callboard logout --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: No such source, or no keyring.
    """
    if options.floor is not None:
        from tui.runs.floor.login import floor_secret

        _, wanted = floor_secret(options)
    else:
        wanted = _wanted(_source(options), options)
    was_there = _forget(wanted)
    write(f"Forgotten: {wanted}\n" if was_there else f"Nothing was stored: {wanted}\n")
    if stronger := _stronger(wanted):
        write(f"Note: {stronger} still has one\n")
    return 0


def _require_keyring(wanted: WantedSecret) -> None:
    """Ask for nothing, and try nothing at a server, that could be stored nowhere."""
    try:
        if not wanted.file:
            with TellWaiting(WAITING):
                require()
    except KeyringError as error:
        raise ConfigError(f"{error}: nothing was stored. Instead: {alternatives(wanted)}") from None


def _store(wanted: WantedSecret, secret: str) -> str:
    """A file that the source names counts before the keyring, so the secret goes there."""
    try:
        if not wanted.file:
            with TellWaiting(WAITING):
                return store(wanted, secret)
        write_private(wanted.file, f"{secret}\n")
        return str(wanted.file)
    except UnsureKeyringError as error:
        words = f"{error}: whether it was stored is not known. Instead: {alternatives(wanted)}"
        raise ConfigError(words) from None
    except KeyringError as error:
        raise ConfigError(f"{error}: nothing was stored. Instead: {alternatives(wanted)}") from None
    except OSError as error:
        raise ConfigError(f"{wanted.file}: {error.strerror}: nothing was stored") from None


def _forget(wanted: WantedSecret) -> bool:
    try:
        if not wanted.file:
            with TellWaiting(WAITING):
                return forget(wanted)
        was_there = wanted.file.exists()
        wanted.file.unlink(missing_ok=True)
        remove_half_written(wanted.file)
        return was_there
    except UnsureKeyringError as error:
        raise ConfigError(f"{error}: whether it was forgotten is not known") from None
    except KeyringError as error:
        raise ConfigError(f"{error}: nothing is stored there") from None
    except OSError as error:
        raise ConfigError(f"{wanted.file}: {error.strerror}") from None


def _source(options: argparse.Namespace) -> SourceSettings:
    sources = first_reading(options).settings.sources
    if options.source is None and len(sources) == 1:
        return sources[0]
    names = ", ".join(source.label for source in sources)
    if options.source is None:
        raise ConfigError(f"which source? Say one of {names}")
    found = next((source for source in sources if source.label == options.source), None)
    if found is None:
        raise ConfigError(f"there is no source {options.source}, only {names}")
    return found


def _wanted(source: SourceSettings, options: argparse.Namespace) -> WantedSecret:
    if not options.passphrase:
        return password_wanted(source)
    wanted = passphrase_wanted(source)
    if wanted is None:
        raise ConfigError(f"{source.label} has no client key that is encrypted")
    return wanted


def _stronger(wanted: WantedSecret) -> str:
    return wanted.variable(os.environ) or (f"{wanted.kind}_command" if wanted.command else "")


def _read(wanted: WantedSecret, *, stdin: bool) -> SecretStr:
    if stdin:
        return SecretStr(one_secret(sys.stdin.buffer.readline(_LONGEST), "the standard input"))
    if sys.stdin is None or not sys.stdin.isatty():
        raise ConfigError("nobody to ask: use --stdin")
    if typed := ask_secret(f"The {wanted}: "):
        return SecretStr(typed)
    raise ConfigError("nothing was typed, nothing was stored")


async def _check(source: SourceSettings, wanted: WantedSecret, secret: SecretStr) -> int:
    if wanted.kind is SecretKind.PASSPHRASE:
        tls_of(source, secret)
        return 0
    passphrase = passphrase_wanted(source)
    tls = tls_of(source, search(passphrase).secret if passphrase else None)
    try:
        await KINDS[source.kind].log_in(source, secret, tls)
    except SourceError as error:
        refused = isinstance(error, RefusedError)
        what = "refused" if refused else "not reachable"
        complain(f"{source.label}: {what}: {error}: nothing was stored (--no-check stores it)")
        return REFUSED if refused else NOT_REACHABLE
    return 0
