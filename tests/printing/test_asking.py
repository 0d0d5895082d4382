"""Whose terminal goes while it is asked gets no traceback, and shows no password."""

from __future__ import annotations

import asyncio
import os
import pty
import sys
from pathlib import Path

import pytest

from tests.waiting import PATIENCE_S

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("leads", [False, True], ids=["without a terminal of its own", "with one"])
@pytest.mark.parametrize(("words", "question"), [(("config", "init"), b"Address"), (("login",), b"password")])
async def test_a_terminal_that_goes_while_it_is_asked(
    words: tuple[str, ...], question: bytes, leads: bool, tmp_path: Path
) -> None:
    master, slave = pty.openpty()
    home = {f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "CACHE", "DATA")}
    login = {"CALLBOARD_URL": "http://127.0.0.1:1", "CALLBOARD_USER": "agent5001"} if words == ("login",) else {}
    complaints = tmp_path / "stderr"
    with complaints.open("wb") as stderr:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", *words),
            stdin=slave,
            stdout=slave,
            stderr=stderr,
            env={**os.environ, **home, **login},
            start_new_session=leads,
        )
    os.close(slave)
    try:
        async with asyncio.timeout(PATIENCE_S):
            shown = b""
            while question not in shown + complaints.read_bytes():
                os.set_blocking(master, False)
                try:
                    shown += os.read(master, 4096)
                except BlockingIOError:
                    await asyncio.sleep(0.02)
    finally:
        os.close(master)
    async with asyncio.timeout(PATIENCE_S):
        assert await process.wait() not in (0, None)
    said = complaints.read_text("utf-8")
    assert "Traceback" not in said
    assert "Warning" not in said
    assert "callboard: " in said
