"""A Web Services server on loopback that answers what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

import asyncio
import base64
import json
import ssl
import time
from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Self

from aiohttp import web
from pydantic import SecretStr

from tests.gws.servers.cometd_half import CometdHalf, Json
from tests.public_trust import PUBLIC
from tui.gws.login import Login

USER, PASSWORD = "agent.one", "correct horse"
BASIC = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()

NO_LOGIN = {"statusCode": 20, "statusMessage": "Access denied"}


@dataclass(frozen=True)
class Answer:
    """What to answer instead of the usual: `body` bytes as they are, anything else as JSON.

    `cut` breaks the connection in the middle of the body, `drop` before a single byte, `hang` never answers,
    `echo` sets the id and the channel of the question into each message of the body that has none.
    """

    body: object = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: bool = False
    drop: bool = False
    hang: bool = False
    echo: bool = False


def meta(**fields: object) -> Answer:
    """One Bayeux reply to the first message of the question."""
    return Answer([fields], echo=True)


@dataclass(frozen=True)
class Asked:
    """One request, as it came. `kind`: login, snapshot, services, operation, other, or the tail of a meta channel."""

    kind: str
    at_s: float
    method: str
    path: str
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    payload: Json


class ScriptedServer:
    """`script(kind, *answers)` says what the next requests of a kind get; without a script it behaves well.

    `lost_replies`: so many of the next CometD replies are sent and never arrive.
    `bare_replies`: a CometD reply of one message comes without the list around it.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.cometd = CometdHalf()
        self.user: dict[str, object] = {"id": "u1", "userName": USER, "calls": [], "devices": []}
        self.login_headers: dict[str, str] = {}
        self.gives_cookie = True
        self.lost_replies = 0
        self.bare_replies = False
        self.at_once: Counter[str] = Counter()
        self.most_at_once: Counter[str] = Counter()
        self._scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self._sessions: set[str] = set()
        self._stopping = asyncio.Event()

    async def start(self, tls: ssl.SSLContext | None = None) -> Self:
        app = web.Application(client_max_size=64 << 20)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2, handler_cancellation=True, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0, ssl_context=tls).start()
        scheme = "https" if tls else "http"
        self.url = f"{scheme}://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def stop(self) -> None:
        self._stopping.set()
        self.cometd.wake_all()
        await self._runner.cleanup()

    @property
    def login(self) -> Login:
        return Login(self.url, USER, SecretStr(PASSWORD), PUBLIC)

    @property
    def connections(self) -> int:
        server = self._runner.server
        return len(server.connections) if isinstance(server, web.Server) else 0

    def script(self, kind: str, *answers: Answer) -> None:
        self._scripts[kind].extend(answers)

    def count(self, kind: str) -> int:
        return sum(asked.kind == kind for asked in self.asked)

    def last(self, kind: str) -> Asked:
        return [asked for asked in self.asked if asked.kind == kind][-1]

    def first(self, kind: str) -> Asked:
        return next(asked for asked in self.asked if asked.kind == kind)

    def expire_sessions(self) -> None:
        """As after a restart or on another node: the cookies mean nothing any more."""
        self._sessions.clear()
        self.cometd.forget_clients()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        body = await request.read()
        payload = json.loads(body) if body else None
        kind = _kind(request, payload)
        cookies, headers = dict(request.cookies), dict(request.headers)
        self.asked.append(Asked(kind, time.monotonic(), request.method, request.path_qs, headers, cookies, payload))
        self.at_once[kind] += 1
        self.most_at_once[kind] = max(self.most_at_once[kind], self.at_once[kind])
        try:
            if self._scripts[kind]:
                return await self._play(request, self._scripts[kind].popleft(), payload)
            return await self._behave(request, kind, payload)
        finally:
            self.at_once[kind] -= 1

    async def _play(self, request: web.Request, answer: Answer, payload: Json) -> web.StreamResponse:
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(_echoed(answer, payload)).encode()
        if answer.hang:
            await self._stopping.wait()
        if answer.cut:
            response = web.StreamResponse(headers={"Content-Length": str(len(body) + 100)})
            await response.prepare(request)
            await response.write(body)
        if (answer.cut or answer.drop or answer.hang) and request.transport is not None:
            request.transport.close() if answer.cut else request.transport.abort()
        return web.Response(body=body, status=answer.status, headers=answer.headers)

    async def _behave(self, request: web.Request, kind: str, payload: Json) -> web.StreamResponse:
        if not self._is_known(request):
            return web.json_response(NO_LOGIN, status=403)
        if kind in ("handshake", "connect", "subscribe", "disconnect"):
            reply = await self.cometd.answer(payload)
            if self.lost_replies and request.transport is not None:
                self.lost_replies -= 1
                request.transport.abort()
            return web.json_response(reply[0] if self.bare_replies and len(reply) == 1 else reply)
        response = web.json_response({"statusCode": 0, "user": self.user, "services": []}, headers=self.login_headers)
        if self.gives_cookie and request.cookies.get("JSESSIONID") not in self._sessions:
            session = f"s{len(self.asked)}"
            self._sessions.add(session)
            response.set_cookie("JSESSIONID", session)
        return response

    def _is_known(self, request: web.Request) -> bool:
        return request.headers.get("Authorization") == BASIC or request.cookies.get("JSESSIONID") in self._sessions


def _kind(request: web.Request, payload: Json) -> str:
    if request.path.startswith("/api/v2/notifications"):
        return str(payload[0]["channel"]).removeprefix("/meta/")
    if request.method == "POST":
        return "operation"
    known = {"/api/v2/me": "login", "/api/v2/services": "services"}
    return "snapshot" if "subresources" in request.query else known.get(request.path, "other")


def _echoed(answer: Answer, payload: Json) -> object:
    if not (answer.echo and isinstance(answer.body, list)):
        return answer.body
    question = {"id": payload[0]["id"], "channel": payload[0]["channel"]}
    return [{**question, **message} if "channel" not in message else message for message in answer.body]
