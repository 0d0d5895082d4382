"""What `callboard audit verify` says, and with which exit code."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest

from tests.audit.written import cut, entries, written
from tui.audit.files import NAME, AuditFiles
from tui.audit.head import HEAD
from tui.machine.folders import audit_folder
from tui.runs.audit import show, verify


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    found = audit_folder()
    assert found is not None
    return found


def told(capsys: pytest.CaptureFixture[str], contains: str = "") -> tuple[int, str]:
    code = verify(argparse.Namespace(contains=contains))
    return code, capsys.readouterr().out


def test_it_says_what_it_proves_and_what_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys) == (0, "there are no entries\n")
    files = written(folder)
    code, words = told(capsys)
    assert (code, "6 entries, ? to ?: unbroken\nlast hash: " in words) == (0, True)
    assert "note: who may write these files could have written all of them anew" in words

    kept = words.split("last hash: ")[1].split()[0]
    head = (folder / HEAD).read_bytes()
    files.append([{"at": "2026-11-27T11:00:00+00:00"}, {"at": "2026-11-27T10:00:00+00:00"}])
    (folder / HEAD).write_bytes(head)
    code, words = told(capsys, kept)
    assert code == 0
    assert "note: entry 6 is told as the last: a program was ended just when it wrote the next" in words
    assert "note: the clock of entry 8 is before that of the entry before it (1 such entry)" in words
    assert told(capsys, "0" * 64)[0] == 1


def test_an_end_that_is_not_there_is_an_error(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = written(folder)
    cut(folder / NAME, 2)
    code, words = told(capsys)
    assert (code, words.splitlines()[0].partition(":")[0]) == (1, "the end is missing")
    assert "4 entries, ? to ?: unbroken, without a sure end\n" in words

    (folder / HEAD).unlink()
    code, words = told(capsys)
    assert (code, "entries may be missing at the end" in words) == (1, True)
    files.append(entries(1))
    code, words = told(capsys)
    assert (code, "note: audit.head was lost before entry 5: entries may be missing there" in words) == (0, True)


def test_a_copy_without_its_lock_is_read(tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "other")
    folder.mkdir(parents=True)
    for name in (NAME, HEAD):
        (folder / name).write_bytes((tmp_path / "other" / name).read_bytes())
        (folder / name).chmod(0o400)
    folder.chmod(0o500)

    assert told(capsys)[0] == 0
    assert len(AuditFiles(folder).paths()) == 1


@pytest.mark.parametrize("target", [{"call": "c1"}, {"device": "d1"}, {"agent": "u1"}], ids=str)
def test_a_shown_entry_names_what_it_was_sent_to(
    folder: Path, capsys: pytest.CaptureFixture[str], target: dict[str, object]
) -> None:
    where = {"user": "wall", "origin": {"kind": "terminal", "place": "/dev/pts/1"}}
    AuditFiles(folder).append([{"event": "operation", "command": "log_out", **where, **target}])
    assert show(argparse.Namespace(lines=1, json=False)) == 0
    (name, id_) = next(iter(target.items()))
    assert f"wall@terminal:/dev/pts/1 log_out sent {name} {id_}" in capsys.readouterr().out
