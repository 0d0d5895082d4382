"""The road of an operand from the server to the desk and back, with a loopback server that keeps what it is sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from pydantic import SecretStr

from tests.public_trust import PUBLIC
from tui.gws.auth import Session
from tui.gws.login import Login
from tui.gws.paths import path_of
from tui.gws.rest import Rest
from tui.gws.snapshot_answer import read_snapshot
from tui.live.clock import SystemClock
from tui.live.operations.operator import Operator
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import Privacy
from tui.screens.desk.desk_calls import DeskCalls
from tui.screens.desk.desk_options import DeskOptions
from tui.screens.desk.questions import PromptQuestions
from tui.source.intent import Intent

SOURCE = "agent"
DEVICE = {"id": "d1", "phoneNumber": "5550101", "capabilities": ["ForwardCallsOn"]}
CAPABILITIES = [
    "Hangup",
    "RemoveParticipantFromConference",
    "UpdateUserData",
    "DeleteUserDataPair",
    "SendDtmf",
    "SwapCalls",
]


def call(id_: str, **more: object) -> dict[str, Any]:
    """A call that goes on, as it comes."""
    return {
        "id": id_,
        "state": "Established",
        "callUuid": "U",
        "deviceUri": "http://gws.example.com/api/v2/devices/d1",
        "uri": f"http://gws.example.com/api/v2/me/calls/{id_}",
        "capabilities": CAPABILITIES,
        "duration": "3",
        "participants": [{"phoneNumber": "+12025550143"}],
        **more,
    }


@dataclass
class Road:
    """A board, a desk's questions, and an operator whose requests end at a socket.

    Attributes:
        board: What is known.
        shown: What the desk may see of it.
        operator: Sends.
        questions: What the desk asks.
        targets: Request targets that came in, byte by byte as they came.
        bodies: The bodies that came with them.
        answer: What the server says.
    """

    board: Board
    shown: Board
    operator: Operator
    questions: PromptQuestions
    journal: Journal
    targets: list[str] = field(default_factory=list)
    bodies: list[dict[str, Any]] = field(default_factory=list)
    answer: dict[str, Any] = field(default_factory=lambda: {"statusCode": 0})


class _Poster:
    def __init__(self, rest: Rest) -> None:
        self._rest = rest

    async def send(self, intent: Intent, parameters: Mapping[str, object]) -> str:
        return (await self._rest.operate(path_of(intent), intent.operation, parameters)).failed_words

    def look(self) -> None:
        """There is nothing to look at."""


@asynccontextmanager
async def open_road(*calls: dict[str, Any], privacy: Privacy, options: DeskOptions) -> AsyncIterator[Road]:
    """Let these calls be on a board."""
    roads: list[Road] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = next(int(line[15:]) for line in head.splitlines() if line.lower().startswith("content-length:"))
        roads[0].targets.append(head.split(" ")[1])
        roads[0].bodies.append(json.loads(await reader.readexactly(length)))
        body = json.dumps(roads[0].answer).encode()
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    board = Board(SystemClock())
    board.add_source(SOURCE)
    snapshot = read_snapshot({"user": {"id": "u1", "devices": [DEVICE], "calls": list(calls)}})
    board.replace(SOURCE, snapshot, Sight(board.clock.now_s(), board.clock.now_s()))
    shown, journal = masked_board(board, privacy), Journal(board.clock)
    async with Session(Login(f"http://127.0.0.1:{port}", "agent", SecretStr("secret"), tls=PUBLIC)) as session:
        operator = Operator(board, journal, {SOURCE: _Poster(Rest(session))}, confirmed_within_s=0.0)
        desk = PromptQuestions(shown, DeskCalls(shown), options)
        roads.append(Road(board, shown, operator, desk, journal))
        try:
            yield roads[0]
        finally:
            operator.close()
            server.close()
            await server.wait_closed()
