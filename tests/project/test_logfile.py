"""The log: bounded, redacted, readable for its owner, and silent when it cannot be written."""

from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from tui.cli.options import LOG_LEVELS
from tui.live.clock import FixedClock
from tui.live.store.journal import EntryKind, Journal
from tui.machine.logfile import FILE_BYTES, HIDDEN, LEVELS, LONGEST, OLDER, start_logging

ROOT = Path(__file__).parents[2]
LOG = logging.getLogger("tui.test")


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    yield tmp_path / "logs" / "callboard.log"
    for handler in set(root.handlers) - set(handlers):
        handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    for name in ("tui", "httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)


def files(path: Path) -> list[Path]:
    return sorted(path.parent.iterdir())


def test_the_options_know_the_levels() -> None:
    assert LOG_LEVELS == LEVELS


@pytest.mark.parametrize(("level", "written"), [("error", 1), ("warning", 2), ("info", 3), ("debug", 4)])
def test_a_level_lets_through_what_is_worse(path: Path, level: str, written: int) -> None:
    start_logging([], path, level)
    for number, name in enumerate(LEVELS):
        LOG.log(getattr(logging, name.upper()), "word %d", number)

    assert path.read_text("utf-8").count("word") == written


def test_it_is_bounded_however_much_is_written(path: Path) -> None:
    start_logging([], path, "info")
    for number in range(400):
        LOG.info("%d %s", number, "x" * 30_000)

    assert len(files(path)) == 1 + OLDER
    assert all(file.stat().st_size <= FILE_BYTES + LONGEST for file in files(path))
    assert "characters more]" in path.read_text("utf-8")


def test_only_its_owner_may_read_it(path: Path) -> None:
    start_logging([], path)
    LOG.warning("word")

    assert path.stat().st_mode & 0o077 == 0


def test_secrets_that_come_later_are_hidden_too(path: Path) -> None:
    secrets = [SecretStr("first-canary")]
    start_logging(secrets, path)
    secrets.append(SecretStr("later-canary"))
    try:
        raise RuntimeError("later-canary in a traceback")
    except RuntimeError:
        LOG.exception("first-canary")

    text = path.read_text("utf-8")
    assert "Traceback" in text
    assert "canary" not in text.replace(HIDDEN, "")


def test_a_file_that_another_callboard_has_moved_away_is_begun_anew(path: Path) -> None:
    start_logging([], path)
    LOG.warning("before")
    path.rename(path.with_name("callboard.log.1"))
    LOG.warning("after")

    assert "after" in path.read_text("utf-8")
    assert "after" not in path.with_name("callboard.log.1").read_text("utf-8")


def test_a_disk_that_is_full_says_nothing_on_the_terminal(path: Path) -> None:
    path.parent.mkdir()
    path.symlink_to("/dev/full")
    program = (
        "import logging, pathlib, sys; from tui.machine.logfile import start_logging;"
        "start_logging([], pathlib.Path(sys.argv[1])); logging.getLogger('tui').error('word'); print('still here')"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True, cwd=ROOT)

    assert (done.stdout, done.stderr) == ("still here\n", "")


def test_a_folder_that_cannot_be_made_costs_the_log_alone(path: Path) -> None:
    path.parent.touch()
    start_logging([], path)
    LOG.error("word")

    assert path.parent.read_bytes() == b""


def test_links_are_told_at_info_with_numbers_masked(path: Path) -> None:
    start_logging([], path, "info")
    journal = Journal(FixedClock(0.0, datetime(2026, 1, 5, tzinfo=UTC)))
    for _ in range(3):
        journal.note("5001", EntryKind.PROBLEM, "Device '2025550143' is not registered.")
    journal.note("5001", EntryKind.CALL, "Inbound Ringing (202) 555-0143")
    text = path.read_text("utf-8")

    assert text.count("5001: Device '•••• 0143' is not registered.") == 1
    assert "Inbound" not in text


def test_a_query_is_not_written(path: Path) -> None:
    start_logging([], path, "debug")
    logging.getLogger("httpx").info("GET https://gws.example.com/api/v2/contacts?filterParameters=canary")

    assert "canary" not in path.read_text("utf-8")


def test_what_repeats_is_written_once_and_its_count_at_the_end(path: Path) -> None:
    start_logging([], path)
    for _ in range(1000):
        LOG.error("fault %s", "abc")
    assert path.read_text("utf-8").count("fault abc") == 1
    logging.getLogger().handlers[0].close()

    assert "fault abc (again, 999 times since " in path.read_text("utf-8")


def test_a_run_without_a_log_is_told_why(tmp_path: Path, path: Path) -> None:
    del path
    (tmp_path / "file").touch()

    assert start_logging([], tmp_path / "file" / "a" / "callboard.log") == (
        f"no log is written: {tmp_path}/file/a/callboard.log: Not a directory"
    )
    assert start_logging([], tmp_path / "callboard.log") == ""


def test_the_credentials_of_a_proxy_are_hidden_in_tracebacks_too(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://puser:proxy%20canary@proxy.example.com:3128")
    start_logging([], path)
    try:
        raise ValueError("puser:proxy%20canary, puser:proxy canary, Basic cHVzZXI6cHJveHkgY2FuYXJ5")
    except ValueError:
        LOG.exception("failed")
    written = path.read_text("utf-8")

    # Once in the line of the source, once in the words.
    assert written.count(HIDDEN) == 6
    assert "canary" not in written
    assert "cHVzZXI6" not in written
