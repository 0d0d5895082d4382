"""Named pipes where files are named, and what cannot be written: nobody is waited for, and a sentence says why."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from tests.project.test_commands import environment, run
from tui.config import ConfigError, Settings
from tui.wiring import build


@pytest.fixture
def pipe(tmp_path: Path) -> Path:
    """One that nobody writes to, nor reads."""
    os.mkfifo(tmp_path / "pipe", 0o600)
    return tmp_path / "pipe"


async def test_files_of_the_state_folder_that_are_pipes_are_told(tmp_path: Path) -> None:
    for path in ("log/callboard.log", "audit/audit.jsonl"):
        file = tmp_path / "callboard" / path
        file.parent.mkdir(parents=True)
        os.mkfifo(file)
    for words in ("log show", "audit show", "audit verify"):
        code, out, err = await run(*words.split(), env=environment(XDG_STATE_HOME=str(tmp_path)))

        assert (code, out) == (2, "")
        assert err.endswith(": a pipe, where a file has to be\n")
        assert err.count("\n") == 1


async def test_a_configuration_is_written_where_that_can_be_done_or_it_is_told(tmp_path: Path, pipe: Path) -> None:
    for name, why in (
        (str(pipe), "a pipe that nobody reads"),
        (str(tmp_path), "Is a directory"),
        ("/dev/full", "No space left on device"),
        (str(tmp_path / "no" / "file"), "No such file or directory"),
    ):
        code, out, err = await run("simulate", "--agents", "2", "--config-out", name, env=environment())
        assert (code, out, err) == (2, "", f"callboard: {name} cannot be written: {why}\n")


@pytest.mark.parametrize("words", ["simulate --config-out", "replay", "serve demo --token-from"])
async def test_a_file_needs_a_name(words: str) -> None:
    code, out, err = await run(*words.split(), "", env=environment())

    assert (code, out) == (2, "")
    assert err.endswith(": needs the name of a file\n")


async def test_a_netrc_that_is_a_pipe_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".netrc", 0o600)
    login = {"CALLBOARD_URL": "http://127.0.0.1:9", "CALLBOARD_USER": "agent", "HOME": str(tmp_path)}
    code, out, err = await run("watch", "--once", env=environment() | login)

    assert (code, out) == (2, "")
    assert "~/.netrc is a pipe, where a file has to be" in err


def test_certificates_of_the_system_that_are_a_pipe_are_not_waited_for(
    pipe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(pipe))
    wanted = Settings.model_validate({"sources": [{"name": "a", "url": "https://127.0.0.1:9", "user": "agent"}]})

    with pytest.raises(ConfigError, match="pipe: a pipe, where a certificate or a key has to be a file"):
        build(wanted, {"a": SecretStr("secret")})
