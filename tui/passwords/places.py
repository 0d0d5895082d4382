"""What is looked for: the password of a source, or the passphrase of its client key."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit

from tui.config import FloorSettings, SourceSettings
from tui.machine.pipes import open_file

_BEGINNING = 64 * 1024
FLOOR = "the floor"
"""What it is called where a source has its name."""


class SecretKind(StrEnum):
    """What sort of secret it is; also its word for people."""

    PASSWORD = "password"
    PASSPHRASE = "passphrase"


@dataclass(frozen=True, slots=True)
class WantedSecret:
    """One secret that a source needs, and where it may be.

    Attributes:
        kind: Password or passphrase.
        label: Name of the source.
        service: What it is called in the keyring, together with `user`; not the name on screen, which may change.
        user: Login name; of a passphrase the path of the key.
        host: Host that netrc is asked for; "" where it is not asked.
        command: Program that prints it.
        file: File that has it.
        variable_alone: The one variable that may have it, instead of those that are made of its kind and name.
    """

    kind: SecretKind
    label: str
    service: str
    user: str
    host: str = ""
    command: tuple[str, ...] = ()
    file: Path | None = None
    variable_alone: str = ""

    @property
    def variables(self) -> tuple[str, ...]:
        """Variables of the environment that may have it, the stronger first."""
        if self.variable_alone:
            return (self.variable_alone,)
        common = f"CALLBOARD_{self.kind.upper()}"
        return f"{common}_{re.sub(r'[^A-Z0-9]', '_', self.label.upper())}", common

    def variable(self, environment: Mapping[str, str]) -> str:
        """The variable that has it; "" where none has."""
        return next((name for name in self.variables if environment.get(name)), "")

    def __str__(self) -> str:
        """For people."""
        what = "password" if self.kind is SecretKind.PASSWORD else "passphrase of the client key"
        return f"{what} for {self.label}"


def password_wanted(source: SourceSettings) -> WantedSecret:
    """The password of a source.

    Args:
        source: The source.
    """
    url = urlsplit(source.url)
    return WantedSecret(
        SecretKind.PASSWORD,
        source.label,
        f"callboard {url.scheme}://{url.netloc}",
        source.user,
        url.hostname or "",
        source.password_command,
        source.password_file,
    )


def floor_password_wanted(floor: FloorSettings) -> WantedSecret | None:
    """The password of a floor.

    Args:
        floor: The floor.

    Returns:
        None where it needs none: nobody asks there, or a file has all credentials.
    """
    if not floor.is_set or not floor.user or floor.credentials_file is not None:
        return None
    url = urlsplit(floor.url[0])
    # No variable of the sources: their passwords are none of this server's business.
    return WantedSecret(
        SecretKind.PASSWORD,
        FLOOR,
        f"callboard {url.scheme}://{url.netloc}",
        floor.user,
        url.hostname or "",
        floor.password_command,
        floor.password_file,
        "CALLBOARD_FLOOR_PASSWORD",
    )


def floor_passphrase_wanted(floor: FloorSettings) -> WantedSecret | None:
    """The passphrase of the client key of a floor; None where it has none that is encrypted."""
    key = floor.client_key or floor.client_cert
    if key is None or not _is_encrypted(key):
        return None
    words = floor.passphrase_command, floor.passphrase_file, "CALLBOARD_FLOOR_PASSPHRASE"
    return WantedSecret(SecretKind.PASSPHRASE, FLOOR, "callboard client key", str(key), "", *words)


def passphrase_wanted(source: SourceSettings) -> WantedSecret | None:
    """The passphrase of the client key of a source.

    Args:
        source: The source.

    Returns:
        None where the source has no key, or one that is not encrypted.
    """
    key = source.client_key or source.client_cert
    if key is None or not _is_encrypted(key):
        return None
    command, file = source.passphrase_command, source.passphrase_file
    return WantedSecret(SecretKind.PASSPHRASE, source.label, "callboard client key", str(key), "", command, file)


def _is_encrypted(key: Path) -> bool:
    try:
        with open_file(key) as file:
            return b"ENCRYPTED" in file.read(_BEGINNING)
    except OSError:
        # Who reads it to use it tells what is wrong with it.
        return False
