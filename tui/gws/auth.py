"""One login: address, credentials, cookies and the CSRF token (gws-api.md 1.2 and 1.3)."""

import re
from typing import Self
from urllib.parse import urlsplit

import httpx

from tui.gws.http import Reply, Request, exchange, open_client
from tui.gws.login import API, Login

_TOKEN = re.compile(r"[!-~]{1,512}")
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")
# A token header of one of these names would change what a request means.
_OWN_HEADERS = re.compile(
    "authorization|connection|cookie2?|date|expect|forwarded|from|host|keep-alive|origin|range|referer|te|trailer|"
    "transfer-encoding|upgrade|user-agent|via|(accept|content-|if-|proxy-|sec-|x-forwarded-|x-http-method|x-method).*"
)


class Session:
    """The HTTP session of one login: one cookie jar, one CSRF token, for REST and long polling alike."""

    def __init__(self, login: Login) -> None:
        """Open nothing yet.

        Args:
            login: Where and as whom.
        """
        self._login = login
        self._client = open_client(login.origin, login.tls)
        self._csrf: dict[str, str] = {}
        self._always_basic = False

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
        self._csrf = {}
        self._always_basic = False
        reply = await exchange(self._client, Request("GET", API + path, {}, auth=self._basic()))
        # A server that hands out no cookie has no session to remember us by.
        self._always_basic = not self._client.cookies
        self._remember_csrf(reply)
        return reply

    async def get(self, path: str, wait_s: float) -> Reply:
        """Get a resource within the session; `path` relative to `/api/v2`, errors as for `exchange`."""
        reply = await exchange(self._client, Request("GET", API + path, {}, auth=self._auth(), wait_s=wait_s))
        self._remember_csrf(reply)
        return reply

    async def post(self, path: str, content: bytes, wait_s: float) -> Reply:
        """Post JSON once, with the CSRF token; `path` relative to the origin, errors as for `exchange`.

        `wait_s` is the deadline of the whole answer: one that begins and does not end is silence too.
        """
        headers = {"Content-Type": "application/json;charset=UTF-8", **self._csrf}
        request = Request("POST", path, headers, content=content, auth=self._auth(), wait_s=wait_s, body_s=0.0)
        return await exchange(self._client, request)

    def _auth(self) -> httpx.BasicAuth | None:
        return self._basic() if self._always_basic else None

    def _basic(self) -> httpx.BasicAuth:
        # What the environment holds and UTF-8 does not know goes to the server as it is.
        user, password = self._login.user, self._login.password.get_secret_value()
        return httpx.BasicAuth(user.encode(errors="surrogateescape"), password.encode(errors="surrogateescape"))

    def _remember_csrf(self, reply: Reply) -> None:
        name = reply.headers.get("x-csrf-header", "")
        token = reply.headers.get(name, "") if _may_be_token_header(name) else ""
        if _TOKEN.fullmatch(token):
            self._csrf = {name: token}


def _may_be_token_header(name: str) -> bool:
    return _HEADER.fullmatch(name) is not None and _OWN_HEADERS.fullmatch(name.lower()) is None
