"""What Linux tells about processes."""

from __future__ import annotations

import os
from pathlib import Path


def children(pid: int | None = None, named: bytes = b"tui") -> list[int]:
    """Process ids of the runs of callboard, or of what is named, that a process, or this one, started and not ended."""
    parent = pid or os.getpid()
    words = Path(f"/proc/{parent}/task/{parent}/children").read_text("ascii")
    return [int(word) for word in words.split() if named in command_line(int(word))]


def command_line(pid: int) -> bytes:
    """The words that a process was started with; everybody may read them."""
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def variables(pid: int) -> bytes:
    """The environment of a process; only its owner may read it."""
    return Path(f"/proc/{pid}/environ").read_bytes()


def fields(pid: int) -> list[str]:
    """Of `/proc/PID/stat` what follows the name: the state, such as `S` or `T`, and then numbers."""
    return Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()


def runs(pid: int) -> bool:
    """Whether a process does anything: not where it has ended, and nobody has asked how."""
    try:
        return fields(pid)[0] != "Z"
    except FileNotFoundError:
        return False
