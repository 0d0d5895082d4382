"""The other side of a wall with many logins, as lean as can be, so that it is not what is measured.

    python -m tests.bench.programs.many_logins LOGINS [CALLS]

Each login has a device and a call, or so many; one that is alone has a screen full of calls, where nothing is said. It
prints one line of JSON with its address, and takes one order a line on standard input, answered by a line of JSON:
`rate N` (changes a second over all logins), `stop`, `start` (nobody is logged in then), `stats`. It ends with them.
"""

from __future__ import annotations

import asyncio
import base64
import json
import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.bench.programs.counting import say
from tests.gws.samples import BASE, CALL, DEVICE, READY, USER

HOLD_MS = 30_000
A_SCREEN = 50
PASSWORD = "not-a-secret"
_NOTIFICATIONS = b"/api/v2/notifications"
_REFUSED = b'{"statusCode":20,"statusMessage":"not authenticated"}'
_SERVICES = b'{"statusCode":0,"services":[]}'
_ADVICE = {"reconnect": "retry", "interval": 0, "timeout": HOLD_MS}


def _ok(**fields: object) -> bytes:
    return json.dumps({"statusCode": 0, **fields}).encode()


def _call(call_id: str, there: str) -> dict[str, Any]:
    about = {"id": call_id, "callUuid": call_id, "uri": f"{BASE}/me/calls/{call_id}", "deviceUri": there}
    return {**CALL, **about, "state": "Established"}


class Login:
    """One login: what it has, and what it has asked for since the start."""

    def __init__(self, number: int, calls: int) -> None:
        self.name = f"agent.{number}"
        device_id = f"device-{number}"
        own = {"id": device_id, "phoneNumber": f"{5001 + number}", "userState": READY}
        self.device = {**DEVICE, **own}
        there = f"{BASE}/devices/{device_id}"
        self.calls = [_call(f"call-{number}-{place}", there) for place in range(calls)]
        self.user = {**USER, "id": f"user-{number}", "userName": self.name}
        self.waiting: list[dict[str, Any]] = []
        self.held: Held | None = None
        self.asked: Counter[str] = Counter()
        self.looked = False
        self._begun_s = time.time()

    def snapshot(self) -> bytes:
        """The answer to the question for the whole state."""
        return _ok(user={**self.user, "devices": [self.device], "calls": [self._told(call) for call in self.calls]})

    def change(self) -> None:
        """Mute the call, or let it be heard again; a poll that is held tells of it at once."""
        call = self.calls.pop(0)
        self.calls.append(call)
        call["mute"] = "Off" if call["mute"] == "On" else "On"
        told = {"messageType": "CallStateChanged", "notificationType": "StatusChange", "call": self._told(call)}
        self.waiting.append({"channel": "/v2/me/calls", "data": told})
        if self.held is not None:
            self.held.tell()

    def _told(self, call: dict[str, Any]) -> dict[str, Any]:
        return {**call, "duration": f"{time.time() - self._begun_s:.0f}"}


class Held:
    """A poll that is held until something happens, or the time is up."""

    def __init__(self, login: Login, answer: Callable[[], None]) -> None:
        self._login = login
        self._answer = answer
        self._timer = asyncio.get_running_loop().call_later(HOLD_MS / 1000, self.tell)
        login.held = self

    def tell(self) -> None:
        """Answer it."""
        self.drop()
        self._answer()

    def drop(self) -> None:
        """Never answer it."""
        self._timer.cancel()
        self._login.held = None


class Centre:
    """All logins, who of them is logged in, and the server."""

    def __init__(self, logins: int, calls: int) -> None:
        calls = calls or (1 if logins > 1 else A_SCREEN)
        self.logins = [Login(number, calls) for number in range(logins)]
        self.by_basic = {base64.b64encode(f"{one.name}:{PASSWORD}".encode()): one for one in self.logins}
        self.connections: set[Connection] = set()
        self.by_cookie: dict[bytes, Login] = {}
        self.sessions = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self._pace: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; nobody is logged in, and nothing was asked."""
        self.by_cookie.clear()
        for login in self.logins:
            login.asked.clear()
            login.looked = False
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self), "127.0.0.1", self.port, backlog=4096)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Be gone, as after a crash."""
        if self._server is not None:
            self._server.close()
        for one in [*self.connections]:
            one.cut()

    def pace(self, rate: float) -> None:
        """Let so many changes happen in a second, one login after another."""
        if self._pace is not None:
            self._pace.cancel()
        self._pace = asyncio.get_running_loop().create_task(self._change(rate)) if rate else None

    async def _change(self, rate: float) -> None:
        loop = asyncio.get_running_loop()
        start_s, number = loop.time(), 0
        while True:
            number += 1
            await asyncio.sleep(max(0.0, start_s + number / rate - loop.time()))
            # Neighbours on the wall do not change one after the other.
            self.logins[number * 7919 % len(self.logins)].change()

    def stats(self) -> dict[str, object]:
        """What was asked since the start, and when the last login had all."""
        return {
            "looked": sum(login.looked for login in self.logins),
            "held": sum(login.held is not None for login in self.logins),
            "most": max(login.asked.total() for login in self.logins),
        }


class Connection(asyncio.Protocol):
    """HTTP/1.1 with connections that are kept: as much of it as the client needs."""

    def __init__(self, centre: Centre) -> None:
        self._centre = centre
        self._read = b""
        self._transport: asyncio.Transport | None = None
        self._held: Held | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Somebody came."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._centre.connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """They went."""
        del exc
        self._centre.connections.discard(self)
        if self._held is not None:
            self._held.drop()

    def cut(self) -> None:
        """Be gone without a word."""
        if self._transport is not None:
            self._transport.abort()

    def data_received(self, data: bytes) -> None:
        """Answer what is whole."""
        self._read += data
        while (end := self._read.find(b"\r\n\r\n")) >= 0:
            lines = self._read[:end].split(b"\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(b": ") for line in lines[1:])}
            size = end + 4 + int(headers.get(b"content-length", b"0"))
            if len(self._read) < size:
                return
            content, self._read = self._read[end + 4 : size], self._read[size:]
            self._answer(lines[0].split(b" ")[1], headers, content)

    def _answer(self, path: bytes, headers: dict[bytes, bytes], content: bytes) -> None:
        basic = headers.get(b"authorization", b"").removeprefix(b"Basic ")
        login = self._centre.by_cookie.get(headers.get(b"cookie", b""))
        if login is None and (login := self._centre.by_basic.get(basic)) is not None:
            self._centre.sessions += 1
            cookie = f"JSESSIONID=s{self._centre.sessions:012}".encode()
            self._centre.by_cookie[cookie] = login
            login.asked["login"] += 1
            self._say(_ok(user=login.user), b"Set-Cookie: " + cookie + b"; Path=/; HttpOnly\r\n")
        elif login is None:
            self._say(_REFUSED, status=b"401 Unauthorized")
        elif path == _NOTIFICATIONS:
            self._converse(login, json.loads(content))
        elif b"subresources" in path:
            login.asked["look"] += 1
            login.looked = True
            self._say(login.snapshot())
        else:
            login.asked["other"] += 1
            self._say(_SERVICES)

    def _converse(self, login: Login, messages: list[dict[str, Any]]) -> None:
        answers = [_reply(one) for one in messages]
        login.asked[messages[0]["channel"]] += 1
        polls = messages[0]["channel"] == "/meta/connect"
        held = polls and messages[0].get("advice", {}).get("timeout") != 0

        def tell() -> None:
            self._held = None
            if polls:
                answers.extend(login.waiting)
                login.waiting = []
            self._say(json.dumps(answers).encode())

        if held and not login.waiting:
            self._held = Held(login, tell)
        else:
            tell()

    def _say(self, body: bytes, headers: bytes = b"", status: bytes = b"200 OK") -> None:
        if self._transport is not None:
            head = b"HTTP/1.1 %b\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%b\r\n"
            self._transport.write(head % (status, len(body), headers) + body)


def _reply(message: dict[str, Any]) -> dict[str, Any]:
    channel = message["channel"]
    reply = {"channel": channel, "successful": True, "id": message.get("id")}
    if channel == "/meta/handshake":
        more = {"clientId": "c1", "version": "1.0", "supportedConnectionTypes": ["long-polling"]}
        return {**reply, **more, "advice": _ADVICE}
    if channel == "/meta/subscribe":
        return {**reply, "subscription": message["subscription"]}
    return {**reply, "advice": _ADVICE} if channel == "/meta/connect" else reply


async def serve(logins: int, calls: int = 0) -> None:
    """Take orders until standard input ends."""
    centre = Centre(logins, calls)
    await centre.start()
    say({"url": f"http://127.0.0.1:{centre.port}", "password": PASSWORD})
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while order := (await reader.readline()).decode().split():
        if order[0] == "rate":
            centre.pace(float(order[1]))
        elif order[0] == "stop":
            centre.stop()
        elif order[0] == "start":
            await centre.start()
        say(centre.stats())


if __name__ == "__main__":
    asyncio.run(serve(*map(int, sys.argv[1:])))
