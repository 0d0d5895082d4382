"""Node.js scripts of this folder as child processes: GWS servers and a CometD client, on libraries we did not write."""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Self

import httpx

from tests.public_trust import PUBLIC
from tests.waiting import PATIENCE_S

HERE = Path(__file__).parent
STOP_TIMEOUT_S = 3.0
LONGEST_LINE_BYTES = 4_000_000

Json = dict[str, Any]


class NodeProcess:
    """A running script that reads and prints lines; it ends when its standard input closes."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, node: str, script: str, options: Mapping[str, object]) -> Self:
        """Start ``script`` of this folder by the program ``node``, with ``options`` as its JSON argument."""
        process = await asyncio.create_subprocess_exec(
            node,
            str(HERE / script),
            json.dumps(options),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=LONGEST_LINE_BYTES,
        )
        return cls(process)

    async def line(self) -> str:
        """The next line that the script prints.

        Raises:
            EOFError: The script ended; its exit code is in the text.
            TimeoutError: Nothing was printed in time.
        """
        assert self._process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            line = await self._process.stdout.readline()
            if not line:
                raise EOFError(f"the script ended with {await self._process.wait()}")
        return line.decode()

    def send(self, order: Mapping[str, object]) -> None:
        """Give the script one line of JSON."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order).encode() + b"\n")

    async def stop(self) -> int:
        """Close the script's standard input, wait for its end, kill it if it does not come; returns the exit code."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._process.communicate()
        except TimeoutError:
            self._process.kill()
            await self._process.communicate()
        return await self._process.wait()


class NodeServer(NodeProcess):
    """A GWS server of one login; options and control verbs are listed in README.md of this folder."""

    url: str
    user: str
    password: str
    control_url: str
    _control: httpx.AsyncClient

    @classmethod
    async def serve(cls, node: str, kind: str, **options: object) -> Self:
        """Start ``cometd_server.mjs`` or ``faye_server.mjs`` and wait until it listens."""
        login: dict[str, object] = {"user": "agent.one", "password": "not-a-secret"}
        server = await cls.start(node, f"{kind}_server.mjs", login | options)
        try:
            word, port, control_port = (await server.line()).split()
        except BaseException:
            await NodeProcess.stop(server)
            raise
        assert word == "READY"
        server.url = f"{'https' if options.get('cert') else 'http'}://127.0.0.1:{port}"
        server.user, server.password = str(login["user"]), str(login["password"])
        server.control_url = f"http://127.0.0.1:{control_port}"
        server._control = httpx.AsyncClient(verify=PUBLIC, base_url=server.control_url, trust_env=False)
        return server

    async def control(self, verb: str, **params: object) -> Json:
        """Send a control verb with its parameters.

        Raises:
            httpx.HTTPStatusError: The server does not know the verb or a parameter.
        """
        answer = await self._control.post(f"/control/{verb}", json=params)
        answer.raise_for_status()
        body: Json = answer.json()
        return body

    def client(self, verify: ssl.SSLContext = PUBLIC) -> httpx.AsyncClient:
        """A plain HTTP client for this server, not logged in, to be closed by the caller."""
        return httpx.AsyncClient(base_url=self.url, verify=verify, trust_env=False, timeout=PATIENCE_S)

    async def stop(self) -> int:
        """Stop the server and the connection to its control plane; returns the exit code."""
        await self._control.aclose()
        return await super().stop()


class JsClient(NodeProcess):
    """``js_client.mjs``: the CometD project's client; every line it prints is an event."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        super().__init__(process)
        self.events: list[Json] = []

    async def until(self, accepted: Callable[[Json], bool]) -> Json:
        """The next event that is ``accepted``; the others are kept in ``events`` with it.

        Raises:
            TimeoutError: There was none in time; the events so far are in the text.
        """
        try:
            async with asyncio.timeout(PATIENCE_S):
                while True:
                    event: Json = json.loads(await self.line())
                    self.events.append(event)
                    if accepted(event):
                        return event
        except TimeoutError as late:
            raise TimeoutError(f"not among {self.events}") from late

    async def reply(self, name: str, **fields: object) -> Json:
        """The next Bayeux reply on ``/meta/<name>`` that has these fields."""
        wanted = {"event": "meta", "name": name} | fields
        return await self.until(lambda event: all(event.get(key) == value for key, value in wanted.items()))

    async def message(self, channel: str) -> Json:
        """The ``data`` of the next event message on ``channel``."""
        event = await self.until(lambda event: event["event"] == "message" and event["channel"] == channel)
        data: Json = event["data"]
        return data

    async def summary(self) -> Json:
        """Disconnect, and return the counts that the client prints before it leaves."""
        self.send({"do": "disconnect"})
        return await self.until(lambda event: event["event"] == "summary")
