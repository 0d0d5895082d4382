"""The credentials of proxies, which stand within addresses in the environment."""

import base64
import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

_SUFFIX = "_proxy"


class ProxyLogin(NamedTuple):
    """User and password of a proxy, as one of the ways of reading its address has them."""

    user: str
    password: str

    @property
    def basic(self) -> str:
        """Both as they go to the proxy."""
        return base64.b64encode(f"{self.user}:{self.password}".encode("utf-8", "surrogateescape")).decode()


def proxy_logins(environment: Mapping[str, str] = os.environ) -> list[ProxyLogin]:
    """Find the credentials of all proxies that the environment names.

    Everything before the last `@` counts, whatever an address may hold there: a password that somebody has forgotten to
    encode is one all the same.

    Args:
        environment: Where `HTTPS_PROXY`, `ALL_PROXY` and so on are looked up, in upper or lower case.

    Returns:
        Each one as it stands there, and decoded where that is something else.
    """
    found: dict[ProxyLogin, None] = {}
    for name, address in environment.items():
        if not name.lower().endswith(_SUFFIX):
            continue
        user, _, password = address.rpartition("://")[2].rpartition("@")[0].partition(":")
        if password:
            found[ProxyLogin(user, password)] = None
            found[ProxyLogin(unquote(user), unquote(password))] = None
    return list(found)
