"""What the steps of one source share, whatever kind of source it is: the settings, and what was learnt on the way."""

import ssl
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from tui.config import SourceSettings
from tui.live.store.privacy import Privacy
from tui.machine.logfile import HIDDEN
from tui.source.limits import DEFAULT, LoginLimits
from tui.source.proxies import proxy_logins
from tui.source.text import clean

_SHORTEST_SECRET = 4
"""Hiding a shorter one would spoil ordinary words, and tell it by the gaps."""


@dataclass(slots=True)
class Visit(ABC):
    """One source under examination; each kind of source has a class of its own.

    Attributes:
        source: What is configured.
        tls: What certificates are verified with.
        trust: What that is, for people.
        password: None where there is none, and `no_password` says why.
        privacy: How much of numbers is told.
        limits: How much a wall takes of it.
        proxy: The proxy on the way, once looked for.
        addresses: What the name stands for.
    """

    source: SourceSettings
    tls: ssl.SSLContext
    trust: str
    password: SecretStr | None
    no_password: str
    privacy: Privacy
    limits: LoginLimits = DEFAULT
    proxy: SplitResult | None = None
    addresses: list[str] = field(default_factory=list)

    @abstractmethod
    def begin(self) -> None:
        """Prepare what the steps above TLS need; nothing is sent.

        Raises:
            RefusedError: The environment names a proxy that cannot be used.
        """

    @abstractmethod
    async def end(self) -> None:
        """End what was begun at the server; failures do not matter."""

    @property
    def secrets(self) -> list[str]:
        """Whatever must not be told."""
        return [self.password.get_secret_value()] if self.password is not None else []

    @property
    def is_answered_by_page(self) -> bool:
        """Whether the last answer was a web page: a portal, an error page, another program."""
        return False

    @property
    def address(self) -> SplitResult:
        """Where the server is."""
        return urlsplit(self.source.url)

    @property
    def peer(self) -> SplitResult:
        """Whom the connection goes to: the proxy, or the server itself."""
        return self.proxy or self.address

    def told(self, words: str) -> str:
        """Make words fit for a ticket: a server may send back whatever it was sent.

        Args:
            words: From anywhere.

        Returns:
            One line without secrets.
        """
        secrets = [*self.secrets, *(word for login in proxy_logins() for word in (login.password, login.basic))]
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                words = words.replace(secret, HIDDEN)
        return clean(words, 1000)
