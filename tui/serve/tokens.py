"""What browsers have to know: one token, or several with names and roles, which may change while it runs."""

import hashlib
import hmac
import ipaddress
import logging
import os
import re
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from pydantic import SecretStr

_LOG = logging.getLogger(__name__)

VARIABLE = "CALLBOARD_SERVE_TOKEN"
NEW = "new"
SHORTEST = 12
"""Characters; what is shorter can be guessed, however slowly."""
MOST_BYTES = 64 * 1024
"""A file of tokens is never larger."""
_NAMED = re.compile(r"(?P<name>[\w.-]{1,40})\s+(?P<role>look|act)\s+(?P<secret>\S+)")


class TokenError(Exception):
    """There is no token that can be used; the words say what to do."""


class TokenRole(StrEnum):
    """What somebody with a token may do."""

    LOOK = "look"
    ACT = "act"


@dataclass(frozen=True, slots=True)
class Token:
    """One token.

    Attributes:
        name: What it is called in the audit log; "" where there is only one.
        role: What may be done with it.
        secret: What has to be known.
    """

    name: str
    role: TokenRole
    secret: SecretStr


class Tokens:
    """The tokens of a server; those of a file are read again when it was changed."""

    def __init__(self, tokens: Sequence[Token], file: Path | None = None) -> None:
        """Have these tokens.

        Args:
            tokens: As they are now.
            file: Where they come from; None where they never change.
        """
        self._tokens = tuple(tokens)
        self._file = file
        self._seen = _state(file)

    @property
    def secrets(self) -> list[SecretStr]:
        """What must never be written anywhere."""
        return [token.secret for token in self._tokens]

    def now(self) -> tuple[Token, ...]:
        """The tokens that count now.

        A file that cannot be used any more leaves what it was, and one that is gone leaves none: who takes a file away
        means it.
        """
        state = _state(self._file)
        if self._file is not None and state != self._seen:
            self._seen = state
            try:
                self._tokens = tuple(_from_file(self._file))
            except TokenError as error:
                if state is None:
                    self._tokens = ()
                _LOG.error("the tokens were changed and cannot be used: %s", error)
        return self._tokens


def find_tokens(said: str | None, environment: Mapping[str, str] = os.environ) -> Tokens | None:
    """Find the tokens of a server.

    Args:
        said: A file, or `new` for one that nobody knew before; None looks into the environment.
        environment: Where `CALLBOARD_SERVE_TOKEN` is looked up.

    Returns:
        The tokens, or None where there are none.

    Raises:
        TokenError: A file that others may read or that is none, or a token that is too short.
    """
    if said == NEW:
        return Tokens([_only(secrets.token_urlsafe(24))])
    if said is not None:
        return tokens_in(Path(said))
    token = environment.get(VARIABLE, "")
    return Tokens([_only(token)]) if token else None


def tokens_in(file: Path) -> Tokens:
    """Read a file of tokens.

    Args:
        file: One that only its owner may read.

    Raises:
        TokenError: See `find_tokens`.
    """
    return Tokens(list(_from_file(file)), file)


def matching(said: str, tokens: Iterable[Token]) -> Token | None:
    """Find the token that somebody knows, in a time that does not tell how much of one is right.

    Args:
        said: What they give as the token.
        tokens: Those that count.
    """
    digest = _digest(said)
    fitting = [token for token in tokens if hmac.compare_digest(digest, _digest(token.secret.get_secret_value()))]
    return fitting[0] if fitting else None


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    Args:
        host: An address or name to listen on.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


def _only(secret: str) -> Token:
    return Token("", TokenRole.ACT, SecretStr(_long_enough(secret)))


def _long_enough(secret: str) -> str:
    if len(secret) < SHORTEST:
        raise TokenError(f"the token is too short: at least {SHORTEST} characters")
    return secret


def _from_file(file: Path) -> Iterator[Token]:
    lines = [line.strip() for line in _text(file).splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith("#")] if len(lines) > 1 else lines
    named = [_NAMED.fullmatch(line) for line in lines]
    if not lines:
        raise TokenError(f"{file}: there is no token in it")
    if len(lines) == 1 and named[0] is None:
        yield _only(lines[0])
        return
    names = set()
    for number, found in enumerate(named, 1):
        if found is None or found["name"] in names:
            raise TokenError(f"{file}: token {number}: write NAME look TOKEN or NAME act TOKEN, each name once")
        names.add(found["name"])
        yield Token(found["name"], TokenRole(found["role"]), SecretStr(_long_enough(found["secret"])))


def _text(file: Path) -> str:
    try:
        # A pipe would wait for its writer for ever.
        with open(file, "rb", opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK)) as opened:
            found = os.fstat(opened.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise TokenError(f"{file}: is no file")
            if found.st_uid not in (0, os.geteuid()):
                raise TokenError(f"{file}: belongs to somebody else")
            if found.st_mode & 0o077:
                raise TokenError(f"{file}: others may read it: chmod 600 {file}")
            if found.st_size > MOST_BYTES:
                raise TokenError(f"{file}: is too large for a file of tokens")
            return opened.read(MOST_BYTES).decode()
    except OSError as error:
        raise TokenError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError:
        raise TokenError(f"{file}: is not UTF-8") from None


def _state(file: Path | None) -> tuple[int, int, int] | None:
    if file is None:
        return None
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns
