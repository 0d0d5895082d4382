"""What a wall takes of memory at the most while its server sends the largest answers that it takes, and larger ones."""

from __future__ import annotations

import asyncio
import gzip
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gws.samples import CALL
from tests.gws.scripted_server import PASSWORD, USER, Answer, ScriptedServer
from tests.hostile.terminal import Terminal, terminal

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the peak is read from /proc"),
]
MOST_MB = 250
MB = 1 << 20
_BODIES = 8


def _user(inside: bytes) -> bytes:
    return b'{"statusCode":0,"user":{"id":"u1","devices":[],"calls":[]' + inside + b"}}"


def _of_calls(calls: bytes) -> bytes:
    return b'{"statusCode":0,"user":{"id":"u1","devices":[],"calls":[' + calls + b"]}}"


def _bodies() -> Iterator[bytes]:
    """Too many calls; too much in them, twice; a long text with one wide character; as many values as may be, and more
    of them as escapes within a text."""
    calls = b",".join(b'{"id":"%d"}' % number for number in range(20_001))
    # What is refused as a whole is asked for again without what is beside calls and devices.
    yield from [_of_calls(calls)] * 2
    words = b",".join(b'"0%d"' % number for number in range(200))
    much = b",".join(b'{"id":"c%d","callUuid":"u%d","capabilities":[%b]}' % (n, n, words) for n in range(20_000))
    yield from [_of_calls(much)] * 2
    marks = b",".join([b'"callUuid"'] * 20_000)
    yield _user(b',"x":"\xf0\x9f\x98\x80' + b"a" * (31 * MB) + b'"')
    yield _user(b',"x":[' + marks + b',"ab"' * 3_900_000 + b"]")
    yield _user(b',"x":{' + b",".join(b'"%x":1.5' % n for n in range(490_000)) + b"}")
    objects = rb"\u007b\u007d\u002c" * 1_700_000
    yield _of_calls(rb'{"id":"1","userData":"\u007b\u0022a\u0022:\u005b' + objects + rb'\u007b\u007d\u005d\u007d"}')


async def _publish(server: ScriptedServer) -> None:
    """More of attached data than may be, then more messages than may wait."""
    data = {f"k{number}": "v" * 2_000 for number in range(190)}
    for turn in range(6):
        calls = [{**CALL, "id": f"b{turn}-{number}", "userData": data} for number in range(50)]
        server.cometd.publish("/v2/me/calls", *[_message(call) for call in calls])
        await asyncio.sleep(0.1)
    server.cometd.publish("/v2/me/calls", *[_message({**CALL, "id": f"c{number}"}) for number in range(21_000)])


def _message(call: object) -> dict[str, object]:
    return {"messageType": "CallStateChangeMessage", "notificationType": "StatusChange", "call": call}


async def test_the_peak_of_a_wall_against_forged_answers(server: ScriptedServer, tmp_path: Path) -> None:
    server.user["calls"] = [CALL]
    for body in _bodies():
        server.script("snapshot", Answer(gzip.compress(body, 1), headers={"Content-Encoding": "gzip"}))
    env = {
        **{"CALLBOARD_URL": server.url, "CALLBOARD_USER": USER, "CALLBOARD_PASSWORD": PASSWORD},
        **{f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "CACHE", "DATA")},
    }
    async with terminal("wall", env=env) as shown:
        await shown.until(lambda: "max_calls" in shown.text, "name of the limit")
        # A look that was refused is followed by the next one when somebody presses for it.
        await shown.until(lambda: _looked_again(shown, server), "look after the forged ones")
        await shown.until(lambda: "● live" in shown.text, "live wall")
        await _publish(server)
        before = server.count("snapshot")
        await shown.until(lambda: server.count("snapshot") > before, "look after the flood")
        peak_mb = _peak_mb(shown.process.pid)
    assert peak_mb <= MOST_MB


def _looked_again(shown: Terminal, server: ScriptedServer) -> bool:
    shown.press(b"R")
    return server.count("snapshot") > _BODIES


def _peak_mb(pid: int) -> int:
    return int(Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()[0]) >> 10
