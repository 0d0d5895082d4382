"""The end of the audit log, which no chain proves: what is told where it was cut off, and what cannot be told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit.written import cut, entries, written
from tui.audit.checking import check
from tui.audit.files import NAME, AuditFiles
from tui.audit.head import HEAD


def test_an_end_that_was_cut_off_is_seen_now_and_behind_what_is_written_later(tmp_path: Path) -> None:
    files = written(tmp_path)
    assert check(files).end == ""
    cut(tmp_path / NAME)
    assert check(files).end == "the end is missing: entry 6 was written, and entry 5 is the last that is there"

    files.append(entries(1, 7))
    checked = check(files)
    assert checked.end == ""
    assert [broken.words for broken in checked.broken] == ["entry 7 follows entry 5"]


def test_files_that_are_gone_are_seen(tmp_path: Path) -> None:
    files = AuditFiles(tmp_path, file_bytes=500)
    for entry in entries(20):
        files.append([entry])
    paths = files.paths()
    paths[1].unlink()
    assert "follows entry" in check(files).broken[0].words
    paths[0].unlink()
    assert "begins with entry" in check(files).broken[0].words
    paths[-1].unlink()
    assert "the end is missing: entry 20 was written" in check(files).end
    for path in files.paths():
        path.unlink()

    assert check(files).end == "the end is missing: entry 20 was written, and no entry is there"
    files.append(entries(1))
    assert [broken.words for broken in check(files).broken] == ["begins with entry 21"]


def test_an_end_that_is_another_is_seen(tmp_path: Path) -> None:
    files = written(tmp_path)
    head = (tmp_path / HEAD).read_bytes()
    cut(tmp_path / NAME)
    (tmp_path / HEAD).unlink()
    files.append(entries(1, 66))
    (tmp_path / HEAD).write_bytes(head)

    assert check(files).end == "entry 6 is not the one that was written"


@pytest.mark.parametrize(
    "head", [b"", b"{}", b"[]", b"7", b"{" * 190, b'{"number": "6", "hash": "", "since": 1}', None]
)
def test_without_what_tells_the_end_nobody_says_that_it_is_there(tmp_path: Path, head: bytes | None) -> None:
    files = written(tmp_path)
    if head is None:
        (tmp_path / HEAD).unlink()
    else:
        (tmp_path / HEAD).write_bytes(head)
    assert "missing at the end" in check(files).end

    files.append(entries(1, 7))
    checked = check(files)
    assert (checked.entries, checked.broken, checked.end) == (7, (), "")
    assert checked.head is not None
    assert checked.head.since == 7


def test_whoever_writes_all_of_it_anew_is_caught_by_who_kept_a_hash_alone(tmp_path: Path) -> None:
    files = written(tmp_path)
    last = check(files).last
    assert last is not None
    assert check(files, last["hash"]).has_expected
    for path in tmp_path.iterdir():
        path.unlink()
    written(tmp_path, 5)

    checked = check(files, last["hash"])
    assert (checked.broken, checked.end) == ((), "")
    assert not checked.has_expected


def test_neither_it_nor_what_is_put_aside_overwrites_anything(tmp_path: Path) -> None:
    files = AuditFiles(tmp_path, file_bytes=1)
    files.append(entries(1))
    there = tmp_path / "audit.000000000001.jsonl"
    there.write_bytes(b"another one\n")
    files.append(entries(1))
    files.append(entries(1))

    assert there.read_bytes() == b"another one\n"
    assert [path.name for path in files.paths()] == [there.name, "audit.000000000002.jsonl", NAME]
