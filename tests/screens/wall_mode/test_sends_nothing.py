"""A wall's process sends its login, GETs and Bayeux messages, and nothing else, whatever is pressed."""

from __future__ import annotations

import string

import pytest

from tests.hostile.terminal import Terminal, terminal
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.commands.commands import COMMANDS
from tui.screens.keys import WALL
from tui.screens.supervise.supervise_keys import SET_STATES, SUPERVISE

LETTERS = [letter.encode() for letter in string.printable if letter not in "q\t\n\r\x0b\x0c"]
SEQUENCES = [
    b"\r",
    b"\t",
    b"\x1b",
    b"\x1b[A",
    b"\x1b[B",
    b"\x1bOP",
    b"\x01",
    b"\x04",
    b"\x10",
    b"\x1b[200~hxX\x1b[201~",
]
FOOTER = "↵ inspect"
"""What stands below a wall, and below nothing else."""
LOOKING = {"/meta/handshake", "/meta/subscribe", "/meta/connect", "/meta/disconnect"}


def _leaves_to_the_wall(shown: Terminal) -> bool:
    if FOOTER not in shown.text:
        shown.press(b"\x1b")
        return False
    return True


@pytest.mark.parametrize("words", [("wall",), ("wall", "--group", "agent"), ("wall", "--page-s", "10")], ids=" ".join)
async def test_a_wall_sends_nothing_but_what_looking_takes(words: tuple[str, ...], tmp_path: object) -> None:
    own_keys = {key for deed in (*WALL, *SUPERVISE, *SET_STATES) for key in deed.shown} | {
        command.key for command in COMMANDS
    }
    assert {letter for letter in own_keys if len(letter) == 1 and letter.isascii()} - {"q"} <= set(string.printable)
    async with Simulator(Options(agents=3, calls=4, rate_per_s=0, logins="one", poll_timeout_ms=2000)) as simulator:
        first = simulator.logins[0]
        env = {
            "CALLBOARD_URL": simulator.url,
            "CALLBOARD_USER": first.user,
            "CALLBOARD_PASSWORD": first.password,
            **{f"XDG_{kind}_HOME": str(tmp_path) for kind in ("CONFIG", "STATE", "CACHE", "DATA")},
        }
        async with terminal(*words, env=env) as shown:
            await shown.until(lambda: "live" in shown.text, "a live wall")
            for key in (*LETTERS, *SEQUENCES, *LETTERS):
                shown.press(key)
            await shown.until(lambda: _leaves_to_the_wall(shown), "the wall again, after all keys")
        counted = simulator.control.stats()

    asked = set(counted["requests"])
    assert {kind for kind in asked if not kind.startswith("GET ")} <= LOOKING
    assert "/meta/connect" in asked
    assert not counted["operations"]
