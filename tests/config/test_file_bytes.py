"""Whatever a configuration is made of: what can be read is read, and the rest is one true line."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.passwords.commands import environment, run
from tui.config import ConfigError, load
from tui.config.file_text import LARGEST_BYTES, file_text
from tui.config.reading import faults_in, read, read_file
from tui.config.watching import ConfigWatch

SOURCE = b'[[sources]]\nname = "5001"\nurl = "https://gws.example.com"\nuser = "a"\n'


def faults(path: Path, environment: dict[str, str] | None = None) -> list[str]:
    """What `config validate` finds, without the path."""
    try:
        found = [str(fault) for fault in faults_in(read_file(str(path), {}), environment or {})]
    except ConfigError as error:
        found = [str(fault) for fault in error.faults] or [str(error)]
    return [words.removeprefix(str(path)) for words in found]


@pytest.mark.parametrize(
    "content", [b"\xef\xbb\xbf" + SOURCE, SOURCE.replace(b"\n", b"\r\n"), SOURCE], ids=["bom", "crlf", "lf"]
)
def test_editors_of_windows_are_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "c.toml"
    file.write_bytes(content)

    assert load({"config": str(file)}, {}).sources[0].label == "5001"
    assert faults(file) == []


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (SOURCE.decode().encode("utf-16"), ":1: this is UTF-16: save it as UTF-8"),
        (SOURCE.decode().encode("utf-16-be"), ":1: not TOML"),
        (b"\xfe\xff" + SOURCE.decode().encode("utf-16-be"), ":1: this is UTF-16"),
        (SOURCE.decode().encode("utf-32"), ":1: this is UTF-32: save it as UTF-8"),
        (SOURCE + b'title = "caf\xe9"\n', ":5: not UTF-8: a character of another encoding, byte 0xe9"),
        (b"a=" + b"[" * 5000 + b"]" * 5000, ":1: more than 32 lists or tables in one another"),
        (b"\n\na=" + b"{a=" * 3000 + b"1" + b"}" * 3000, ":3: more than 32 lists"),
        (b"\na = [\n" * 1 + b"[\n" * 3000 + b"]\n" * 3001, ":34: more than 32 lists"),
        (b"\n" + b".".join([b"a"] * 3000) + b" = 1\n", ":2: more than 32 lists"),
        (b"\n\n[" + b".".join([b"a"] * 3000) + b"]\nb = 1\n", ":3: more than 32 lists"),
        (b"page_s = " + b"9" * 5000, ": not TOML: a number that is too long"),
        (b"page_s = " + b"9" * 4000, ":1: page_s: "),
        (b'title = "' + b"x" * 3_000_000 + b'"', ":1: title: String should have at most 10000 characters"),
        (b'title = "' + b"x" * LARGEST_BYTES + b'"', ": larger than 4 MB"),
        (b'title = "a"\ntitle = "b"', ":2: not TOML: Cannot overwrite a value"),
        (b"[attention]\nstale_s = inf", ":2: attention.stale_s: is a number that is neither inf nor nan"),
        (b"resync_s = 1e308", ":1: resync_s: "),
        (b"page_s = nan", ":1: page_s: is a number that is neither inf nor nan"),
        (b'title = "\x1b[31m"', ":1: not TOML: Illegal character"),
        (b'title = "a\xe2\x80\xa8b"\ntitel = 1', ":2: unknown key titel: do you mean title?"),
        (SOURCE + b'password_file = "a\\u0000b"', ':5: [[sources]] "5001", password_file: no file can be named so'),
        (
            SOURCE + b'password_file = "~nobody-of-this-name/x"',
            ':5: [[sources]] "5001", password_file: nobody knows the home',
        ),
        (SOURCE + b'cometd_path = "//x y"', ':5: [[sources]] "5001", cometd_path: a path begins with /'),
    ],
    ids=range(23),
)
def test_the_rest_is_told_with_its_line(tmp_path: Path, content: bytes, told: str) -> None:
    file = tmp_path / "c.toml"
    file.write_bytes(content)
    (words,) = faults(file)

    assert words.startswith(told)
    assert len(words) < 200


@pytest.mark.parametrize("value", ["[" * 5000 + "]" * 5000, "9" * 5000, "[" * 5000])
def test_a_variable_that_cannot_be_read_is_told(value: str) -> None:
    (words,) = faults(Path(os.devnull), {"CALLBOARD_TEAMS": value})

    assert words.startswith("CALLBOARD_TEAMS: teams: ")


def test_what_is_no_file_is_told_as_what_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.machine.pipes.WRITER_S", 0.2)
    (tmp_path / "link").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe")

    assert faults(tmp_path) == [": Is a directory"]
    assert faults(tmp_path / "link") == [": a link that leads nowhere"]
    assert faults(tmp_path / "pipe") == [": a pipe that nobody writes to within 0.2 s"]
    assert faults(Path("/dev/zero")) == [": larger than 4 MB, which no configuration is"]
    assert faults(Path(os.devnull)) == []
    with pytest.raises(ConfigError, match="--config names no file"):
        read_file("", {})
    with pytest.raises(ConfigError, match="nobody knows the home folder"):
        read_file("~nobody-of-this-name/c.toml", {})


def test_a_pipe_is_read_once_and_not_watched(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=lambda: pipe.write_bytes(SOURCE * 1 + b"#" * 200_000))
    writing.start()
    asked: list[int] = []
    reading = read({"config": str(pipe)}, {})
    writing.join()

    watch = ConfigWatch(reading, lambda: asked.append(1) or reading)  # type: ignore[func-returns-value]  # only counts
    assert reading.settings.sources[0].label == "5001"
    for _ in range(3):
        assert watch.look() is None
    assert not asked


def test_a_writer_that_has_not_come_yet_is_waited_for(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    found: list[str] = []
    reading = threading.Thread(target=lambda: found.append(file_text(pipe)))
    reading.start()
    # Opening it for writing ends when the reader is there, and it reads nothing before that.
    with pipe.open("wb", buffering=0) as file:
        for piece in (SOURCE[:20], SOURCE[20:]):
            file.write(piece)
    reading.join()

    assert found == [SOURCE.decode()]


def test_a_substituted_process_is_read(tmp_path: Path) -> None:
    words = f"{sys.executable} -m tui config show --json --config <(cat c.toml)"
    (tmp_path / "c.toml").write_bytes(SOURCE)
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert '"value": "https://gws.example.com"' in done.stdout


async def test_pages_say_that_they_need_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writing = threading.Thread(target=lambda: pipe.write_bytes(SOURCE))
    writing.start()
    done = await run("serve", "wall", "--port", "0", "--config", str(pipe), env=environment(tmp_path))
    writing.join()

    assert (done.code, done.out) == (2, "")
    assert "can be read only once, and what is shown reads it as well: name a file" in done.err
