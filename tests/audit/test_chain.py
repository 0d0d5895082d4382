"""The chain of the audit log: whole across files and programs, and broken wherever somebody laid hands on it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.audit.written import entries, written
from tui.audit.checking import check
from tui.audit.files import NAME, AuditFiles


def test_what_nobody_touched_is_whole(tmp_path: Path) -> None:
    checked = check(written(tmp_path))

    assert checked.entries == 6
    assert not checked.broken
    assert checked.last is not None
    assert checked.last["call"] == "c5"
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_the_chain_goes_on_over_files(tmp_path: Path) -> None:
    files = AuditFiles(tmp_path, file_bytes=500)
    for entry in entries(20):
        files.append([entry])

    assert len(files.paths()) > 3
    checked = check(files)
    assert (checked.entries, checked.broken) == (20, ())
    assert files.paths()[-1].name == NAME


CHANGES: dict[str, Callable[[list[bytes]], list[bytes]]] = {
    "a value is another": lambda lines: [*lines[:2], lines[2].replace(b"c2", b"c9"), *lines[3:]],
    "one is missing": lambda lines: [*lines[:2], *lines[3:]],
    "two have changed places": lambda lines: [lines[0], lines[2], lines[1], *lines[3:]],
    "one is there twice": lambda lines: [*lines[:3], lines[2], *lines[3:]],
    "the first is missing": lambda lines: lines[1:],
    "one is cut off": lambda lines: [*lines[:2], lines[2][:20] + b"\n", *lines[3:]],
    "one has no hash": lambda lines: [*lines[:2], lines[2].replace(b'"hash"', b'"mash"'), *lines[3:]],
    "it is no object": lambda lines: [*lines[:2], b"[]\n", *lines[3:]],
    "it nests for ever": lambda lines: [*lines[:2], b"[" * 100_000 + b"\n", *lines[3:]],
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_every_change_is_seen(tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    files = written(tmp_path)
    path = tmp_path / NAME
    path.write_bytes(b"".join(change(path.read_bytes().splitlines(keepends=True))))

    assert check(files).broken


def test_a_line_that_a_crash_cut_off_does_not_take_the_next_one_with_it(tmp_path: Path) -> None:
    files = written(tmp_path)
    with (tmp_path / NAME).open("ab") as file:
        file.write(b'{"number": 7, "ev')
    files.append(entries(1, 7))

    checked = check(files)
    assert checked.entries == 7
    assert [broken.line for broken in checked.broken] == [7]


def _append(folder: Path, name: str) -> None:
    files = AuditFiles(folder, file_bytes=4000)
    for number in range(40):
        files.append([{"event": name, "call": f"{number}"}])


def test_programs_that_write_at_once_make_one_chain(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    running = [context.Process(target=_append, args=(tmp_path, name)) for name in ("desk", "call", "wall")]
    for process in running:
        process.start()
    for process in running:
        process.join(120)

    checked = check(AuditFiles(tmp_path))
    assert [process.exitcode for process in running] == [0, 0, 0]
    assert (checked.entries, checked.broken, checked.end) == (120, (), "")


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.write_text("mine\n")
    folder = tmp_path / "audit"
    folder.mkdir()
    (folder / NAME).symlink_to(other)

    with pytest.raises(OSError, match="symbolic links"):
        AuditFiles(folder).append(entries(1))
    assert other.read_text() == "mine\n"
