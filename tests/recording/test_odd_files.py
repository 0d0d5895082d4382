"""What somebody may give as a recording, to write or to read, that is none: a true sentence each, or it is read."""

from __future__ import annotations

import asyncio
import gzip
import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project.test_commands import environment, run
from tests.recording.recorded_floor import open_floor
from tests.waiting import PATIENCE_S
from tui.recording.files import Files, RecordingError
from tui.recording.opening import open_recording


def a_folder(path: Path) -> None:
    path.mkdir()


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


def a_link_to_nowhere(path: Path) -> None:
    path.symlink_to("nowhere")


MADE: dict[str, Callable[[Path], None]] = {
    "a folder": a_folder,
    "a pipe": lambda path: os.mkfifo(path),
    "a socket": a_socket,
    "a link that leads nowhere": a_link_to_nowhere,
}


@pytest.mark.parametrize("what", MADE)
def test_what_is_no_file_is_not_recorded_into(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # The path of a socket must be short.
    monkeypatch.chdir(tmp_path)
    there = Path("x")
    MADE[what](there)
    with pytest.raises(RecordingError, match=f"^x is {what}: a recording needs a file of its own$"):
        Files(there, 2)
    assert list(tmp_path.iterdir()) == [tmp_path / "x"]


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no /dev/stdout here")
def test_a_device_and_an_open_file_are_not_recorded_into(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="is a device"):
        Files(Path("/dev/null"), 2)
    with (tmp_path / "open").open("w") as opened, pytest.raises(RecordingError, match="an open file of a program"):
        Files(Path(f"/dev/fd/{opened.fileno()}"), 2)


@pytest.mark.parametrize(("word", "told"), [("", "needs the name of a file"), ("-", "is not printed")])
async def test_a_recording_needs_a_name(word: str, told: str) -> None:
    code, out, err = await run("watch", "--record", word, env=environment())

    assert (code, out) == (2, "")
    assert f"--record: {told}" in err.replace("a recording is", "is")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "holds nothing that could be replayed"),
        (b"notes\n", "is not a recording of callboard"),
        (b"\x81" * 200_000, "is not a recording of callboard"),
        (b'{"t":1.0,"do":"begin","callboard":"recording"}\n', "is the text of a recording: pack it again with gzip"),
        (
            '\ufeff{"t":1.0,"do":"begin","callboard":"recording"}\r\n'.encode("utf-16-le"),
            "is the text of a recording: pack it again with gzip",
        ),
        (b"\xef\xbb\xbf" + gzip.compress(b"{}"), "a byte order mark stands before the recording"),
        (gzip.compress(b'{"version": 2}\n'), "is not a recording of callboard"),
        (gzip.compress(bytes(100_000_000)), "is not a recording of callboard"),
        (b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03" + b"\xff" * 1000, "or is damaged from its beginning on"),
    ],
    ids=["empty", "notes", "long", "text", "utf16", "bom", "foreign", "bomb", "damaged"],
)
async def test_what_is_no_recording_is_told_as_what_it_is(content: bytes, told: str, tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(content)
    code, out, err = await run("replay", str(file), "--format", "jsonl", env=environment())

    assert (code, out) == (2, "")
    assert told in err
    assert err.count("\n") == 1


def test_a_folder_and_what_is_not_there_are_told(tmp_path: Path) -> None:
    with pytest.raises(RecordingError, match="is a folder"):
        open_recording(tmp_path)
    with pytest.raises(RecordingError, match="no such file"):
        open_recording(tmp_path / "x")


def test_a_pipe_that_nobody_writes_to_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.machine.pipes.WRITER_S", 0.1)
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(RecordingError, match=r"pipe is a pipe that nobody writes to within 0\.1 s$"):
        open_recording(tmp_path / "pipe")


async def test_a_recording_is_read_from_a_pipe(tmp_path: Path) -> None:
    file, fifo = tmp_path / "kept.callrec", tmp_path / "fifo"
    async with open_floor(file) as floor:
        floor.pass_time(1.0)
        await floor.ring(floor.users[0])
    _, expected, _ = await run("replay", str(file), "--format", "jsonl", env=environment())
    assert '"call"' in expected
    os.mkfifo(fifo)
    packed = file.read_bytes()
    for name in ("-", "/dev/stdin", str(fifo)):
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tui", "replay", name, "--format", "jsonl"),
            env=environment(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        async with asyncio.timeout(PATIENCE_S):
            if name == str(fifo):
                await asyncio.to_thread(fifo.write_bytes, packed)
            out, _ = await process.communicate(b"" if name == str(fifo) else packed)
        assert (process.returncode, out.decode()) == (0, expected)
