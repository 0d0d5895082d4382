"""A command whose standard output was closed says so, as one on a full disk does."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.matrix.streams import Streams
from tests.project.test_commands import environment
from tests.pseudo_terminal import ROOT
from tests.waiting import PATIENCE_S, until


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["config", "show"]])
def test_a_closed_output_is_told(words: list[str]) -> None:
    command = ["sh", "-c", 'exec "$0" -m tui "$@" >&-', sys.executable, *words]
    done = subprocess.run(command, cwd=ROOT, env=environment(), stderr=subprocess.PIPE, check=False)

    assert done.returncode == 1
    assert done.stderr == b"callboard: output could not be written: standard output is closed\n"


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc, and writes to /dev/full")
async def test_an_interrupt_is_heeded_while_a_complaint_waits_for_its_reader(tmp_path: Path) -> None:
    with Streams(tmp_path, ("file", "full", "pipe")) as streams:
        stdin, stdout, stderr = streams.descriptors
        run = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "--help"),
            cwd=ROOT,
            env=environment(),
            stdin=stdin,
            stdout=stdout,
            stderr=stderr,
        )
        streams.given()
        try:
            await until(lambda: _waits(run.pid))
            with suppress(ProcessLookupError):
                run.send_signal(signal.SIGINT)
            code = await asyncio.wait_for(run.wait(), PATIENCE_S)
        finally:
            if run.returncode is None:
                run.kill()

    # The complaint was given up after half a second, where this machine took longer to look.
    assert code in (130, 1)


def _waits(pid: int) -> bool:
    """Whether it waits for room in a pipe, or is gone."""
    try:
        return b"poll" in Path(f"/proc/{pid}/wchan").read_bytes()
    except FileNotFoundError:
        return True
