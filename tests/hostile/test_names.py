"""Names with pictures of several characters: what stands beside them keeps its column in a terminal that knows none."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.gws.samples import CALL, DEVICE, PARTY, READY
from tests.gws.scripted_server import ScriptedServer
from tests.hostile.terminal import Terminal, terminal
from tests.hostile.test_screens import environment

FAMILY, FLAG = "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9\U0001f1ea"
NAMES = [
    "plain",
    f"{FAMILY} plan",
    f"{FLAG} Sales",
    "\U0001f44d\U0001f3fd ok",
    "VIP \u2764\ufe0f x",
    "\u2764\ufe0f\u200d\U0001f525 hot",
    "\u231a\ufe0e t",
    f"{FAMILY}{FLAG}" * 8,
]
OWN = "5550…"
"""As much of the own number as a row has room for: a long name takes the place of a call, and no other column."""


@pytest.fixture
async def server() -> AsyncIterator[ScriptedServer]:
    running = await ScriptedServer().start()
    party = [
        {**PARTY, **dict.fromkeys(("phoneNumber", "digits", "e164Number", "formattedPhoneNumber"), n)} for n in NAMES
    ]
    calls = [
        {
            **CALL,
            "id": f"c{at}",
            "callUuid": f"c{at}",
            "connId": f"k{at}",
            "participants": [party[at]],
            "state": "Ringing",
        }
        for at in range(len(NAMES))
    ]
    device = {**DEVICE, "userState": {**READY, "displayName": f"{FAMILY} Ready"}}
    running.user = {"id": "u1", "userName": "agent.one", "calls": calls, "devices": [device]}
    yield running
    await running.stop()


def columns_of(shown: Terminal, words: str) -> list[int]:
    """The cells in which words begin, of all rows that have them."""
    rows = ["".join(shown.screen.buffer[y][x].data or "\0" for x in range(80)) for y in range(24)]
    return [row.index(words) for row in rows if words in row]


@pytest.mark.parametrize("outer", ["", "/tmp/tmux,1,0"])
async def test_rows_of_a_desk_keep_their_columns(server: ScriptedServer, tmp_path: Path, outer: str) -> None:
    env = {**environment(server, tmp_path), **({"TMUX": outer} if outer else {})}
    async with terminal("desk", env=env, columns=80, rows=24) as shown:
        # One of the calls is selected, and stands as a card.
        await shown.until(lambda: len(columns_of(shown, OWN)) == len(NAMES) - 1, "all calls")
        assert len(set(columns_of(shown, OWN))) == 1
        shown.press(f"n{FAMILY} 5550".encode())
        await shown.until(lambda: "5550 " in shown.text, "prompt")
        assert len(set(columns_of(shown, OWN))) == 1
    assert (FAMILY in shown.rest()) is not bool(outer)
