"""Programs in a real pseudo-terminal of fixed size, ended by their process id."""

from __future__ import annotations

import asyncio
import fcntl
import os
import pty
import signal
import struct
import termios
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).parents[1]
_ENDS_S = 10.0


@asynccontextmanager
async def in_pseudo_terminal(
    program: Sequence[str], env: Mapping[str, str], columns: int, rows: int
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Run a program in a terminal with all colours, as somebody would who has set nothing of ours.

    Yields:
        The process, and the end of the terminal at which a person would sit.
    """
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    os.set_blocking(master, False)
    process = await asyncio.create_subprocess_exec(
        *program, stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, env=_environment(env), start_new_session=True
    )
    os.close(slave)
    try:
        yield process, master
    finally:
        await _end(process)
        asyncio.get_running_loop().remove_reader(master)
        os.close(master)


def read_more(master: int, most_bytes: int = 1 << 16) -> bytes:
    """Read what was written since; at the end nothing, and never again."""
    data = b""
    try:
        data = os.read(master, most_bytes)
    except BlockingIOError:
        return b""
    except OSError:
        # Nobody is left on the other side.
        pass
    if not data:
        asyncio.get_running_loop().remove_reader(master)
    return data


def _environment(env: Mapping[str, str]) -> dict[str, str]:
    # Nor is the terminal inside another one, whatever the tests run in.
    others = ("CALLBOARD", "COLUMNS", "LINES", "TMUX", "STY")
    kept = {key: value for key, value in os.environ.items() if not key.startswith(others)}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_PROXY": "*", **env}


async def _end(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.send_signal(signal.SIGTERM)
    try:
        await asyncio.wait_for(process.wait(), _ENDS_S)
    except TimeoutError:
        process.kill()
        await process.wait()
