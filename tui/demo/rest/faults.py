"""What goes wrong on purpose with HTTP requests: wrong answers, no answers, lost answers."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import StrEnum

from aiohttp import web

Answer = Callable[[], Awaitable[web.StreamResponse]]


class FaultKind(StrEnum):
    """What happens to a request."""

    STATUS = "status"
    HTML = "html"
    GARBAGE = "garbage"
    NULL = "null"
    EMPTY = "empty"
    HANG = "hang"
    DROP = "drop"
    """The request is carried out; its answer never arrives, the connection is cut."""
    LACKING = "lacking"
    """A user comes without the list of their calls."""
    PARTIAL = "partial"
    """The same, as a partial success that names the failed channel (API.md 1.5)."""


@dataclass(slots=True)
class SimulatedFault:
    """One fault and how long it lasts.

    Attributes:
        kind: What happens.
        count: To how many more requests; None is no limit.
        until_s: Until when, on `time.monotonic`; None is no limit.
        match: Part of the request's kind, such as "/meta/connect" or "GET /me"; "" is every request.
        status: HTTP status for kind `STATUS`.
    """

    kind: FaultKind
    count: int | None = 1
    until_s: float | None = None
    match: str = ""
    status: int = 503

    def strikes(self, request_kind: str) -> bool:
        """Whether this request is hit; counts it when it is."""
        if self.spent or self.match not in request_kind:
            return False
        if self.count is not None:
            self.count -= 1
        return True

    @property
    def spent(self) -> bool:
        """Whether it is over."""
        late = self.until_s is not None and time.monotonic() > self.until_s
        return late or (self.count is not None and self.count <= 0)


class Faults:
    """The faults that are planned."""

    def __init__(self) -> None:
        """Nothing is wrong."""
        self._planned: list[SimulatedFault] = []
        self._released = asyncio.Event()

    def plan(self, fault: SimulatedFault) -> None:
        """Let something go wrong from now on."""
        self._planned.append(fault)

    def clear(self) -> None:
        """Nothing goes wrong any more; hanging requests are answered 503."""
        self._planned.clear()
        self._released.set()
        self._released = asyncio.Event()

    async def around(self, request: web.Request, kind: str, proper: Answer) -> web.StreamResponse:
        """The answer to a request, proper or spoilt.

        Args:
            request: The request.
            kind: What it is, for `SimulatedFault.match`.
            proper: Makes the proper answer.
        """
        fault = next((each for each in self._planned if each.strikes(kind)), None)
        self._planned = [each for each in self._planned if not each.spent]
        if fault is None:
            return await proper()
        if fault.kind is FaultKind.HANG:
            await self._released.wait()
            return web.Response(status=503, text="Service Unavailable")
        if fault.kind is FaultKind.DROP:
            response = await proper()
            if request.transport is not None:
                request.transport.abort()
            return response
        if fault.kind in (FaultKind.LACKING, FaultKind.PARTIAL):
            return _without_calls(await proper(), fault.kind)
        return _spoilt(fault)


def _without_calls(proper: web.StreamResponse, kind: FaultKind) -> web.StreamResponse:
    """What is left of an answer with calls; any other stays as it is."""
    if not isinstance(proper, web.Response) or proper.content_type != "application/json" or proper.status != 200:
        return proper
    body = json.loads(proper.text or "null")
    user = body.get("user") if isinstance(body, dict) else None
    if not isinstance(user, dict) or user.pop("calls", None) is None:
        return proper
    if kind is FaultKind.PARTIAL:
        failure = {"statusCode": 4, "statusMessage": "T-Server connection is not opened", "channel": "voice"}
        body |= {"statusCode": 7, "failed": [failure]}
    proper.text = json.dumps(body)
    return proper


def _spoilt(fault: SimulatedFault) -> web.Response:
    json_type = "application/json"
    if fault.kind is FaultKind.HTML:
        page = "<html><body><h1>Please sign in</h1></body></html>"
        return web.Response(text=page, content_type="text/html")
    if fault.kind is FaultKind.GARBAGE:
        return web.Response(body=b'[{"channel":"/meta/conn\xff\x00\x1b]0;', content_type=json_type)
    if fault.kind is FaultKind.NULL:
        return web.Response(text="null", content_type=json_type)
    if fault.kind is FaultKind.EMPTY:
        return web.Response(text="", content_type=json_type)
    if fault.status in (401, 403):
        return web.json_response({"statusCode": 20, "statusMessage": "Access denied"}, status=fault.status)
    return web.Response(status=fault.status, text="<h1>Service Unavailable</h1>", content_type="text/html")
