"""Where the token comes from, and whether one is needed."""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

VARIABLE = "CALLBOARD_SERVE_TOKEN"
NEW = "new"
SHORTEST = 12
"""Characters; what is shorter can be guessed, however slowly."""


class TokenError(Exception):
    """There is no token that can be used; the words say what to do."""


def find_token(said: str | None, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
    """Find the token of a server.

    Args:
        said: A file, or `new` for one that nobody knew before; None looks into the environment.
        environment: Where `CALLBOARD_SERVE_TOKEN` is looked up.

    Returns:
        The token, or None where there is none.

    Raises:
        TokenError: A file that others may read or that is none, or a token that is too short.
    """
    if said == NEW:
        return SecretStr(secrets.token_urlsafe(24))
    token = environment.get(VARIABLE, "") if said is None else _from_file(Path(said))
    if token and len(token) < SHORTEST:
        raise TokenError(f"the token is too short: at least {SHORTEST} characters")
    return SecretStr(token) if token else None


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone.

    Args:
        host: An address or name to listen on.
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _from_file(file: Path) -> str:
    try:
        with file.open(encoding="utf-8") as opened:
            if os.fstat(opened.fileno()).st_mode & 0o077:
                raise TokenError(f"{file}: others may read it: chmod 600 {file}")
            token = opened.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise TokenError(f"{file}: {error}") from error
    if not token:
        raise TokenError(f"{file}: there is no token in it")
    return token
