"""What is fuzzed: each takes a number of inputs, and raises what nobody documented."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import random
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import httpx
from pydantic import SecretStr

from tests.fuzz.mutations import EVIL, document, scratched
from tests.gws.samples import CALL, DEVICE, USER
from tui.config import ConfigError
from tui.config.reading import faults_in, load, read_file
from tui.gws.auth import Session
from tui.gws.bayeux import Bayeux
from tui.gws.connections.proxied_client import ProxiedClient
from tui.gws.login import Login
from tui.gws.messages import CALLS_TOPIC, DEVICES_TOPIC, SERVICES_TOPIC, read_message
from tui.gws.snapshot_answer import early_reader, read_snapshot
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.link import LinkState
from tui.live.store.privacy import WALL
from tui.printing.json_line import json_line
from tui.recording.files import RecordingError
from tui.recording.player import Player
from tui.recording.recorder import RecordingRequest
from tui.runs import replayed
from tui.serve import messages
from tui.source.decode import decode
from tui.source.errors import BadReplyError, SourceError
from tui.source.events import Event
from tui.source.limits import LoginLimits
from tui.source.models import Wire
from tui.source.snapshot import Snapshot
from tui.wiring import build

Part = Callable[[random.Random, int, Path], None]
SOURCE = "agent.one"
ANSWER = {
    "statusCode": 0,
    "user": {**USER, "devices": [DEVICE], "calls": [CALL, {**CALL, "id": "b", "state": "Ringing"}]},
}
CALL_MESSAGE = {"messageType": "CallStateChangeMessage", "notificationType": "StatusChange", "call": CALL}
DEVICE_MESSAGE = {"messageType": "DeviceStateChangeMessage", "devices": [DEVICE]}
ERROR_MESSAGE = {"messageType": "ErrorMessage", "errorMessage": "no", "callUri": CALL["uri"]}
SERVICE = {"id": "s", "name": "SIP_Server", "type": "Voice", "state": "Active"}
SERVICE_MESSAGE = {"messageType": "ServiceStateChangeMessage", "services": [SERVICE]}
MESSAGES = (
    *((CALLS_TOPIC, CALL_MESSAGE), (CALLS_TOPIC, ERROR_MESSAGE)),
    *((DEVICES_TOPIC, DEVICE_MESSAGE), (SERVICES_TOPIC, SERVICE_MESSAGE)),
)
CONFIGURATION = """
title = "Floor"
density = "card"
resync_s = 15.0
max_calls = 100
teams = ["Team *"]
[[sources]]
name = "one"
url = "https://gws.example.com"
user = "agent.one"
password_command = ["pass", "show", "gws"]
[privacy]
numbers = "last4"
[attention]
bell = true
[[thresholds]]
state = "Held"
after_s = 60
[profiles.night]
theme = "dark"
"""
_FORBIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def read_bodies(chance: random.Random, count: int, _: Path) -> None:
    """Bytes to JSON values."""
    for _turn in range(count):
        body = document(ANSWER, chance)
        with contextlib.suppress(BadReplyError):
            LoginLimits().check_values(body)
            decode(body, charset=chance.choice(("", "utf-8", "iso-8859-1", "utf-16", "x")))


def read_snapshots(chance: random.Random, count: int, _: Path) -> None:
    """An answer to the question for everything, onto the board."""
    board, clock = _board()
    for turn in range(count):
        found = _snapshot(chance, board)
        if found is None:
            continue
        clock.advance(1.0)
        board.begin_look(SOURCE)
        board.replace(SOURCE, found, Sight(clock.now_s()), _events(chance, clock.now_s()))
        if turn % 3 == 0:
            board.set_link(SOURCE, LinkState.STALE, "fuzzed")
        board.sweep()
        _check_shown(board)


def read_messages(chance: random.Random, count: int, _: Path) -> None:
    """Messages, onto the board."""
    board, clock = _board()
    for turn in range(count):
        board.apply(SOURCE, _events(chance, clock.now_s()))
        clock.advance(chance.choice((0.0, 0.1, 10.0)))
        if turn % 50 == 0:
            board.sweep()
            _check_shown(board)


def read_replies(chance: random.Random, count: int, _: Path) -> None:
    """Handshakes and polls, over HTTP."""
    asyncio.run(_exchange(chance, count))


def read_recordings(chance: random.Random, count: int, folder: Path) -> None:
    """Recordings: of lines that are changed, of bytes, and cut short."""
    path = folder / "whole.callrec"
    asyncio.run(_record(path, chance))
    lines = gzip.decompress(path.read_bytes()).split(b"\n")
    assert len(lines) > 20
    for turn in range(count):
        path = folder / "fuzzed.callrec"
        path.write_bytes(_spoilt(lines, chance, turn))
        with contextlib.suppress(RecordingError), _opened(path) as player:
            printed: list[str] = []
            if turn % 2:
                replayed.print_sentences(player, printed.append)
            else:
                replayed.print_lines(player, lambda line, to=printed: to.append(json_line(line)))  # type: ignore[misc]  # a default that binds
            player.go_to(player.contents.begin_s + chance.random() * 10)
            _check_text("".join(printed).replace("\n", ""))


def read_configurations(chance: random.Random, count: int, folder: Path) -> None:
    """Files of the configuration."""
    path = folder / "config.toml"
    words = [json.dumps(one) for one in EVIL if not isinstance(one, dict)]
    for _turn in range(count):
        lines = CONFIGURATION.split("\n")
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(lines))
            key = lines[at].partition("=")[0]
            lines[at] = chance.choice((f"{key}= {chance.choice(words)}", lines[chance.randrange(len(lines))], "[", ""))
        body = "\n".join(lines).encode(errors="surrogatepass")
        path.write_bytes(scratched(body, chance) if chance.random() < 0.4 else body)
        with contextlib.suppress(ConfigError):
            faults_in(read_file(path, {}), {})
        with contextlib.suppress(ConfigError):
            load({"config": str(path)}, {})


def read_websocket_messages(chance: random.Random, count: int, _: Path) -> None:
    """What a browser says to a served page."""
    whole = (["keys", "abc\x1b[A"], ["size", 80, 24], ["beat", 7])
    for _turn in range(count):
        said = messages.read(document(chance.choice(whole), chance).decode(errors="replace"))
        if isinstance(said, messages.Size):
            for one, least, most in zip((said.columns, said.rows), messages.SMALLEST, messages.LARGEST, strict=True):
                assert least <= one <= most


PARTS: Mapping[str, tuple[Part, int]] = {
    "bodies": (read_bodies, 2_000),
    "snapshots": (read_snapshots, 800),
    "messages": (read_messages, 3_000),
    "replies": (read_replies, 1_500),
    "recordings": (read_recordings, 150),
    "configurations": (read_configurations, 500),
    "websocket": (read_websocket_messages, 10_000),
}
"""What there is to fuzz, and with how many inputs."""


def _board() -> tuple[Board, FixedClock]:
    clock = FixedClock()
    board = Board(clock)
    board.add_source(SOURCE)
    return board, clock


def _snapshot(chance: random.Random, board: Board) -> Snapshot | None:
    body = document(ANSWER, chance)
    known = {key.id: shown.call for key, shown in board.calls.items()}
    try:
        LoginLimits().check_values(body)
        answer = decode(body, early_reader(known.get) if chance.random() < 0.7 else None)
        return read_snapshot(answer) if isinstance(answer, dict) else None
    except BadReplyError:
        return None


def _events(chance: random.Random, now_s: float) -> list[Event]:
    events: list[Event] = []
    for channel, message in chance.choices(MESSAGES, k=3):
        with contextlib.suppress(BadReplyError):
            events += read_message(channel, decode(document(message, chance)), now_s)
    return events


def _check_shown(board: Board) -> None:
    """What a screen draws of calls and devices can be written to a terminal as it is."""
    for shown in board.calls.values():
        _check_values(shown.key.id, shown.call, shown.unreadable, shown.phone_number)
    for source in board.sources.values():
        _check_values(source.user, *(known.device for known in source.devices.values()))


def _check_values(*values: object) -> None:
    for value in values:
        _check_text("".join(_texts(value.wire() if isinstance(value, Wire) else value)))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(key)
            yield from _texts(item)
    elif isinstance(value, (list, tuple, frozenset)):
        for item in value:
            yield from _texts(item)


def _check_text(text: str) -> None:
    if not (text.isascii() and text.isprintable()):
        bad = sorted({hex(ord(one)) for one in text if unicodedata.category(one) in _FORBIDDEN})
        assert not bad, f"{bad} would reach a terminal"


async def _exchange(chance: random.Random, count: int) -> None:
    async def answer(request: httpx.Request) -> httpx.Response:
        question = json.loads(request.content)
        channel = question[0]["channel"]
        reply = {"channel": channel, "id": question[0]["id"], "successful": True, "clientId": "c1"}
        advice = {"advice": {"reconnect": "retry", "interval": 0, "timeout": 30_000}}
        beside = [{"channel": topic, "data": message} for topic, message in MESSAGES] if "connect" in channel else []
        offered = {"supportedConnectionTypes": ["long-polling"], "version": "1.0", "ext": {"ack": True}}
        more = {**offered, **advice} if "handshake" in channel else advice
        subscribed = [{**one, "successful": True} for one in question[1:]]
        body = document([{**reply, **more}, *subscribed, *beside], chance)
        return httpx.Response(chance.choice((200, 200, 200, 200, 400, 401, 403, 500)), content=body)

    async with Session(Login("http://127.0.0.1:9", SOURCE, SecretStr("correct horse"))) as session:
        await session._client.aclose()
        session._client = ProxiedClient(
            httpx.AsyncClient(base_url="http://127.0.0.1:9", transport=httpx.MockTransport(answer))
        )
        bayeux = Bayeux(session)
        for _turn in range(count):
            with contextlib.suppress(SourceError):
                if bayeux.client_id is None:
                    await bayeux.shake_hands()
                await bayeux.poll(at_once=True, subscribe=(CALLS_TOPIC,) if chance.random() < 0.3 else ())
            assert 0.0 <= bayeux.interval_s <= 30.0
            assert 0.0 < bayeux.longest_silence_s < 1_000.0
            for channel, data in bayeux.events:
                read_message(channel, data, 0.0)
            bayeux.events.clear()
            if chance.random() < 0.2:
                bayeux.forget()


async def _record(path: Path, chance: random.Random) -> None:
    settings = load({"url": "http://127.0.0.1:9", "user": SOURCE}, {"CALLBOARD_CONFIG": "/dev/null"})
    recording = RecordingRequest(path, settings.policy(WALL), "wall", {})
    clock = FixedClock()
    parts = build(settings, {SOURCE: SecretStr("correct horse")}, clock, recording=recording)
    with parts.recording():
        for _turn in range(20):
            found = read_snapshot(json.loads(json.dumps(ANSWER)))
            parts.board.replace(SOURCE, found, Sight(clock.now_s()))
            parts.board.apply(SOURCE, _events(chance, clock.now_s()))
            clock.advance(1.0)
            await asyncio.sleep(0)


def _spoilt(lines: list[bytes], chance: random.Random, turn: int) -> bytes:
    spoilt = list(lines)
    if turn % 4 == 0:
        for at, line in enumerate(spoilt):
            if line and chance.random() < 0.3:
                spoilt[at] = document(json.loads(line), chance).replace(b"\n", b"")
    elif turn % 4 == 1:
        return gzip.compress(scratched(b"\n".join(spoilt), chance), 1)
    elif turn % 4 == 2:
        packed = bytearray(gzip.compress(b"\n".join(spoilt), 1))
        for _change in range(chance.randint(1, 5)):
            packed[chance.randrange(12, len(packed))] = chance.randrange(256)
        return bytes(packed)
    else:
        chance.shuffle(spoilt)
        return gzip.compress(b"\n".join(spoilt), 1)[: chance.randint(100, 10**6)]
    return gzip.compress(b"\n".join(spoilt), 1)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Player]:
    player = Player.open(path)
    try:
        yield player
    finally:
        player.close()
