"""What Linux tells about processes."""

from __future__ import annotations

import os
from pathlib import Path


def children(pid: int | None = None) -> list[int]:
    """Process ids of the runs of callboard that a process, or this one, has started and not ended."""
    parent = pid or os.getpid()
    words = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(word) for word in words.split() if b"tui" in command_line(int(word))]


def command_line(pid: int) -> bytes:
    """The words that a process was started with; everybody may read them."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def variables(pid: int) -> bytes:
    """The environment of a process; only its owner may read it."""
    return Path(f"/proc/{pid}/environ").read_bytes()
