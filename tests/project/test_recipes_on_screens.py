"""The recipes that draw on a screen: what is on it, and on standard error, when they are followed.

Each is run with the file descriptors and the environment that its starter would give it, and its own words.
"""

from __future__ import annotations

import asyncio
import os
import re
from pathlib import Path

from tests.health.service_manager import listening
from tests.hostile.terminal import SEQUENCE, Terminal, terminal
from tests.project.recipe_box import CHAPTER, ROOT, Box
from tests.waiting import PATIENCE_S


async def test_the_wall_is_on_the_console_and_the_journal_has_words_alone(box: Box) -> None:
    words, env = box.service("callboard-wall.service")
    with listening(box.folder) as systemd:
        env |= systemd.variables(watchdog_s=30)
        # Standard input and output are the console, and standard error is the journal.
        journal = ("sh", "-c", f'exec "$@" 2>{box.folder}/journal', "sh", *words)
        async with terminal(env=env, program=journal) as console:
            await console.until(lambda: _is_wall(console), "wall")
            await systemd.until(lambda told: "READY=1" in told, "READY")
            await systemd.until(lambda told: "STATUS=2 of 2 sources live" in told, "status")
            console.process.terminate()
            async with asyncio.timeout(PATIENCE_S):
                assert await console.process.wait() == 0
            assert b"\x1b[?1049l" in console.written
    assert not SEQUENCE.search(_read(box.folder / "journal"))


async def test_the_profile_of_the_autologin_starts_a_wall_in_a_terminal_of_its_own(box: Box) -> None:
    (profile,) = re.findall(r"(?m)^    (if \[ \"\$\(tty\)\".*?^    fi)$", CHAPTER, re.DOTALL)
    # The compositor and its terminal take the words behind their own, and run them on what they show.
    for name in ("cage", "foot"):
        program = box.folder / name
        program.write_text('#!/bin/sh\nwhile [ "${1#-}" != "$1" ]; do shift; done\nexec "$@"\n', "utf-8")
        program.chmod(0o755)
    (box.folder / "wall.env").write_text(f"CALLBOARD_PASSWORD={box.env.pop('CALLBOARD_PASSWORD')}\n", "utf-8")
    script = box.here(profile).replace("= /dev/tty1", '= "$(tty)"')
    env = {**box.env, "PATH": f"{box.folder}:{os.environ['PATH']}"}
    async with terminal(env=env, program=("bash", "-c", script)) as shown:
        await shown.until(lambda: _is_wall(shown), "wall")
        await _is_left_by(shown, b"\x0bq")


async def test_the_command_of_the_keys_shows_a_desk_where_there_is_a_terminal(box: Box) -> None:
    words = _forced(box)
    del box.env["CALLBOARD_PASSWORD"]
    async with terminal(env=box.env, program=words) as shown:
        # The jump host keeps no password: the agent types it.
        await shown.until(lambda: "The password for 5001:" in shown.text, "question")
    async with terminal(env={**box.env, "CALLBOARD_PASSWORD": "wrong-and-secret"}, program=words) as shown:
        await shown.until(lambda: "refused" in shown.text, "refusal")
        shown.press(b"q")
        await shown.until(lambda: "stay logged in" in shown.text, "question")
        await _is_left_by(shown, b"\r")


async def test_the_command_of_the_keys_without_a_terminal_is_told_in_words(box: Box) -> None:
    # As with `ssh -T`: pipes, and whatever was asked for is in a variable that counts for nothing.
    env = {**box.env, "SSH_ORIGINAL_COMMAND": "rm -rf /"}
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *_forced(box), env=env, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe
    )
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate()

    assert (process.returncode, out) == (2, b"")
    assert err.startswith(b"callboard: ")
    assert err.count(b"\n") == 1
    assert b"terminal" in err


def _forced(box: Box) -> tuple[str, ...]:
    (command,) = re.findall(r'restrict,pty,command="([^"]*)"', CHAPTER)
    return ("sh", "-c", box.here(command))


def _is_wall(shown: Terminal) -> bool:
    return all(words in shown.text for words in ("2 live", "TALKING", "locked"))


async def _is_left_by(shown: Terminal, keys: bytes) -> None:
    shown.press(keys)
    await shown.until(lambda: shown.process.returncode is not None, "end")


def _read(path: Path) -> bytes:
    return path.read_bytes()
