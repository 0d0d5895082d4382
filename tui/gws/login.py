"""Where to log in and as whom: known before anything of the network is imported."""

import ssl
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

API = "/api/v2"
NOTIFICATIONS = f"{API}/notifications"
"""Where GWS keeps its CometD server (gws-api.md 4.1)."""


@dataclass(frozen=True, slots=True)
class Login:
    """Where to log in and as whom.

    Attributes:
        url: `https://host[:port][/context]`, with or without `/api/v2` at its end.
        user: Login name.
        password: Never shown.
        tls: What to verify certificates with.
    """

    url: str
    user: str
    password: SecretStr = field(repr=False)
    tls: ssl.SSLContext | bool = True

    @property
    def origin(self) -> str:
        """The address without `/api/v2`."""
        return self.url.rstrip("/").removesuffix(API)

    @property
    def server(self) -> str:
        """Scheme, host and port: what all sources of one server share."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}".lower()
