"""What goes wrong while the audit log is written: killed programs, a full disk, a clock that is set, foreign lines."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit.written import entries, written
from tests.waiting import PATIENCE_S
from tui.audit.checking import check
from tui.audit.files import NAME, AuditFiles
from tui.audit.head import read_head


def test_a_clock_that_was_set_back_breaks_nothing_and_is_told(tmp_path: Path) -> None:
    files = AuditFiles(tmp_path)
    for hour in (10, 11, 9, 12):
        files.append([{"at": f"2026-11-27T{hour:02}:00:00.000+01:00", "event": "login"}])
    # Later by the offset that it is told with; then times that are none.
    files.append([{"at": "2026-11-27T11:30:00.000+00:00"}, {"at": "soon"}, {"event": "login"}])

    checked = check(files)
    assert (checked.entries, checked.broken, checked.end, checked.set_back) == (7, (), "", (3,))


def test_a_foreign_line_is_told_and_nothing_is_missing_there(tmp_path: Path) -> None:
    files = written(tmp_path, 3)
    for foreign in (b"# a remark\n", b"\x00\xff\n", b'{"number": 4}\n', b"\n"):
        with (tmp_path / NAME).open("ab") as file:
            file.write(foreign)
        files.append(entries(1))

    checked = check(files)
    assert (checked.entries, checked.end) == (7, "")
    assert [(broken.line, broken.words) for broken in checked.broken] == [
        (4, "cannot be read"),
        (6, "cannot be read"),
        (8, "was changed: it does not fit its hash"),
    ]


KILLED = """
import os, signal, sys
from pathlib import Path
from tui.audit.files import AuditFiles

files, write, put = AuditFiles(Path(sys.argv[1])), os.write, os.pwrite
files.append([{"event": "operation", "call": "before"}])

def killed(handle, *what):
    if sys.argv[2] == "in the log":
        write(handle, what[0][: len(what[0]) // 2])
    elif sys.argv[2] == "in the head":
        put(handle, what[0][:150], 0)
    os.kill(os.getpid(), signal.SIGKILL)

setattr(os, "write" if sys.argv[2] == "in the log" else "pwrite", killed)
files.append([{"event": "operation", "call": "killed"}])
"""


@pytest.mark.parametrize(
    ("where", "found", "broken"),
    [("in the log", 2, ["cannot be read"]), ("before the head", 3, []), ("in the head", 3, [])],
)
def test_a_program_that_is_killed_while_it_writes_costs_nothing_else(
    tmp_path: Path, where: str, found: int, broken: list[str]
) -> None:
    ended = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), where], check=False, timeout=PATIENCE_S)
    assert ended.returncode == -signal.SIGKILL
    head = read_head(tmp_path)
    assert (head and head.number) == (None if where == "in the head" else 1)
    AuditFiles(tmp_path).append(entries(1))

    checked = check(AuditFiles(tmp_path))
    assert (checked.entries, checked.end) == (found, "")
    assert [one.words for one in checked.broken] == broken


FULL = """
import resource, sys
from pathlib import Path
from tui.audit.checking import check
from tui.audit.files import AuditFiles

folder, most = Path(sys.argv[1]), resource.getrlimit(resource.RLIMIT_FSIZE)[1]
files = AuditFiles(folder)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, most))
written = 0
while True:
    try:
        files.append([{"event": "operation", "call": f"c{written}"}] * 2)
    except OSError as error:
        break
    written += 2
found = check(files)
assert (found.entries, found.broken, found.end) == (written, (), ""), found

# The log takes one more entry, and the head does not.
(folder / "audit.head").rename(folder / "kept")
(folder / "audit.head").symlink_to("nowhere")
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
try:
    files.append([{"event": "operation"}])
    sys.exit("the head was written")
except OSError:
    (folder / "audit.head").unlink()
    (folder / "kept").rename(folder / "audit.head")
assert check(files) == found

files.append([{"event": "operation"}])
found = check(files)
assert (found.entries, found.broken, found.end) == (written + 1, (), ""), found
"""


def test_a_full_disk_leaves_whole_entries_and_the_chain_goes_on(tmp_path: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path)], check=False, timeout=PATIENCE_S, capture_output=True, text=True
    )
    assert ended.returncode == 0, ended.stderr
