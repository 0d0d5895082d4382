"""The secrets of a floor: a password or a file of credentials, and the passphrase of a client key."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import SecretStr

from tui.config import ConfigError, FloorSettings
from tui.passwords.background import in_background
from tui.passwords.files import credentials_from_file
from tui.passwords.finding import Secrets, ask_for, search
from tui.passwords.places import WantedSecret, floor_passphrase_wanted, floor_password_wanted


@dataclass(frozen=True, slots=True)
class FloorSecrets:
    """What one shows to the NATS server of a floor.

    Attributes:
        password: Of `user`; None where nobody asks, or there are credentials.
        passphrase: Of the client key, where that is encrypted.
        credentials: All that stands in `credentials_file`.
    """

    password: SecretStr | None = None
    passphrase: SecretStr | None = None
    credentials: SecretStr | None = None


def open_floor_secrets(
    floor: FloorSettings, secrets: Secrets, environment: Mapping[str, str] = os.environ, *, ask: bool = True
) -> FloorSecrets:
    """Find the secrets of a floor, or ask for them.

    Args:
        floor: The floor.
        secrets: Those of the run, which know these from now on, so that nothing writes them anywhere.
        environment: Where `CALLBOARD_FLOOR_PASSWORD` and its kind are looked up.
        ask: Whether a person is asked, and a program may ask at the terminal.

    Returns:
        What was found; nothing where there is no floor.

    Raises:
        ConfigError: One is needed and there is none, or a program or file that was named fails.
    """

    def found(wanted: WantedSecret | None) -> SecretStr | None:
        if wanted is None:
            return None
        sought = search(wanted, environment, on_terminal=ask)
        secret = sought.secret
        if secret is None:
            secret = secrets.asked[wanted.variables[0]] = ask_for(wanted, sought.remarks, may_ask=ask)
        secrets.known.add(str(wanted), secret)
        return secret

    credentials = None
    if floor.is_set and floor.credentials_file is not None:
        credentials = SecretStr(credentials_from_file(floor.credentials_file, "credentials_file of the floor"))
        for line in filter(_is_secret, credentials.get_secret_value().splitlines()):
            secrets.known.add("credentials of the floor", SecretStr(line))
    password = found(floor_password_wanted(floor))
    return FloorSecrets(password, found(floor_passphrase_wanted(floor)) if floor.is_set else None, credentials)


async def renew_floor_secrets(floor: FloorSettings, secrets: Secrets) -> FloorSecrets | None:
    """Look for them again after a refusal; nobody is asked.

    Args:
        floor: The floor.
        secrets: Those of the run.

    Returns:
        What is there now; None where something is missing now.
    """
    try:
        return await in_background(partial(open_floor_secrets, floor, secrets, ask=False))
    except ConfigError:
        # The refusal is on screen already, and what was known before may be right again.
        return None


def _is_secret(line: str) -> bool:
    """Of the lines of such a file those of one word are JWT and seed; the others are headings and advice."""
    return bool(line) and " " not in line and line[0] not in "-*"
