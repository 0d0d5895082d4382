"""Passwords, session cookies, CSRF tokens and credentials are on the wire, and nowhere else."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.storm.canaries import Canaries, reprs
from tests.storm.every_fault import all_text, break_once, plan, storm
from tests.storm.storm import Scene, set_scene
from tests.waiting import PATIENCE_S, until
from tui.printing.json_line import Line
from tui.watch.headless import Reporter, whole


async def test_nothing_that_a_storm_leaves_behind_holds_a_secret(
    log_file: Callable[[Scene], Path], capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    canaries, lines, seen = Canaries(), list[Line](), set[str]()
    async with set_scene(plan(), record=tmp_path / "storm.callrec") as scene:
        for proxy in scene.proxies.values():
            proxy.on_message = canaries.hear
        path = log_file(scene)
        Reporter(scene.parts.board, lines.append)
        scene.parts.board.watch(lambda changes: seen.update(reprs(scene.parts)) if changes.links else None)
        scene.parts.board.watch(break_once(scene))
        await storm(scene)
        # A busy machine may see no call change while it blows.
        await until(lambda: "Traceback" in path.read_text("utf-8"))
        seen.update(reprs(scene.parts))
        lines.append(whole(scene.parts.board))
    written = {
        "log": path.read_text("utf-8"),
        "journal": "\n".join(map(repr, scene.parts.journal)),
        "watch": "\n".join(json.dumps(line) for line in lines),
        "objects": "\n".join(seen),
        "terminal": "".join(capfd.readouterr()),
        "recording": gzip.decompress((tmp_path / "storm.callrec").read_bytes()).decode(),
    }
    assert {name: found for name, text in written.items() if (found := canaries.found_in(text))} == {}
    # A search that had nothing to find, or nothing to search in, proves nothing.
    assert all(canaries.kinds)
    assert " INFO " in written["log"]
    assert "Traceback" in written["log"]
    assert all(written[name] for name in ("journal", "watch", "objects"))
    assert '"do":"apply"' in written["recording"]


async def test_a_command_that_is_cut_off_tells_no_secret(tmp_path: Path) -> None:
    canaries = Canaries()
    async with set_scene(plan()) as scene:
        name, proxy = next(iter(scene.proxies.items()))
        proxy.on_message = canaries.hear
        login = next(login for login in scene.simulator.logins if login.name == name)
        environment = {
            **os.environ,
            "CALLBOARD_URL": proxy.url,
            "CALLBOARD_USER": login.user,
            "CALLBOARD_PASSWORD": login.password,
            "XDG_STATE_HOME": str(tmp_path),
            "PYTHONDEVMODE": "1",
        }
        command = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "tui",
            "watch",
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert command.stdout is not None
        first = b""
        try:
            async with asyncio.timeout(PATIENCE_S):
                while b'"type": "call"' not in first:
                    first += await command.stdout.readline()
            reading = asyncio.create_task(command.communicate())
            await storm(scene)
        finally:
            # The rudest end that still writes something: where each thread was.
            command.send_signal(signal.SIGABRT)
        said, complained = await asyncio.wait_for(reading, PATIENCE_S)
    text = f"{first.decode()}{said.decode()}\n{complained.decode()}\n{all_text(tmp_path)}"
    assert canaries.found_in(text) == []
    assert all(canaries.kinds)
    assert '"type": "call"' in text
    assert "Fatal Python error: Aborted" in text


def test_the_search_finds_what_is_there() -> None:
    canaries = Canaries()
    canaries.hear(b"GET /me HTTP/1.1\r\nAuthorization: Basic YWdlbnQ6c2VjcmV0\r\nCookie: JSESSIONID=node7\r\n\r\n")
    assert canaries.found_in("a\nthe secret\nnode7\nYWdlbnQ6c2VjcmV0") == ["the secret", "node7", "YWdlbnQ6c2VjcmV0"]
