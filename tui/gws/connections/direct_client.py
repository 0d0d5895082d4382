"""The client of a server without a proxy on the way: what is the same in all requests of a login is said once.

Cookies, addresses and credentials stay the business of httpx. What it works out anew for each request, such as the
headers that all have and the cookies that an address gets, takes longer than sending it.
"""

import ssl
from collections.abc import Mapping
from functools import lru_cache
from http.cookiejar import Cookie, CookieJar
from typing import Self

import httpx

from tui.gws.connections.direct import DirectAnswer, DirectConnections
from tui.gws.connections.requests import Request, written

_PATHS = 16
"""Of so many the cookies are kept in mind."""
_ANY = b""
"""Stands for all paths, where all cookies are for all of them."""


class CountedCookies(CookieJar):
    """A cookie jar that counts its changes, so that what was read of it need not be read again.

    Attributes:
        changes: Another number whenever a cookie came or went.
    """

    changes = 0

    def __repr__(self) -> str:
        """Without the cookies, which are as good as a password."""
        return f"<{type(self).__name__} of {len(self)}>"

    def set_cookie(self, cookie: Cookie) -> None:
        """See `CookieJar`; whatever comes, comes by here."""
        self.changes += 1
        super().set_cookie(cookie)

    def clear(self, domain: str | None = None, path: str | None = None, name: str | None = None) -> None:
        """See `CookieJar`; whatever goes, goes by here."""
        self.changes += 1
        super().clear(domain, path, name)


class DirectClient:
    """Sends a request once, and gives its answer whatever it is; see `Client`."""

    def __init__(self, base: httpx.URL, tls: ssl.SSLContext, headers: Mapping[str, str]) -> None:
        """Make the client of one login.

        Args:
            base: Scheme, host and port, with the context path if there is one; ends in a slash.
            tls: What to verify certificates with.
            headers: What each request says.
        """
        self._jar = CountedCookies()
        self.cookies = httpx.Cookies(self._jar)
        self._base = base
        self._own = httpx.BasicAuth(base.username, base.password) if base.userinfo else None
        self._connections = DirectConnections(base, tls)
        always = {**headers, "Connection": "keep-alive"}
        self._said_always = ((b"Host", base.netloc), *((_line(name), _line(value)) for name, value in always.items()))
        self._cookies_of: dict[bytes, str] = {}
        self._read_at = -1

    async def __aenter__(self) -> Self:
        """The client itself."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close its connections."""
        await self.aclose()

    async def aclose(self) -> None:
        """See `Client`."""
        self._connections.close()

    async def ask(self, request: Request) -> DirectAnswer:
        """See `Client`."""
        target = (_target.__wrapped__ if request.has_secret_path else _target)(self._base.raw_path, request.path)
        headers = self.headers(request, target)
        answer = await self._connections.ask(written(request.method, target, headers, request.content or b""))
        if "set-cookie" in answer.headers:
            asked = httpx.Request(request.method, self._base.copy_with(raw_path=target))
            self.cookies.extract_cookies(httpx.Response(answer.status, headers=answer.raw_headers, request=asked))
        return answer

    def headers(self, request: Request, target: bytes) -> list[tuple[bytes, bytes]]:
        """Say what goes before the content of a request, as httpx says it.

        Args:
            request: What to send.
            target: Its path and query, with the context path.
        """
        said = [*self._said_always, *((_line(name), _line(value)) for name, value in request.headers.items())]
        if request.content is not None or request.method == "POST":
            said.append((b"Content-Length", b"%d" % len(request.content or b"")))
        cookies = self._cookie_header(target)
        if cookies:
            said.append((b"Cookie", _line(cookies)))
        auth = request.authorize(cookies) or self._own
        if auth is not None:
            said.append((b"Authorization", _line(next(auth.auth_flow(self._probe(target))).headers["authorization"])))
        return said

    def _cookie_header(self, target: bytes) -> str:
        if self._jar.changes != self._read_at or len(self._cookies_of) > _PATHS:
            self._cookies_of.clear()
            self._read_at = self._jar.changes
        path = target.partition(b"?")[0]
        known = self._cookies_of.get(path, self._cookies_of.get(_ANY))
        if known is None:
            kept = [*self._jar]
            known = self._cookies_for(target) if kept else ""
            # Which of them are over by now is to be asked each time.
            if all(cookie.expires is None for cookie in kept):
                self._cookies_of[_ANY if all(cookie.path == "/" for cookie in kept) else path] = known
        return known

    def _cookies_for(self, target: bytes) -> str:
        probe = self._probe(target)
        self.cookies.set_cookie_header(probe)
        return str(probe.headers.get("cookie", ""))

    def _probe(self, target: bytes) -> httpx.Request:
        """What httpx and its cookies write their headers into."""
        return httpx.Request("GET", self._base.copy_with(raw_path=target))


@lru_cache(maxsize=32)
def _target(base: bytes, path: str) -> bytes:
    """Where a path is: the logins of one server ask for the same ones again and again, and to read them takes long."""
    return base + httpx.URL(path).raw_path.lstrip(b"/")


def _line(words: str) -> bytes:
    return words.encode("ascii")
