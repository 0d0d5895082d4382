"""What `callboard login --floor` stores: the password of a floor, or the passphrase of its client key."""

import argparse

from pydantic import SecretStr

from tui.config import ConfigError, FloorSettings
from tui.passwords import WantedSecret
from tui.passwords.finding import search
from tui.passwords.floor import FloorSecrets
from tui.passwords.places import SecretKind, floor_passphrase_wanted, floor_password_wanted
from tui.printing.output import complain
from tui.runs.floor.commands import NOT_REACHABLE, REFUSED, floor_settings
from tui.tls import tls_with


def floor_secret(options: argparse.Namespace) -> tuple[FloorSettings, WantedSecret]:
    """Say which secret of a floor is meant.

    Args:
        options: The parsed options.

    Returns:
        The floor, and what is looked for.

    Raises:
        ConfigError: There is no floor, or it needs no such secret.
    """
    if options.source is not None:
        raise ConfigError("--floor is about a floor: write no name of a source behind it")
    floor = floor_settings(options).floor
    wanted = floor_passphrase_wanted(floor) if options.passphrase else floor_password_wanted(floor)
    if wanted is None:
        what = "client key that is encrypted" if options.passphrase else "user, or has a credentials_file"
        raise ConfigError(f"the floor has no {what}")
    return floor, wanted


async def check_floor(floor: FloorSettings, wanted: WantedSecret, secret: SecretStr) -> int:
    """Try a secret at the server.

    Args:
        floor: Which.
        wanted: What the secret is.
        secret: The secret.

    Returns:
        The exit code: 0, 3 refused, 4 not reachable, of which it is told.

    Raises:
        ConfigError: Certificates that cannot be used, or a passphrase that is wrong.
    """
    from tui.floor.connection import connected
    from tui.floor.errors import FloorError, FloorUnreachableError
    from tui.kinds.floor.way import floor_login

    if wanted.kind is SecretKind.PASSPHRASE:
        tls_with(floor, secret)
        return 0
    passphrase = floor_passphrase_wanted(floor)
    found = FloorSecrets(secret, search(passphrase).secret if passphrase is not None else None)
    try:
        async with connected(floor_login(floor, found)):
            return 0
    except FloorError as error:
        is_away = isinstance(error, FloorUnreachableError)
        what = "not reachable" if is_away else "refused"
        complain(f"{', '.join(floor.url)}: {what}: {error}: nothing was stored (--no-check stores it)")
        return NOT_REACHABLE if is_away else REFUSED
