"""A disk that takes nothing any more, under programs as they run: a file may hold no byte."""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.gws.samples import CALL
from tests.gws.scripted_server import PASSWORD, USER, Answer, ScriptedServer
from tests.hostile.terminal import terminal
from tests.passwords.commands import run
from tests.waiting import until
from tui.audit.checking import check
from tui.audit.files import NAME, AuditFiles

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not hasattr(resource, "prlimit"), reason="the limit of another process can be set on Linux alone"
    ),
]


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    server = await ScriptedServer().start()
    yield server
    await server.stop()


def environment(server: ScriptedServer, home: Path) -> dict[str, str]:
    return {
        **{"CALLBOARD_URL": server.url, "CALLBOARD_USER": USER, "CALLBOARD_PASSWORD": PASSWORD},
        **{f"XDG_{kind}_HOME": str(home) for kind in ("CONFIG", "STATE", "CACHE", "DATA")},
    }


async def test_a_desk_and_a_script_say_so_and_what_waited_is_written_later(
    server: ScriptedServer, tmp_path: Path
) -> None:
    server.user["calls"] = [{**CALL, "state": "Established", "capabilities": ["Hold"]}]
    server.script("operation", *[Answer({"statusCode": 3, "statusMessage": "no"})] * 2)
    env = environment(server, tmp_path)
    async with terminal("desk", env=env) as shown:
        await shown.until(lambda: "● live" in shown.text, "live desk")
        before = resource.prlimit(shown.process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        shown.press(b"h")
        await shown.until(lambda: "NO AUDIT LOG" in shown.text, "word that nothing is written down")
        # What a person does is not held up.
        await until(lambda: server.count("operation") == 1)
        resource.prlimit(shown.process.pid, resource.RLIMIT_FSIZE, before)
        # A script whose disk is full, while the desk waits for its own.
        limited = ("sh", "-c", 'ulimit -f 0; exec "$@"', "sh")
        done = await run("call", "hold", env={**os.environ, **env}, before=limited)
        assert server.count("operation") == 2
        assert "callboard: the audit log cannot be written: File too large" in done.err
        await shown.until(lambda: "NO AUDIT LOG" not in shown.text, "word that it is written down again")

    (log,) = await asyncio.to_thread(lambda: list(tmp_path.rglob(NAME)))
    checked = check(AuditFiles(log.parent))
    assert checked.first is not None
    assert (checked.first["command"], checked.entries) == ("hold", 2)
    assert (checked.broken, checked.end) == ((), "")
