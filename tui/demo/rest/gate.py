"""The gate every request passes: counting, login, CSRF, refusals as JSON (API.md 1.2, 1.3 and 1.5)."""

from __future__ import annotations

import hmac
import json

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from tui.demo.rest.door import COOKIE, TOKEN_HEADER, HttpSession, SimulatedLogins
from tui.demo.rest.envelope import RefusalError, refusal
from tui.demo.rest.faults import Faults
from tui.demo.rest.rest_reading import SESSION
from tui.demo.rest.statistics import Statistics

API = "/api/v2"


class Gate:
    """An aiohttp middleware."""

    def __init__(
        self, door: SimulatedLogins, statistics: Statistics, faults: Faults, *, csrf: bool, as_text: bool
    ) -> None:
        """Guard the server.

        Args:
            door: Who may come in.
            statistics: Where requests are counted.
            faults: What goes wrong on purpose.
            csrf: Whether writing requests need the token.
            as_text: Whether status codes are strings.
        """
        self._door = door
        self._statistics = statistics
        self._faults = faults
        self._csrf = csrf
        self._as_text = as_text

    def middleware(self) -> Middleware:
        """The function for `web.Application(middlewares=[...])`."""

        @web.middleware
        async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
            if not request.path.startswith(API):
                return await handler(request)
            kind = await _kind(request)
            session = self._door.admit(request.cookies.get(COOKIE), request.headers.get("Authorization"))
            self._statistics.request(kind, session.agent.user_name if session else "")
            return await self._faults.around(request, kind, lambda: self._enter(request, handler, session))

        return gate

    async def _enter(self, request: web.Request, handler: Handler, session: HttpSession | None) -> web.StreamResponse:
        try:
            response = await self._guarded(request, handler, session)
        except RefusalError as error:
            response = refusal(error, as_text=self._as_text)
        except web.HTTPNotFound:
            response = refusal(RefusalError(6, "Resource not found"), as_text=self._as_text)
        if session is not None:
            self._mark(request, response, session)
        return response

    async def _guarded(self, request: web.Request, handler: Handler, session: HttpSession | None) -> web.StreamResponse:
        if request.path == f"{API}/diagnostics/version":
            return await handler(request)
        if session is None:
            raise RefusalError(20, "Access denied")
        if self._csrf and request.method in ("POST", "PUT", "DELETE"):
            sent = request.headers.get(TOKEN_HEADER, "")
            if not hmac.compare_digest(sent.encode(), session.token.encode()):
                return web.json_response({"statusMessage": "Missing or invalid Csrf token"}, status=403)
        request[SESSION] = session
        return await handler(request)

    def _mark(self, request: web.Request, response: web.StreamResponse, session: HttpSession) -> None:
        if request.cookies.get(COOKIE) != session.id and self._door.holds(session):
            response.set_cookie(COOKIE, session.id, path="/", httponly=True)
        if self._csrf and request.method == "GET":
            response.headers["X-CSRF-HEADER"] = TOKEN_HEADER
            response.headers[TOKEN_HEADER] = session.token


async def _kind(request: web.Request) -> str:
    """What a request is, for counting and for faults: a Bayeux channel, or method and route."""
    if request.path.startswith(f"{API}/notifications"):
        return _channel(await request.text())
    resource = request.match_info.route.resource
    path = resource.canonical if resource is not None else request.path
    return f"{request.method} {path.removeprefix(API)}"


def _channel(text: str) -> str:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return "/notifications"
    first = body[0] if isinstance(body, list) and body else body
    return str(first.get("channel")) if isinstance(first, dict) else "/notifications"
