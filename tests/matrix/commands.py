"""What a command needs beside its name; of most of them that is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tui.cli import build_parser, leaves

COMMANDS = tuple(words for words, _ in leaves(build_parser()))
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "": (),
    "--help": ("--help",),
    "--version": ("--version",),
    "config": ("config",),
    "watch --once": ("watch", "--once"),
    "watch --format text": ("watch", "--format", "text", "--per-minute", "0"),
    "doctor --json": ("doctor", "--json"),
    "replay --format jsonl": ("replay", "{kept}", "--format", "jsonl"),
    "replay --format text": ("replay", "{kept}", "--format", "text"),
    "call hangup": ("call", "hangup"),
    "login --stdin": ("login", "--stdin", "--no-check"),
    "watch --record": ("watch", "--record", "{home}/new.callrec"),
}
"""Other ways of a command, by a name."""
_MORE: Mapping[str, tuple[str, ...]] = {
    "demo": ("--no-tour", "--agents", "4"),
    "call": ("list",),
    "completion": ("bash",),
    "replay": ("{kept}",),
    "config init": ("--no-input", "--force", "--config", "{home}/new.toml"),
    "login": ("--no-check",),
    "serve wall": ("--port", "0"),
    "serve desk": ("--port", "0", "--token-from", "new"),
    "serve demo": ("--port", "0", "--agents", "4"),
    "simulate": ("--agents", "2"),
}


def words_of(name: str, home: Path, kept: Path) -> list[str]:
    """The words of a command or variant on the command line.

    Args:
        name: Which.
        home: A folder of its own.
        kept: A recording.
    """
    words = VARIANTS[name] if name in VARIANTS else (*name.split(), *_MORE.get(name, ()))
    return [word.format(home=home, kept=kept) for word in words]
