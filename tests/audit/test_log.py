"""Writing the audit log without waiting for the disk, and what happens when the disk does not take it."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import pytest

from tests.audit.written import written
from tests.waiting import PATIENCE_S
from tui.audit.checking import check
from tui.audit.files import AuditFiles
from tui.audit.log import MOST_WAITING, AuditLog
from tui.audit.origin import AuditOrigin, origin_of

WHO = AuditOrigin("desk", "wall", "terminal", "/dev/pts/7")


def test_what_is_noted_is_written_with_who_and_where(tmp_path: Path) -> None:
    log = AuditLog(AuditFiles(tmp_path), WHO)
    log.note("operation", command="hangup", call="c1")
    log.origin = log.origin.page("192.0.2.9", "night shift")
    log.note("outcome", outcome="confirmed")
    log.close(PATIENCE_S)

    checked = check(AuditFiles(tmp_path))
    assert checked.entries == 2
    assert checked.first is not None
    assert checked.last is not None
    assert checked.first["origin"] == {"kind": "terminal", "place": "/dev/pts/7"}
    assert checked.last["origin"] == {"kind": "page", "place": "192.0.2.9", "token": "night shift"}
    assert (checked.first["user"], checked.first["program"], checked.first["call"]) == ("wall", "desk", "c1")


def test_a_disk_that_does_not_take_it_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.write_text("a file in its place")
    told: list[str] = []
    changed = threading.Event()

    def tell(words: str) -> None:
        told.append(words)
        changed.set()

    log = AuditLog(AuditFiles(folder), WHO, again_s=0.01, on_problem=tell)
    log.note("operation", call="c1")
    assert changed.wait(PATIENCE_S)
    assert "cannot be written" in log.problem
    log.note("operation", call="c2")
    changed.clear()
    folder.unlink()
    assert changed.wait(PATIENCE_S)
    log.close(PATIENCE_S)

    assert log.problem == ""
    assert [bool(words) for words in told] == [True, False]
    checked = check(AuditFiles(folder))
    assert (checked.entries, checked.broken) == (2, ())


def test_a_lock_that_another_process_holds_is_told_and_nothing_is_lost(tmp_path: Path) -> None:
    written(tmp_path, 1)
    told: list[str] = []
    changed = threading.Event()

    def tell(words: str) -> None:
        told.append(words)
        changed.set()

    with (tmp_path / "audit.lock").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        # Whoever only reads does not wait for ever either.
        assert check(AuditFiles(tmp_path)).entries == 1
        log = AuditLog(AuditFiles(tmp_path), WHO, again_s=0.01, on_problem=tell)
        log.note("operation", call="c1")
        assert changed.wait(PATIENCE_S)
        changed.clear()
    assert changed.wait(PATIENCE_S)
    log.close(PATIENCE_S)

    assert told == ["the audit log cannot be written: another process holds its lock", ""]
    assert check(AuditFiles(tmp_path)).entries == 2


def test_what_is_too_much_for_memory_is_counted_in_the_log(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.write_text("a file in its place")
    log = AuditLog(AuditFiles(folder), WHO, again_s=0.01)
    for number in range(MOST_WAITING + 5):
        log.note("operation", call=f"c{number}")
    folder.unlink()
    log.close(PATIENCE_S)

    checked = check(AuditFiles(folder))
    assert checked.entries == MOST_WAITING + 1
    assert checked.first is not None
    assert (checked.first["event"], checked.first["entries"]) == ("lost", 5)


def test_the_end_of_a_run_does_not_wait_for_a_disk_for_ever(tmp_path: Path) -> None:
    folder = tmp_path / "audit"
    folder.write_text("a file in its place")
    log = AuditLog(AuditFiles(folder), WHO, again_s=1000.0)
    log.note("operation")
    log.close(PATIENCE_S)
    assert log.problem


def test_where_a_process_runs_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    assert origin_of("call", {"SSH_CONNECTION": "192.0.2.4 50000 192.0.2.5 22"}).ssh == "192.0.2.4"
    monkeypatch.setattr("os.getuid", lambda: 4_242_424)
    assert origin_of("call", {}).user == "4242424"
