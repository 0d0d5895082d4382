"""A web server that knows who asks: sessions by cookie, Basic, CSRF tokens, and every way to refuse after a login."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import httpx

from tests.live.web_server import WebServer, part_of

NO_LOGIN = {"statusCode": 20, "statusMessage": "Access denied"}
NO_TOKEN = {"statusCode": 3, "statusMessage": "Missing or invalid Csrf token"}

Refusal = Callable[[str, httpx.Request], httpx.Response | None]
"""What is answered instead to a request for some part, once it is known who asks."""


class SessionServer(WebServer):
    """Refuses whoever is not known.

    Attributes:
        cookies: The `Set-Cookie` headers of a new session; `{id}` stands for it, `{name}` for the usual name.
        encoding: How it reads Basic credentials.
        refuse: What it refuses all the same.
        logins: When somebody asked to log in, seconds.
        with_basic: For each request, whether it carried credentials.
        renames: Whether each answer brings a new session cookie with a new name; the last two are known.
        csrf: Whether requests other than GET need the newest token, which each answer brings anew.
    """

    cookies: tuple[str, ...] = ("{name}={id}; Path=/; HttpOnly",)

    def __init__(self, password: str = "secret", encoding: str = "utf-8") -> None:
        super().__init__()
        self.refuse: Refusal = lambda _part, _request: None
        self.with_basic: list[bool] = []
        self.csrf = self.renames = False
        self._basic = "Basic " + base64.b64encode(f"agent.one:{password}".encode(encoding)).decode()
        self._sessions: list[str] = []
        self._tokens = 0

    @property
    def logins(self) -> list[float]:
        return [at_s for at_s, part in self.asked if part == "login"]

    def most_logins(self, within_s: float = 60.0) -> int:
        """The most logins in any such time."""
        return max(sum(begin <= at_s < begin + within_s for at_s in self.logins) for begin in self.logins)

    def expire(self) -> None:
        """Forget who is who."""
        self._sessions += ["expired", "expired"]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        messages = json.loads(request.content) if request.content else []
        part = part_of(request.url.path, request.url.query.decode(), messages)
        self.with_basic.append("authorization" in request.headers)
        token = f"token{self._tokens}"
        session = self._session_of(request)
        reply = await super().handle_async_request(request)
        if session is None and request.headers.get("authorization") != self._basic:
            reply = httpx.Response(403, json=NO_LOGIN)
        elif self.csrf and request.method == "POST" and request.headers.get("x-csrf-token") != token:
            reply = httpx.Response(403, json=NO_TOKEN)
        else:
            reply = self.refuse(part, request) or reply
        return self._signed(reply, session)

    def _session_of(self, request: httpx.Request) -> str | None:
        pairs = [pair.strip().partition("=")[2].strip('"') for pair in request.headers.get("cookie", "").split(";")]
        return next((value for value in pairs if value in self._sessions[-2:]), None)

    def _signed(self, reply: httpx.Response, session: str | None) -> httpx.Response:
        headers = [(name, value) for name, value in reply.headers.multi_items() if name != "set-cookie"]
        if (session is None or self.renames) and reply.status_code == 200:
            session, name = f"s{len(self._sessions)}", f"JSESSIONID{len(self._sessions) if self.renames else ''}"
            self._sessions.append(session)
            headers += [("set-cookie", cookie.format(id=session, name=name)) for cookie in self.cookies]
        if self.csrf:
            self._tokens += 1
            headers += [("x-csrf-header", "X-CSRF-TOKEN"), ("x-csrf-token", f"token{self._tokens}")]
        return httpx.Response(reply.status_code, headers=headers, content=reply.content)
