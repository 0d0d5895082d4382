"""The control endpoint for this machine only: POST /control/<verb>, GET /control/calls, stats, logins; not the API."""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from tui.demo.rest.envelope import encode
from tui.demo.rest.faults import FaultKind
from tui.demo.verbs import Verbs

Json = dict[str, Any]
_SPOILT = tuple(kind for kind in FaultKind if kind is not FaultKind.STATUS)


class Control:
    """Carries the verbs over HTTP."""

    def __init__(self, verbs: Verbs, logins: list[Json]) -> None:
        """Serve verbs.

        Args:
            verbs: What can be done.
            logins: Answer of `GET /control/logins`.
        """
        self._verbs = verbs
        self._logins = logins
        self._table = _table(verbs)

    def routes(self) -> list[web.RouteDef]:
        """The routes below /control."""
        return [web.get("/control/{question}", self._ask), web.post("/control/{verb}", self._order)]

    async def _ask(self, request: web.Request) -> web.Response:
        only_local(request)
        question = request.match_info["question"]
        if question == "logins":
            return _answer(self._logins)
        if question == "stats":
            return _answer(self._verbs.stats())
        if question != "calls":
            raise web.HTTPNotFound
        try:
            return _answer(self._verbs.calls(request.query.get("user", "")))
        except KeyError as error:
            raise web.HTTPNotFound from error

    async def _order(self, request: web.Request) -> web.Response:
        only_local(request)
        verb = self._table.get(request.match_info["verb"])
        if verb is None:
            raise web.HTTPNotFound
        try:
            body = json.loads(await request.text() or "{}")
            return _answer(verb(**body))
        except (TypeError, ValueError, KeyError, RecursionError) as error:
            return web.Response(status=400, text=f"{type(error).__name__}: {error}")


def _table(verbs: Verbs) -> dict[str, Callable[..., Json]]:
    named = (
        verbs.cut,
        verbs.forget,
        verbs.expire,
        verbs.deny_subscribe,
        verbs.option,
        verbs.status,
        verbs.clear,
        verbs.lose,
        verbs.duplicate,
        verbs.early,
        verbs.noeffect,
        verbs.voice,
        verbs.pause,
        verbs.resume,
        verbs.step,
        verbs.start,
        verbs.start_unseen,
        verbs.end_unseen,
        verbs.reset_stats,
    )
    table: dict[str, Callable[..., Json]] = {verb.__name__: verb for verb in named}
    table.update({kind.value: partial(verbs.spoil, kind) for kind in _SPOILT})
    return table


def only_local(request: web.Request) -> None:
    """Refuse what comes from another machine, or from a page of somebody else's in a browser on this one.

    A page may send a plain request to any address, and a name of its own can be made to lead here (DNS rebinding): the
    browser then says in `Origin` and `Host` whose page and which name that is.

    Args:
        request: A request to the control endpoint.

    Raises:
        web.HTTPForbidden: It is refused.
    """
    origin = request.headers.get("Origin", "")
    if not (
        _is_loopback(request.remote or "")
        and _is_this_machine(request.host)
        and origin.lower() in ("", f"http://{request.host}".lower())
        and request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")
    ):
        raise web.HTTPForbidden


def _is_this_machine(host: str) -> bool:
    try:
        name = urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return False
    return name == "localhost" or _is_loopback(name)


def _is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


def _answer(value: object) -> web.Response:
    return web.Response(text=encode(value), content_type="application/json")
