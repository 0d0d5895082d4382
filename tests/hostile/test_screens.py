"""Hostile text on every screen, in a real pseudo-terminal: only our own sequences, and the screen stays whole."""

from __future__ import annotations

import unicodedata
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

import pytest

from tests.gws.samples import CALL, DEVICE
from tests.gws.scripted_server import PASSWORD, USER, ScriptedServer
from tests.hostile.corpus import HOSTILE, hostile_messages, hostile_user
from tests.hostile.terminal import Terminal, terminal
from tui.clusters import CLUSTER

BENIGN = {"id": "u1", "userName": USER, "calls": [CALL], "devices": [DEVICE]}


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    running = await ScriptedServer().start()
    yield running
    await running.stop()


def environment(server: ScriptedServer, folder: Path) -> Mapping[str, str]:
    return {
        "CALLBOARD_URL": server.url,
        "CALLBOARD_USER": USER,
        "CALLBOARD_PASSWORD": PASSWORD,
        "XDG_CONFIG_HOME": str(folder),
        "XDG_STATE_HOME": str(folder),
    }


HOME, END = b"\x1b[H", b"\x1b[F"


async def visit_every_screen(shown: Terminal, server: ScriptedServer) -> None:
    """Wall in all densities, orders and groups, filter, inspector up and down, event log, help: each drawn once."""
    await shown.until(lambda: "live" in shown.text, "live wall")
    for channel, data in MESSAGES:
        server.cometd.publish(channel, data)
    for key in (b"+", b"+", b"-", b"-", b"-", b"s", b"s", b"s", b"s", b"0", END, HOME, b"t", b"t"):
        shown.press(key)
    for grouping in ("agent", "team", "state", "none"):
        shown.press(b"g")
        await shown.until(lambda grouping=grouping: f"group: {grouping}" in shown.text, grouping)  # type: ignore[misc]  # no default arguments of a lambda
        for key in (b"G", b"c", b"G", b" ", b" ", b"c"):
            shown.press(key)
    await shown.until(lambda: "callboard" in shown.lines[0], "header")
    for move in (b"j", b"j", b"l", END):
        shown.press(move + b"\r")
        await shown.until(lambda: "KNOWN BY HAVING WATCHED" in shown.text, "inspector")
        shown.press(b"G")
        shown.press(b"q")
        await shown.until(lambda: "KNOWN BY HAVING WATCHED" not in shown.text, "wall")
    shown.press(b"e")
    await shown.until(lambda: "logged in as" in shown.text or "esc" in shown.text, "event log")
    shown.press(b"q")
    shown.press(b"/")
    await shown.until(lambda: "words, or state:" in shown.text, "filter line")
    shown.press(b"\xe2\x80\xae[bold]\x01x")
    await shown.until(lambda: "bold" in shown.text, "filter")


MESSAGES = hostile_messages()


def assert_whole(shown: Terminal) -> None:
    """The frame of the screen is where it belongs, and holds nothing that could not be typed on paper."""
    assert "live" in shown.lines[0]
    assert shown.screen.title == shown.screen.icon_name == ""
    assert not [
        character
        for character in shown.text
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Zl") and character != "\n"
    ]


async def test_only_the_sequences_of_a_benign_run_reach_the_terminal(server: ScriptedServer, tmp_path: Path) -> None:
    server.user = dict(BENIGN)
    async with terminal("wall", env=environment(server, tmp_path)) as benign:
        await visit_every_screen(benign, server)

    server.user = hostile_user()
    async with terminal("wall", env=environment(server, tmp_path)) as shown:
        await visit_every_screen(shown, server)
        assert_whole(shown)
    written = CLUSTER.sub("", shown.rest())
    assert shown.kinds() <= benign.kinds()
    assert not {
        character for character in written if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co")
    } - set("\r\n\x08\t")


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 10)])
async def test_small_screens_stay_whole(server: ScriptedServer, tmp_path: Path, columns: int, rows: int) -> None:
    server.user = hostile_user()
    async with terminal("wall", env=environment(server, tmp_path), columns=columns, rows=rows) as shown:
        await shown.until(lambda: f"{len(hostile_user()['calls'])} calls" in shown.text, "number of calls")
        for key in (END, b"g", b"g", b"G", b"c", b"G"):
            shown.press(key)
        assert_whole(shown)


async def test_one_bad_call_hides_none_of_the_others(server: ScriptedServer, tmp_path: Path) -> None:
    bad = [{"state": "Held"}, None, 7, "text", {"id": None}, {"id": HOSTILE[0], "participants": 3, "userData": "x"}]
    server.user = {**BENIGN, "calls": [CALL, *bad, {**CALL, "id": "second", "state": "Ringing"}]}
    async with terminal("wall", env=environment(server, tmp_path)) as shown:
        await shown.until(lambda: "RINGING" in shown.text and "HELD" in shown.text, "both good calls")
        assert "UNREADABLE" in shown.text


async def visit_the_desk(shown: Terminal, server: ScriptedServer) -> None:
    """Desk with each call selected in turn, inspector, event log, help, palette, a prompt, the question on leaving."""
    await shown.until(lambda: "● live" in shown.text, "live desk")
    for channel, data in MESSAGES:
        server.cometd.publish(channel, data)
    for _ in range(12):
        shown.press(b"\t")
    for key, words in (
        (b"i", "KNOWN BY HAVING WATCHED"),
        (b"e", "events"),
        (b"?", "keys, words and marks"),
        (b"q", "leave the desk"),
    ):
        shown.press(key)
        await shown.until(lambda words=words: words in shown.text, words)  # type: ignore[misc]  # no default arguments of a lambda
        shown.press(b"\x1b")
        await shown.until(lambda words=words: words not in shown.text, f"no more {words}")  # type: ignore[misc]  # likewise
    shown.press(b"n\xe2\x80\xae[bold]555\x01")
    await shown.until(lambda: "555" in shown.text, "prompt")


async def test_the_desk_writes_only_the_sequences_of_a_benign_run(server: ScriptedServer, tmp_path: Path) -> None:
    server.user = {**BENIGN, "calls": [CALL, {**CALL, "id": "second", "state": "Ringing"}]}
    async with terminal("desk", env=environment(server, tmp_path), columns=160, rows=45) as benign:
        await visit_the_desk(benign, server)

    server.user = hostile_user()
    hostile = server.user["calls"]
    assert isinstance(hostile, list)
    server.user["calls"] = [*hostile, {**hostile[0], "id": "ringing", "state": "Ringing"}]
    async with terminal("desk", env=environment(server, tmp_path), columns=160, rows=45) as shown:
        await visit_the_desk(shown, server)
    written = CLUSTER.sub("", shown.rest())
    assert shown.kinds() <= benign.kinds()
    assert not {one for one in written if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Co")} - set("\r\n\x08\t\x07")
