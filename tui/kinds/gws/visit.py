"""What the steps of one login share: the session that overhears itself, and what was learnt so far."""

import asyncio
import base64
import contextlib
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import CookieError, SimpleCookie

from pydantic import SecretStr

from tui.doctor.visit import Visit
from tui.gws.auth import ReadingSession
from tui.gws.bayeux import Bayeux
from tui.gws.http import Reply
from tui.gws.http_date import read_date
from tui.gws.login import Login
from tui.gws.rest import ReadingRest
from tui.gws.stream import CLOSE_S
from tui.live.feeds.snapshot_inquiry import SnapshotInquiry
from tui.source.errors import SourceError
from tui.source.events import ServiceEvent
from tui.source.snapshot import Snapshot


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
class GwsVisit(Visit):
    """One login under examination.

    Attributes:
        inquiry: How the whole state is asked for.
        snapshot: What the server has now.
        services: Its backends; none where it does not tell.
        bayeux: The CometD session.
        handshake_refused: The words of a refused handshake that speak of CSRF.
    """

    inquiry: SnapshotInquiry = field(default_factory=SnapshotInquiry)
    snapshot: Snapshot | None = None
    services: tuple[ServiceEvent, ...] = ()
    bayeux: Bayeux | None = None
    handshake_refused: str = ""
    _session: ObservedSession | None = None

    def begin(self) -> None:
        """Prepare the session; see `Visit.begin`."""
        login = Login(self.source.url, self.source.user, self.password or SecretStr(""), self.tls, self.limits)
        self._session = ObservedSession(login, self.source.cometd_path)

    async def end(self) -> None:
        """Say goodbye, and close the connections."""
        if self.bayeux is not None:
            with contextlib.suppress(SourceError, TimeoutError):
                async with asyncio.timeout(CLOSE_S):
                    await self.bayeux.leave()
        if self._session is not None:
            await self._session.__aexit__()

    @property
    def session(self) -> ObservedSession:
        """The session, after `begin`."""
        assert self._session is not None, "the course begins with the way out"
        return self._session

    @property
    def secrets(self) -> list[str]:
        """Whatever of the session must not be told."""
        return self._session.secrets if self._session is not None else []

    @property
    def is_answered_by_page(self) -> bool:
        """See `Visit`."""
        last = self.session.last
        return last is not None and last.headers.get("content-type", "").lower().startswith("text/html")

    @property
    def rest(self) -> ReadingRest:
        """The requests of the session."""
        return ReadingRest(self.session)


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
