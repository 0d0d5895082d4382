"""The files: private, bounded, whole up to the last half second, and nobody else's."""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import signal
import stat
import sys
import zlib
from pathlib import Path

import pytest

from tests.recording.recorded_floor import open_floor, played
from tests.waiting import PATIENCE_S
from tui.config import ConfigError
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.recording.files import Files, RecordingError, is_recording
from tui.recording.player import Player

ROOT = Path(__file__).parents[2]
HEAD = '{"t":1.0,"do":"begin","callboard":"recording","version":1}\n'


def lines_of(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in zlib.decompress(path.read_bytes(), 31).splitlines()]


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def size_of(path: Path) -> int:
    return path.stat().st_size


async def test_it_is_readable_for_its_owner_alone_and_ends_properly(path: Path) -> None:
    before = os.umask(0)
    try:
        async with open_floor(path):
            pass
    finally:
        os.umask(before)

    assert mode_of(path) == 0o600
    assert [lines_of(path)[0]["do"], lines_of(path)[-1]["do"]] == ["begin", "end"]


async def test_what_is_there_already_is_kept_beside_it(path: Path) -> None:
    async with open_floor(path):
        pass
    first = lines_of(path)
    async with open_floor(path):
        pass

    assert lines_of(path.with_name("floor.callrec.1")) == first
    assert is_recording(path)


@pytest.mark.parametrize("name", ["floor.callrec", "floor.callrec.2"])
async def test_what_is_no_recording_is_not_overwritten(path: Path, name: str) -> None:
    other = path.with_name(name)
    other.write_text("a letter")
    with pytest.raises(ConfigError, match="is no recording: it is not overwritten"):
        async with open_floor(path):
            pass

    assert other.read_text() == "a letter"


def test_two_that_write_one_recording_are_one_too_many(tmp_path: Path) -> None:
    path = tmp_path / "floor.callrec"
    first = Files(path, keep=3)
    first.write(HEAD)
    with pytest.raises(RecordingError, match="is being written by another callboard"):
        Files(path, keep=3)
    first.begin()
    first.write(HEAD)
    with pytest.raises(RecordingError, match="is being written by another callboard"):
        Files(path, keep=3)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["floor.callrec", "floor.callrec.1"]

    first.close()
    second = Files(path, keep=3)
    second.close()
    assert len(list(tmp_path.iterdir())) == 3


def test_a_folder_that_another_process_has_locked_holds_nothing_up_for_ever(tmp_path: Path) -> None:
    other = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    Files(tmp_path / "calls", keep=2).close()
    os.close(other)
    assert (tmp_path / "calls").exists()


def test_neither_a_folder_nor_a_device_nor_a_link_into_nowhere_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    for path in (tmp_path, Path("/dev/null"), tmp_path / "link", tmp_path / "none" / "x"):
        with pytest.raises(RecordingError):
            Files(path, 2)
    assert not (tmp_path / "nowhere").exists()


def test_there_are_never_more_files_than_wanted(tmp_path: Path) -> None:
    files = Files(tmp_path / "x", 3)
    for number in range(9):
        files.write(f"{HEAD}{number}\n")
        files.begin()
    files.write(HEAD)
    files.close()

    assert sorted(file.name for file in tmp_path.iterdir()) == ["x", "x.1", "x.2"]
    assert b"\n7\n" in zlib.decompress((tmp_path / "x.2").read_bytes(), 31)


def test_one_file_alone_begins_anew(tmp_path: Path) -> None:
    files = Files(tmp_path / "x", 1)
    files.write(HEAD * 9)
    files.begin()
    files.write(HEAD)
    files.close()

    assert zlib.decompress((tmp_path / "x").read_bytes(), 31).decode() == HEAD


async def test_a_program_that_is_killed_leaves_what_happened_up_to_then(path: Path) -> None:
    async with Simulator(Options(agents=4, calls=6, rate_per_s=40, logins="one")) as simulator:
        env = {
            **{key: value for key, value in os.environ.items() if not key.startswith("CALLBOARD")},
            "CALLBOARD_URL": simulator.url,
            "CALLBOARD_USER": simulator.logins[0].user,
            "CALLBOARD_PASSWORD": simulator.password,
            "XDG_CONFIG_HOME": "/nonexistent",
        }
        words = (sys.executable, "-m", "tui", "watch", "--record", str(path))
        process = await asyncio.create_subprocess_exec(*words, env=env, stdout=asyncio.subprocess.PIPE)
        assert process.stdout is not None
        async with asyncio.timeout(PATIENCE_S):
            while b'"change": "added"' not in await process.stdout.readline():
                pass
            size = size_of(path)
            while size_of(path) <= size:
                await asyncio.sleep(0.05)
        process.send_signal(signal.SIGKILL)
        await process.communicate()

    player = played(path)
    assert "it ends in the middle" in player.contents.problem
    assert player.board.calls
    assert player.damaged == 0
    player.close()


async def test_a_full_disk_ends_the_recording_and_nothing_else(path: Path) -> None:
    words = (sys.executable, "-m", "tests.recording.full_disk", str(path))
    process = await asyncio.create_subprocess_exec(*words, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    async with asyncio.timeout(PATIENCE_S):
        out, _ = await process.communicate()
    assert process.returncode == 0
    seen = json.loads(out)

    assert seen["before"] == "● recording to floor.callrec"
    assert seen["after"].startswith("× recording to floor.callrec ended")
    assert "File too large" in seen["after"]
    assert any("the recording to floor.callrec has ended" in words for words in seen["told"])
    player = played(path)
    assert player.board.calls
    assert player.contents.problem
    player.close()


async def test_a_file_that_is_still_written_can_be_replayed(path: Path) -> None:
    async with open_floor(path) as floor:
        call = await floor.ring(floor.users[0])
        await floor.written()
        await asyncio.sleep(0)
        await floor.until(lambda: call in str(calls_in(path)), "in the file")


def calls_in(path: Path) -> list[object]:
    player = Player.open(path)
    player.go_to(player.contents.end_s)
    player.close()
    return list(player.board.calls)
