"""The recipes: what systemd says of the units, that they call what there is, and what comes of those without a screen.

These are run with the file descriptors and the environment that systemd would give them, and their own words.
"""

from __future__ import annotations

import asyncio
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.health.service_manager import listening
from tests.hostile.terminal import SEQUENCE
from tests.project.recipe_box import COMMANDS, PROGRAM, ROOT, SERVICES, UNITS, Box
from tui.cli import build_parser


def test_the_units_are_the_ones_that_are_meant() -> None:
    assert set(UNITS) == {
        "callboard-wall.service",
        "callboard-serve.service",
        "callboard-recorder.service",
        "callboard-collect.service",
        "nats-server.service.d/floor.conf",
        "callboard-.service.d/hardening.conf",
        "getty@tty1.service.d/autologin.conf",
    }


def test_the_units_are_hardened_and_their_watchdog_is_on() -> None:
    # Of the folder's name systemd applies it to all units that begin so.
    hardened = UNITS["callboard-.service.d/hardening.conf"].splitlines()
    assert {"LimitCORE=0", "NoNewPrivileges=yes", "ProtectSystem=strict"} <= set(hardened)
    assert any(line.startswith("MemoryMax=") for line in hardened)
    assert all("\nType=notify\n" in UNITS[name] and "\nWatchdogSec=" in UNITS[name] for name in SERVICES)


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="there is no systemd here")
@pytest.mark.parametrize("name", SERVICES)
def test_systemd_has_nothing_to_say_about_the_units(tmp_path: Path, name: str) -> None:
    for one, text in UNITS.items():
        (tmp_path / one).parent.mkdir(exist_ok=True)
        (tmp_path / one).write_text(text.replace(PROGRAM, sys.executable))
    env = {**os.environ, "SYSTEMD_UNIT_PATH": f"{tmp_path}:"}
    done = subprocess.run(
        ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, timeout=60, check=False, env=env
    )

    about_it = [line for line in done.stderr.splitlines() if "callboard-" in line]
    assert about_it == []
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_of_the_recipes_is_one(words: str) -> None:
    assert build_parser().parse_args(shlex.split(words)).command in ("wall", "desk", "serve", "watch", "collect")


@pytest.mark.parametrize("name", ["callboard-serve.service", "callboard-recorder.service"])
async def test_what_has_no_screen_is_ready_and_the_journal_has_words_alone(box: Box, name: str) -> None:
    words, env = box.service(name)
    null, pipe = asyncio.subprocess.DEVNULL, asyncio.subprocess.PIPE
    with listening(box.folder) as systemd:
        env |= systemd.variables(watchdog_s=30)
        quiet = "StandardOutput=null" in UNITS[name]
        process = await asyncio.create_subprocess_exec(
            *words, env=env, cwd=ROOT, stdin=null, stdout=null if quiet else pipe, stderr=pipe
        )
        try:
            await systemd.until(lambda told: "READY=1" in told, "READY")
            await systemd.until(lambda told: "WATCHDOG=1" in told, "a beat")
            if quiet:
                await systemd.until(lambda told: "STATUS=2 of 2 sources live" in told, "status")
        finally:
            process.terminate()
            out, err = await process.communicate()
    assert process.returncode == 0
    assert err == b""
    assert not SEQUENCE.search(out or b"")
    assert quiet == (box.folder / "floor.callrec").exists()
