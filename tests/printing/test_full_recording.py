"""`callboard watch --record` on a disk that becomes full: it says so, and goes on."""

from __future__ import annotations

import asyncio
import json
import resource
import signal
import sys
from pathlib import Path
from typing import Any

from tests.project.test_commands import environment
from tests.waiting import PATIENCE_S
from tui.demo.options import Options
from tui.demo.server import Simulator

LARGEST_BYTES = 20_000


async def test_a_full_disk_ends_the_recording_and_is_told(tmp_path: Path) -> None:
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    async with Simulator(Options(agents=6, calls=8, rate_per_s=0, logins="one")) as simulator:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "watch", "--record", str(tmp_path / "kept.callrec")),
            env=environment(simulator, XDG_STATE_HOME=str(tmp_path)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_BYTES, most)),
        )
        assert process.stdout is not None
        kinds: list[str] = []
        line: dict[str, Any] = {}
        async with asyncio.timeout(PATIENCE_S):
            while "recording" not in kinds:
                line = json.loads(await process.stdout.readline())
                kinds.append(line["type"])
                if line["type"] == "call":
                    simulator.control.step(count=5)
            assert (line["state"], line["why"]) == ("ended", "File too large")
            started = simulator.control.start(simulator.logins[0].user)["id"]
            while line.get("call", {}).get("id") != started:
                line = json.loads(await process.stdout.readline())
            process.send_signal(signal.SIGTERM)
            _, err = await process.communicate()
    assert process.returncode == 0
    assert err.decode() == "callboard: the recording to kept.callrec has ended: File too large\n"
