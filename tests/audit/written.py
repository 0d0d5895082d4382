"""An audit log with some entries in it."""

from __future__ import annotations

from pathlib import Path

from tui.audit.files import AuditFiles


def entries(count: int, begin: int = 0) -> list[dict[str, object]]:
    """Operations on as many calls."""
    return [
        {"event": "operation", "call": f"c{number}", "party": "•••• 0143"} for number in range(begin, begin + count)
    ]


def written(folder: Path, count: int = 6) -> AuditFiles:
    """A log with as many entries, each appended by itself."""
    files = AuditFiles(folder)
    for entry in entries(count):
        files.append([entry])
    return files


def cut(path: Path, lines: int = 1) -> None:
    """Cut off the end of a file."""
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-lines]))
