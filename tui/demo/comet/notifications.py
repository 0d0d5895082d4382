"""The CometD endpoint: POST /api/v2/notifications and any tail after it (API.md 4.1)."""

from __future__ import annotations

import json
import secrets
from typing import Any

from aiohttp import web

from tui.demo.comet.bayeux import Bayeux, PollEndedError, Visitor
from tui.demo.rest.door import SimulatedLogins
from tui.demo.rest.envelope import RefusalError
from tui.demo.rest.rest_reading import SESSION

BROWSER_COOKIE = "BAYEUX_BROWSER"


class Notifications:
    """Carries Bayeux over HTTP."""

    def __init__(self, bayeux: Bayeux, door: SimulatedLogins) -> None:
        """Serve one Bayeux service.

        Args:
            bayeux: Answers the messages.
            door: Keeps the HTTP session alive while it polls.
        """
        self._bayeux = bayeux
        self._door = door

    def routes(self, prefix: str) -> list[web.RouteDef]:
        """The routes below a prefix such as /api/v2."""
        return [
            web.post(f"{prefix}/notifications", self._post),
            web.post(f"{prefix}/notifications/{{tail:.*}}", self._post),
        ]

    async def _post(self, request: web.Request) -> web.Response:
        messages = _messages(await request.text())
        if messages is None:
            return web.Response(status=400, text="Not a Bayeux request")
        session = request[SESSION]
        browser = request.cookies.get(BROWSER_COOKIE) or secrets.token_hex(10)
        visitor = Visitor(session.agent.user_name, session.id, browser)
        try:
            replies = await self._bayeux.answer(visitor, messages)
        except PollEndedError as ended:
            if ended.closing:
                return web.Response(status=503, text="Shutting down")
            raise RefusalError(20, "Access denied") from ended
        self._door.touch(session)
        response = web.Response(text=f"[{','.join(replies)}]", content_type="application/json")
        if BROWSER_COOKIE not in request.cookies:
            response.set_cookie(BROWSER_COOKIE, browser, path="/", httponly=True)
        return response


def _messages(text: str) -> list[dict[str, Any]] | None:
    try:
        body = json.loads(text)
    except (ValueError, RecursionError):
        return None
    messages = body if isinstance(body, list) else [body]
    return messages if messages and all(isinstance(message, dict) for message in messages) else None
