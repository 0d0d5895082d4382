"""One login: address, credentials, cookies and the CSRF token (API.md 1.2 and 1.3)."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Self
from urllib.parse import urlsplit

import httpx

from tui.gws.connections.requests import Request
from tui.gws.cookies import GivenCookies
from tui.gws.credentials import Credentials
from tui.gws.http import Reply, exchange, open_client
from tui.gws.large_answers import read_aside
from tui.gws.login import API, NOTIFICATIONS, Login
from tui.gws.wide_text import escape_wide
from tui.source.errors import SessionEndedError, SessionLostError, SourceError
from tui.source.limits import LoginLimits

_LOG = logging.getLogger(__name__)

_TOKEN = re.compile(r"[!-~]{1,512}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
# A token header of one of these names would change what a request means.
_OWN_HEADERS = re.compile(
    "authorization|connection|cookie2?|date|expect|forwarded|from|host|keep-alive|origin|range|referer|te|trailer|"
    "transfer-encoding|upgrade|user-agent|via|(accept|content-|if-|proxy-|sec-|x-forwarded-|x-http-method|x-method).*"
)


class ReadingSession:
    """The HTTP session of one login that only looks: one cookie jar, one CSRF token, for REST and long polling alike.

    It can log in, ask with GET, and post to the CometD server. There is nothing in it that could operate a call.

    A session is proved, not assumed: Basic goes with every request that does not carry all cookies which the server
    gave, and with all requests once a session of cookies alone was refused before it had worked.

    Attributes:
        credentials: User and password, and what was learned about them.
        given: The cookies of this session.
        redaction: Takes its credentials out of what is read.
        csrf: The CSRF token by the name of its header; empty where the server gave none.
        notifications: Path of the CometD server, the only place that it posts to.
    """

    def __init__(
        self, login: Login, credentials: Credentials | None = None, notifications: str = NOTIFICATIONS
    ) -> None:
        """Open nothing yet.

        Args:
            login: Where and as whom.
            credentials: Of the sessions before this one.
            notifications: Path of the CometD server, relative to the origin.
        """
        self.notifications = notifications
        self._login = login
        self.credentials = credentials or Credentials(login)
        self.given = GivenCookies(login.origin)
        self.csrf: dict[str, str] = {}
        self.redaction = self.credentials.redaction
        self._client = open_client(login.origin, login.tls)
        self._sent = ""
        self._begun = self._proved = self._warned = False

    async def __aenter__(self) -> Self:
        """The session itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self._client.aclose()

    @property
    def host(self) -> str:
        """Host and port, for people."""
        return urlsplit(self._login.origin).netloc.rpartition("@")[2]

    async def authenticate(self, path: str) -> Reply:
        """Send the first request of a session: Basic, with an empty cookie jar; remembers cookies and CSRF token.

        Args:
            path: What to get, relative to `/api/v2`.

        Returns:
            The answer.

        Raises:
            RetryableError: See `exchange`.
            CertificateError: See `exchange`.
        """
        self._client.cookies.clear()
        self.csrf = {}
        self.given = GivenCookies(self._login.origin)
        self._sent = ""
        self._begun, self._proved, self._warned = True, False, False
        request = Request("GET", API + path, {}, authorize=lambda _: self.credentials.basic, limits=self.limits)
        return await self._ask(request)

    async def get(self, path: str, wait_s: float, *, of_calls: bool = False) -> Reply:
        """Get a resource within the session; `path` relative to `/api/v2`, errors as for `exchange`.

        `of_calls` is told of an answer whose calls are read one by one: it may hold more.
        """
        request = Request("GET", API + path, {}, authorize=self._authorize, wait_s=wait_s, limits=self.limits)
        return await self._ask(request, of_calls=of_calls)

    async def converse(self, content: bytes, wait_s: float) -> Reply:
        """Post Bayeux messages to the CometD server, once, with the CSRF token; errors as for `exchange`.

        `wait_s` is the deadline of the whole answer: one that begins and does not end is silence too.
        """
        return await self._ask(self._posting(self.notifications, content, wait_s))

    @property
    def limits(self) -> LoginLimits:
        """How much is taken of this login."""
        return self._login.limits

    @property
    def unsent_words(self) -> str:
        """Which cookies the last request lacked, and why, for people; "" while it had all."""
        return self.given.words(self._sent)

    @contextmanager
    def judging(self, *, proves: bool) -> Iterator[None]:
        """Let what ends the session name the cookies that did not go back, and learn from it.

        Args:
            proves: Whether an answer that is accepted shows that the session is one; the polls may be open to all.

        Raises:
            SessionLostError: As it came, with those words.
        """
        try:
            yield
        except SessionLostError as error:
            # Cookies that never carried a single request are no session: next time Basic goes along.
            self.credentials.with_each |= self._begun and not self._proved
            if not self.unsent_words:
                raise
            kind = SessionEndedError if isinstance(error, SessionEndedError) else SessionLostError
            raise kind(f"{self.unsent_words} ({error})") from error
        self._proved |= proves

    def _posting(self, path: str, content: bytes, wait_s: float) -> Request:
        headers = {"Content-Type": "application/json;charset=UTF-8", **self.csrf}
        authorize, limits = self._authorize, self.limits
        return Request("POST", path, headers, content, authorize=authorize, wait_s=wait_s, body_s=0.0, limits=limits)

    def _authorize(self, cookie_header: str) -> httpx.BasicAuth | None:
        self._sent = cookie_header
        if not self._begun:
            return None
        alone = self.given.suffice(cookie_header) and not self.credentials.with_each
        if not alone and not self._warned and self.unsent_words:
            self._warned = True
            _LOG.warning("%s: the credentials go with every request", self.unsent_words)
        return None if alone else self.credentials.basic

    async def _ask(self, request: Request, *, of_calls: bool = False) -> Reply:
        """Send one request once, and read its answer within the limits and without our own credentials."""
        try:
            reply = self._learn(await exchange(self._client, request))
        except SourceError as error:
            self._redact(error)
            raise
        body, hidden = reply.body, self.redaction
        if reply.is_json:
            body = await read_aside(len(body), partial(self._checked, body, reply.charset, of_calls=of_calls))
        return Reply(reply.status, reply.headers, hidden.take_out(body), hidden.words(reply.reason))

    def _checked(self, body: bytes, charset: str, *, of_calls: bool) -> bytes:
        self.limits.check_values(body, of_calls=of_calls)
        return escape_wide(body, charset)

    def _redact(self, error: SourceError) -> None:
        before = str(error)
        words = self.redaction.words(before)
        if words != before:
            error.args = (words,)
            # What it was made of holds them too, and is told in tracebacks.
            error.__cause__, error.__suppress_context__ = None, True

    def _learn(self, reply: Reply) -> Reply:
        """Take cookies and CSRF token, of which each answer may bring new ones."""
        lines = reply.headers.get_list("set-cookie")
        self.given.take(lines)
        self.redaction.learn(_value(line) for line in lines)
        name = reply.headers.get("x-csrf-header", "")
        token = reply.headers.get(name, "") if _may_be_token_header(name) else ""
        if _TOKEN.fullmatch(token):
            self.csrf = {name: token}
            self.redaction.learn([token])
        return reply


class Session(ReadingSession):
    """The HTTP session of one login that may operate calls as well."""

    async def post(self, path: str, content: bytes, wait_s: float) -> Reply:
        """Post JSON once, with the CSRF token; `path` relative to the origin, errors as for `exchange`.

        `wait_s` is the deadline of the whole answer: one that begins and does not end is silence too.
        """
        return await self._ask(self._posting(path, content, wait_s))


def _value(line: str) -> str:
    """What a `Set-Cookie` header gives."""
    return line.partition(";")[0].partition("=")[2].strip().strip('"')


def _may_be_token_header(name: str) -> bool:
    return _HEADER.fullmatch(name) is not None and _OWN_HEADERS.fullmatch(name.lower()) is None
