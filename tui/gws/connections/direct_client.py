"""httpx's client for a server without a proxy on the way: what is the same in all requests of a login is said once.

Cookies, addresses and credentials stay the business of httpx. What it works out anew for each request, such as the
headers that all have and the cookies that an address gets, takes longer than sending it.
"""

from collections.abc import Mapping
from http.cookiejar import Cookie, CookieJar

import httpx

from tui.gws.connections.direct import DirectTransport

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


class DirectClient(httpx.AsyncClient):
    """Sends a request once, and gives its answer whatever it is: nothing is followed, and nothing answered."""

    def __init__(self, base: httpx.URL, transport: DirectTransport, headers: Mapping[str, str]) -> None:
        """Make the client of one login.

        Args:
            base: Scheme, host and port, with the context path if there is one; ends in a slash.
            transport: Its connections.
            headers: What each request says.
        """
        self._jar = CountedCookies()
        super().__init__(
            base_url=base, transport=transport, headers=headers, cookies=self._jar, timeout=None, trust_env=False
        )
        self._direct = transport
        self._said_always = ((b"Host", self.base_url.netloc), *self.headers.raw)
        self._cookies_of: dict[bytes, str] = {}
        self._read_at = -1

    def prepare(
        self, method: str, address: httpx.URL, headers: Mapping[str, str], content: bytes | None
    ) -> httpx.Request:
        """Say what is asked, as `build_request` says it.

        Args:
            method: GET or POST.
            address: Of this server.
            headers: What this request says beside what each does.
            content: What is posted.

        Returns:
            The request with its cookies, without credentials.
        """
        said = [*self._said_always, *((name.encode("ascii"), value.encode("ascii")) for name, value in headers.items())]
        if content is not None or method == "POST":
            said.append((b"Content-Length", b"%d" % len(content or b"")))
        if cookies := self._cookie_header(address):
            said.append((b"Cookie", cookies.encode("ascii")))
        return httpx.Request(method, address, headers=said, stream=httpx.ByteStream(content or b""))

    async def begin(self, asked: httpx.Request, auth: httpx.BasicAuth | None) -> httpx.Response:
        """Send a request once.

        Args:
            asked: One that was prepared.
            auth: The credentials that go with it.

        Returns:
            The answer up to the end of its headers; its cookies are kept. Whoever reads on closes it.

        Raises:
            httpx.TransportError: No connection, or one that broke.
        """
        if auth is None and asked.url.userinfo:
            auth = httpx.BasicAuth(asked.url.username, asked.url.password)
        if auth is not None:
            next(auth.auth_flow(asked))
        response = await self._direct.handle_async_request(asked)
        if "set-cookie" in response.headers:
            response.request = asked
            self.cookies.extract_cookies(response)
        return response

    def _cookie_header(self, address: httpx.URL) -> str:
        if self._jar.changes != self._read_at or len(self._cookies_of) > _PATHS:
            self._cookies_of.clear()
            self._read_at = self._jar.changes
        path = address.raw_path.partition(b"?")[0]
        known = self._cookies_of.get(path, self._cookies_of.get(_ANY))
        if known is None:
            kept = [*self._jar]
            known = self._cookies_for(address) if kept else ""
            # Which of them are over by now is to be asked each time.
            if all(cookie.expires is None for cookie in kept):
                self._cookies_of[_ANY if all(cookie.path == "/" for cookie in kept) else path] = known
        return known

    def _cookies_for(self, address: httpx.URL) -> str:
        probe = httpx.Request("GET", address)
        self.cookies.set_cookie_header(probe)
        return str(probe.headers.get("cookie", ""))
