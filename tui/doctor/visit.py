"""What the steps of one source share: the settings, the session that overhears itself, and what was learnt so far."""

import base64
import ssl
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr

from tui.config import SourceSettings
from tui.gws.auth import ReadingSession
from tui.gws.bayeux import Bayeux
from tui.gws.http import Reply
from tui.gws.http_date import read_date
from tui.gws.login import Login
from tui.gws.proxies import proxy_logins
from tui.gws.redaction import HIDDEN
from tui.gws.rest import ReadingRest
from tui.live.feeds.snapshot_inquiry import SnapshotInquiry
from tui.live.store.privacy import Privacy
from tui.source.events import ServiceEvent
from tui.source.limits import DEFAULT, LoginLimits
from tui.source.snapshot import Snapshot
from tui.source.text import clean

_SHORTEST_SECRET = 4
"""Hiding a shorter one would spoil ordinary words, and tell it by the gaps."""


class ObservedSession(ReadingSession):
    """The session that a wall has, which remembers its answers: the doctor proves what the wall will do.

    Attributes:
        last: The last answer, whatever was made of it.
        ahead_s: By how much the server's clock was ahead of ours, seconds; None while no answer told.
        cookies: Every value that each cookie was given, by its name.
    """

    def __init__(self, login: Login, notifications: str) -> None:
        """Open nothing yet.

        Args:
            login: Where and as whom.
            notifications: Path of the CometD server.
        """
        super().__init__(login, notifications=notifications)
        self.last: Reply | None = None
        self.ahead_s: float | None = None
        self.cookies: dict[str, list[str]] = {}

    @property
    def csrf_header(self) -> str:
        """Name of the header that carries the CSRF token; "" where the server gave none."""
        return next(iter(self.csrf), "")

    @property
    def secrets(self) -> list[str]:
        """Whatever of this session must not be told."""
        user, password = self._login.user, self._login.password.get_secret_value()
        written = [f"{user}:{password}".encode(code, "surrogateescape") for code in self.credentials.encodings]
        values = [value for given in self.cookies.values() for value in given]
        return [password, *(base64.b64encode(each).decode() for each in written), *values, *self.csrf.values()]

    async def authenticate(self, path: str) -> Reply:
        """See `ReadingSession.authenticate`."""
        asked_s = time.monotonic()
        return self._note(await super().authenticate(path), asked_s)

    async def get(self, path: str, wait_s: float, *, of_calls: bool = False) -> Reply:
        """See `ReadingSession.get`."""
        asked_s = time.monotonic()
        return self._note(await super().get(path, wait_s, of_calls=of_calls), asked_s)

    async def converse(self, content: bytes, wait_s: float) -> Reply:
        """See `ReadingSession.converse`."""
        asked_s = time.monotonic()
        return self._note(await super().converse(content, wait_s), asked_s)

    def _note(self, reply: Reply, asked_s: float) -> Reply:
        self.last = reply
        if self.ahead_s is None:
            self.ahead_s = ahead_s(reply.headers.get("date", ""), time.monotonic() - asked_s)
        for line in reply.headers.get_list("set-cookie"):
            for name, value in _cookies(line):
                self.cookies.setdefault(name, []).append(value)
        return reply


@dataclass(slots=True)
class Visit:
    """One source under examination.

    Attributes:
        source: What is configured.
        tls: What certificates are verified with.
        trust: What that is, for people.
        password: None where there is none, and `no_password` says why.
        privacy: How much of numbers is told.
        limits: How much a wall takes of it.
        proxy: The proxy on the way, once looked for.
        addresses: What the name stands for.
        inquiry: How the whole state is asked for.
        snapshot: What the server has now.
        services: Its backends; none where it does not tell.
        bayeux: The CometD session.
        handshake_refused: The words of a refused handshake that speak of CSRF.
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
    inquiry: SnapshotInquiry = field(default_factory=SnapshotInquiry)
    snapshot: Snapshot | None = None
    services: tuple[ServiceEvent, ...] = ()
    bayeux: Bayeux | None = None
    handshake_refused: str = ""
    _session: ObservedSession | None = None

    def begin(self) -> None:
        """Prepare the session; nothing is sent.

        Raises:
            RefusedError: The environment names a proxy that cannot be used.
        """
        login = Login(self.source.url, self.source.user, self.password or SecretStr(""), self.tls, self.limits)
        self._session = ObservedSession(login, self.source.cometd_path)

    async def end(self) -> None:
        """Close its connections."""
        if self._session is not None:
            await self._session.__aexit__()

    @property
    def session(self) -> ObservedSession:
        """The session, after `begin`."""
        assert self._session is not None, "the course begins with the way out"
        return self._session

    @property
    def address(self) -> SplitResult:
        """Where the server is."""
        return urlsplit(self.source.url)

    @property
    def peer(self) -> SplitResult:
        """Whom the connection goes to: the proxy, or the server itself."""
        return self.proxy or self.address

    @property
    def rest(self) -> ReadingRest:
        """The requests of the session."""
        return ReadingRest(self.session)

    def told(self, words: str) -> str:
        """Make words fit for a ticket: a server may send back whatever it was sent.

        Args:
            words: From anywhere.

        Returns:
            One line without secrets.
        """
        secrets = [word for login in proxy_logins() for word in (login.password, login.basic)]
        if self._session is not None:
            secrets += self._session.secrets
        for secret in sorted(secrets, key=len, reverse=True):
            if len(secret) >= _SHORTEST_SECRET:
                words = words.replace(secret, HIDDEN)
        return clean(words, 1000)


def ahead_s(date: str, took_s: float) -> float | None:
    """By how much a clock is ahead of ours.

    Args:
        date: What a `Date` header says.
        took_s: How long its answer took, seconds.

    Returns:
        Seconds, to about half a one; None where it says no date.
    """
    theirs = read_date(date)
    if theirs is None:
        return None
    # The answer was made somewhere on the way; the header cuts its second off.
    return (theirs - datetime.now(UTC)).total_seconds() + took_s / 2 + 0.5


def _cookies(line: str) -> list[tuple[str, str]]:
    try:
        return [(name, morsel.value) for name, morsel in SimpleCookie(line).items()]
    except CookieError:
        return []
