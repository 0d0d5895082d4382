"""Looks for secrets in the order that the package tells, and again when one was refused."""

import os
import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial

from pydantic import SecretStr

from tui.config import ConfigError, SourceSettings
from tui.passwords.background import in_background
from tui.passwords.files import secret_from_file
from tui.passwords.keyrings import WAITING, KeyringError, look_up
from tui.passwords.known import Known
from tui.passwords.limit import TellWaiting
from tui.passwords.netrc_file import NetrcError, secret_from_netrc
from tui.passwords.places import SecretKind, WantedSecret, passphrase_wanted, password_wanted
from tui.passwords.programs import secret_from_program
from tui.printing.asking import ask_secret
from tui.printing.output import complain


@dataclass(frozen=True, slots=True)
class Sought:
    """What came of a search.

    Attributes:
        secret: The secret; None where there is none.
        remarks: What was in the way, in words.
    """

    secret: SecretStr | None = None
    remarks: tuple[str, ...] = ()


@dataclass
class Secrets:
    """The secrets of a run.

    Attributes:
        passwords: By the label of the source.
        passphrases: Of client keys, by the label of the source; only those that are needed.
        known: All that may not be written anywhere: those in use, and the last of those that were before.
        asked: What a person was asked for, by the variable that spares another run the question.
    """

    passwords: dict[str, SecretStr] = field(default_factory=dict)
    passphrases: dict[str, SecretStr] = field(default_factory=dict)
    known: Known = field(default_factory=Known)
    asked: dict[str, SecretStr] = field(default_factory=dict)

    async def renew(self, source: SourceSettings) -> SecretStr | None:
        """Look for a password again; nobody is asked.

        Args:
            source: Whose.

        Returns:
            The password, None where there is none now.
        """
        wanted = password_wanted(source)
        try:
            sought = await in_background(partial(search, wanted, on_terminal=False))
        except ConfigError:
            # The server's refusal is on screen already, and what was known before may be right again.
            return None
        if sought.secret is not None:
            self.known.add(str(wanted), sought.secret)
        return sought.secret


def open_secrets(sources: Collection[SourceSettings], environment: Mapping[str, str] = os.environ) -> Secrets:
    """Find the secrets of all sources, or ask for them.

    Args:
        sources: The sources.
        environment: Where `CALLBOARD_PASSWORD` and its kind are looked up.

    Returns:
        A password for each source, and a passphrase for each encrypted key.

    Raises:
        ConfigError: There is none, and nobody to ask; or a program or file that was named fails.
    """
    secrets = Secrets()
    asked: dict[tuple[str, str], SecretStr] = {}
    for wanted in _wanted(sources):
        # Sources may share a key, whose passphrase is asked for once.
        same = (wanted.service, wanted.user)
        sought = search(wanted, environment)
        found = sought.secret or asked.get(same) or ask_for(wanted, sought.remarks)
        if sought.secret is None:
            asked[same] = secrets.asked[wanted.variables[0]] = found
        kept = secrets.passwords if wanted.kind is SecretKind.PASSWORD else secrets.passphrases
        kept[wanted.label] = found
        secrets.known.add(str(wanted), found)
    return secrets


def search(wanted: WantedSecret, environment: Mapping[str, str] = os.environ, *, on_terminal: bool = True) -> Sought:
    """Look for one secret, and ask nobody.

    Args:
        wanted: Which one.
        environment: Where the variables are.
        on_terminal: Whether a program may ask at the terminal, and what is waited for may be told there.

    Returns:
        What was found.

    Raises:
        ConfigError: A program or file that was named fails.
    """
    if variable := wanted.variable(environment):
        return Sought(SecretStr(environment[variable]))
    if wanted.command:
        name = f"{wanted.kind}_command of {wanted.label}"
        return Sought(SecretStr(secret_from_program(wanted.command, name, on_terminal=on_terminal)))
    if wanted.file:
        name, missing = f"{wanted.kind}_file of {wanted.label}", "callboard login writes it"
        return Sought(SecretStr(secret_from_file(wanted.file, name, missing)))
    remarks: list[str] = []
    try:
        if wanted.host and (found := secret_from_netrc(wanted.host, wanted.user)):
            return Sought(SecretStr(found))
    except NetrcError as error:
        remarks.append(str(error))
    try:
        with TellWaiting(WAITING) if on_terminal else nullcontext():
            found = look_up(wanted)
        if found:
            return Sought(SecretStr(found))
    except KeyringError as error:
        remarks.append(str(error))
    return Sought(None, tuple(remarks))


def alternatives(wanted: WantedSecret) -> str:
    """The ways to a secret that need no keyring, in words.

    Args:
        wanted: Which one.
    """
    kind, netrc = wanted.kind, ", ~/.netrc" if wanted.host else ""
    return f"{wanted.variables[0]}, {kind}_command, {kind}_file (mode 0600){netrc}"


def _wanted(sources: Collection[SourceSettings]) -> Iterator[WantedSecret]:
    for source in sources:
        yield password_wanted(source)
        if passphrase := passphrase_wanted(source):
            yield passphrase


def ask_for(wanted: WantedSecret, remarks: Sequence[str], *, may_ask: bool = True) -> SecretStr:
    """Ask the person at the terminal for a secret.

    Args:
        wanted: Which one.
        remarks: What was in the way of finding it.
        may_ask: Whether somebody may be asked at all.

    Returns:
        What was typed.

    Raises:
        ConfigError: Nothing was typed, or nobody is there.
    """
    if may_ask and sys.stdin is not None and sys.stdin.isatty():
        for remark in remarks:
            complain(remark)
        if found := ask_secret(f"The {wanted}: "):
            return SecretStr(found)
        raise ConfigError(f"no {wanted}")
    noted = f" ({'; '.join(remarks)})" if remarks else ""
    raise ConfigError(f"no {wanted}{noted}: use callboard login, or {alternatives(wanted)}")
