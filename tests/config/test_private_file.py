"""Files with secrets: whole at any moment, and nothing half written is left for long."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.passwords.commands import ROOT
from tests.waiting import PATIENCE_S
from tui.config.private_file import remove_half_written, write_private
from tui.passwords.files import secret_from_file

WRITER = """
import os, signal, sys
from pathlib import Path
import tui.config.private_file as private_file
if sys.argv[2] == "die":
    private_file.os.fsync = lambda handle: os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "hang":
    private_file.os.fsync = lambda handle: (print("writing", flush=True), sys.stdin.read())
private_file.write_private(Path(sys.argv[1]), "new\\n")
"""


def writer(path: Path, how: str) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), how], stdin=pipe, stdout=pipe, cwd=ROOT)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "password"
    write_private(path, "old\n")
    return path


def test_a_killed_writer_leaves_the_old_file_and_what_it_left_blocks_nothing(file: Path) -> None:
    with writer(file, "die") as killed:
        killed.communicate(timeout=PATIENCE_S)

    assert killed.returncode == -signal.SIGKILL
    assert sorted(os.listdir(file.parent)) == [".password.new", "password"]
    assert stat.S_IMODE((file.parent / ".password.new").stat().st_mode) == 0o600
    assert file.read_text() == "old\n"
    write_private(file, "newer\n")
    assert file.read_text() == "newer\n"
    assert os.listdir(file.parent) == ["password"]


def test_whoever_reads_the_secret_removes_what_was_left(file: Path) -> None:
    (file.parent / ".password.new").write_text("hal")

    assert secret_from_file(file, "password_file") == "old"
    assert os.listdir(file.parent) == ["password"]


def test_one_that_still_writes_is_left_alone_and_another_waits_for_it(file: Path) -> None:
    with writer(file, "hang") as writing, ThreadPoolExecutor() as threads:
        assert writing.stdout is not None
        assert writing.stdin is not None
        assert writing.stdout.readline() == b"writing\n"
        remove_half_written(file)
        assert (file.parent / ".password.new").exists()
        second = threads.submit(write_private, file, "last\n")
        writing.stdin.close()
        second.result(PATIENCE_S)

    assert writing.returncode == 0
    assert file.read_text() == "last\n"
    assert os.listdir(file.parent) == ["password"]


def test_what_cannot_be_written_leaves_nothing(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_private(file, "new\n")

    assert file.read_text() == "old\n"
    assert os.listdir(file.parent) == ["password"]


def test_many_at_once_leave_one_of_them_whole(file: Path) -> None:
    texts = [f"{number}" * 50_000 for number in range(8)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda text: write_private(file, text), texts))

    assert file.read_text() in texts
    assert os.listdir(file.parent) == ["password"]


def write_all(file: Path, texts: list[str]) -> None:
    for text in texts:
        write_private(file, text)


def test_nobody_reads_a_mixture_meanwhile(file: Path) -> None:
    until_s = time.monotonic() + PATIENCE_S
    texts = {"a" * 100_000, "b" * 100_000}
    seen: set[str] = {file.read_text()}
    with ThreadPoolExecutor(1) as threads:
        writing = threads.submit(write_all, file, sorted(texts) * 10)
        while not writing.done() and time.monotonic() < until_s:
            seen.add(file.read_text())
        writing.result(PATIENCE_S)

    assert seen <= {"old\n", *texts}
