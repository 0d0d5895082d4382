"""`callboard` as a process with a home of its own, and what it prints."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import PATIENCE_S

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Everything that it printed."""
        return self.out + self.err


def environment(home: Path, **more: str) -> dict[str, str]:
    """An environment with nothing of this machine's own, and a keyring in a file."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("CALLBOARD", "XDG_"))}
    return {
        **clean,
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "tests.passwords.file_keyring.FileKeyring",
        "FILE_KEYRING": str(home / "keyring.json"),
        **more,
    }


async def run(*words: str, env: dict[str, str], given: str | None = None, before: Sequence[str] = ()) -> Done:
    """Run a command to its end; `given` is its standard input, `before` a program that starts it."""
    pipe, null = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    stdin = null if given is None else pipe
    process = await asyncio.create_subprocess_exec(
        *before, sys.executable, "-m", "tui", *words, env=env, stdin=stdin, stdout=pipe, stderr=pipe, cwd=ROOT
    )
    async with asyncio.timeout(PATIENCE_S):
        out, err = await process.communicate(None if given is None else given.encode())
    assert process.returncode is not None
    assert "Traceback" not in err.decode()
    return Done(process.returncode, out.decode(), err.decode())
