"""Where to log in and as whom: known before anything of the network is imported."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from tui.source.limits import DEFAULT, LoginLimits

API = "/api/v2"
NOTIFICATIONS = f"{API}/notifications"
"""Where GWS keeps its CometD server (API.md 4.1)."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where to log in and as whom.

    Attributes:
        url: `https://host[:port][/context]`, with or without `/api/v2` at its end.
        user: Login name.
        password: Never shown.
        tls: What to verify certificates with.
        limits: How much is taken of it.
    """

    url: str
    user: str
    password: SecretStr = field(repr=False)
    tls: ssl.SSLContext | bool = True
    limits: LoginLimits = DEFAULT

    @property
    def origin(self) -> str:
        """The address without `/api/v2`."""
        return self.url.rstrip("/").removesuffix(API)

    @property
    def server(self) -> str:
        """Scheme, host and port: what all sources of one server share."""
        return server_of(self.url)


def server_of(url: str) -> str:
    """Scheme, host and port of an address: what all sources of one server share."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
