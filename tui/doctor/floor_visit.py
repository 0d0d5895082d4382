"""What the steps of an examination of a floor share: the settings, and what was learnt on the way."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from nats.js.api import StreamConfig

from tui.doctor.tunnel import close
from tui.floor.access.login import FloorLogin
from tui.floor.subjects import Subjects
from tui.machine.logfile import HIDDEN
from tui.source.text import clean

_PORT = 4222


class NoNatsError(OSError):
    """Something else than a NATS server answers."""


@dataclass(slots=True)
class FloorVisit:
    """One server of a floor under examination.

    Attributes:
        url: Where it is.
        login: As whom we go there.
        no_login: Why there are no credentials for that; "" where there are.
        trust: What certificates are verified with, for people.
        plain_allowed: Whether `allow_plain` is set.
        subjects: The bucket.
        sites: Those that are read; all, if none is named.
        keys: What we would publish under; nothing for a wall.
        info: What the server says of itself before anything is asked.
        config: Of the stream; None where it is not known.
    """

    url: str
    login: FloorLogin
    no_login: str
    trust: str
    plain_allowed: bool
    subjects: Subjects
    sites: Sequence[str]
    keys: Sequence[str]
    info: Mapping[str, Any] = field(default_factory=dict)
    config: StreamConfig | None = None

    @property
    def host(self) -> str:
        """Its name."""
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        """Where it listens."""
        return urlsplit(self.url).port or _PORT

    @property
    def wants_tls(self) -> bool:
        """Whether the address is an order to encrypt."""
        return urlsplit(self.url).scheme == "tls"

    @property
    def publishes(self) -> bool:
        """Whether this is a publisher, which reads nothing, and no wall."""
        return bool(self.keys)

    @asynccontextmanager
    async def greeted(self) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
        """Open a connection, and hear what the server says of itself, which stands in `info` then.

        Raises:
            OSError: Nobody listens there, or no NATS server does.
        """
        reader, writer = await asyncio.open_connection(self.host, self.port)
        try:
            self.info = await _info(reader)
            yield reader, writer
        finally:
            await close(writer)

    def told(self, words: str) -> str:
        """Make words fit for a ticket: one line without secrets."""
        for secret in self.login.secrets:
            words = words.replace(secret, HIDDEN)
        return clean(words, 1000)


async def _info(reader: asyncio.StreamReader) -> Mapping[str, Any]:
    try:
        head, _, said = (await reader.readline()).partition(b" ")
        found = json.loads(said) if head == b"INFO" else None
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise NoNatsError("no NATS server answers there")
    return found
