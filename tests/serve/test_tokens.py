"""Where the token comes from."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tui.serve.tokens import NEW, VARIABLE, TokenError, TokenRole, Tokens, find_tokens, is_loopback

TOKEN = "long enough for a token"


def private(file: Path, text: str) -> Path:
    file.write_text(text)
    file.chmod(0o600)
    return file


def secrets(found: Tokens | None) -> list[str]:
    assert found is not None
    return [secret.get_secret_value() for secret in found.secrets]


def test_the_environment_is_asked_unless_something_else_was_said(tmp_path: Path) -> None:
    file = private(tmp_path / "token", f"{TOKEN} of the file\n")

    found = find_tokens(None, {VARIABLE: TOKEN})
    assert secrets(found) == [TOKEN]
    assert secrets(find_tokens(str(file), {VARIABLE: TOKEN})) == [f"{TOKEN} of the file"]
    assert find_tokens(None, {}) is None
    assert found is not None
    assert TOKEN not in repr(found.now())


def test_a_new_one_is_another_every_time() -> None:
    tokens = {secret for _ in range(3) for secret in secrets(find_tokens(NEW, {}))}

    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


def test_several_have_names_and_roles(tmp_path: Path) -> None:
    text = "# wall and desk\nnight look night-night-night\n\nday act day-day-day-day\n"
    found = find_tokens(str(private(tmp_path / "tokens", text)))

    assert found is not None
    assert [(token.name, token.role) for token in found.now()] == [("night", TokenRole.LOOK), ("day", TokenRole.ACT)]


def test_a_file_that_is_changed_counts_at_once(tmp_path: Path) -> None:
    file = private(tmp_path / "tokens", "night look night-night-night\nday act day-day-day-day\n")
    found = find_tokens(str(file))
    assert found is not None

    private(tmp_path / "fresh", "day act day-day-day-day\n").replace(file)
    assert [token.name for token in found.now()] == ["day"]
    private(tmp_path / "fresh", "day act short\n").replace(file)
    assert [token.name for token in found.now()] == ["day"]
    file.unlink()
    assert found.now() == ()
    private(file, "night look night-night-night\n")
    assert [token.name for token in found.now()] == ["night"]


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (TOKEN, 0o640, "chmod 600"),
        ("short", 0o600, "too short"),
        ("\n", 0o600, "no token"),
        (None, 0o600, "No such file"),
        ("night look night-night-night\nsomething else\n", 0o600, "write NAME look TOKEN"),
        ("night look night-night-night\nnight act day-day-day-day\n", 0o600, "each name once"),
        ("night look short\nday act day-day-day-day\n", 0o600, "too short"),
        ("x" * 70_000, 0o600, "too large"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, content: str | None, mode: int, words: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
        file.chmod(mode)

    with pytest.raises(TokenError, match=words) as caught:
        find_tokens(str(file), {})
    assert TOKEN not in str(caught.value)


def test_a_pipe_is_no_file_and_nobody_waits_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    with pytest.raises(TokenError, match="is no file"):
        find_tokens(str(tmp_path / "pipe"), {})


def test_a_short_one_of_the_environment_is_refused() -> None:
    with pytest.raises(TokenError, match="too short"):
        find_tokens(None, {VARIABLE: "1234"})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.10"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "wall.example.com", ""])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
