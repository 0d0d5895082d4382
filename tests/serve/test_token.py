"""Where the token comes from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.serve.token import NEW, VARIABLE, TokenError, find_token, is_loopback

TOKEN = "long enough for a token"


def test_the_environment_is_asked_unless_something_else_was_said(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text(f"{TOKEN} of the file\n")
    file.chmod(0o600)

    found = find_token(None, {VARIABLE: TOKEN})
    of_file = find_token(str(file), {VARIABLE: TOKEN})
    assert found is not None
    assert of_file is not None
    assert (found.get_secret_value(), of_file.get_secret_value()) == (TOKEN, f"{TOKEN} of the file")
    assert find_token(None, {}) is None
    assert TOKEN not in repr(found)


def test_a_new_one_is_another_every_time() -> None:
    tokens = {found.get_secret_value() for _ in range(3) if (found := find_token(NEW, {})) is not None}

    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 32


@pytest.mark.parametrize(
    ("content", "mode", "words"),
    [
        (TOKEN, 0o640, "chmod 600"),
        ("short", 0o600, "too short"),
        ("\n", 0o600, "no token"),
        (None, 0o600, "No such file"),
    ],
)
def test_a_file_that_cannot_be_used_is_told(tmp_path: Path, content: str | None, mode: int, words: str) -> None:
    file = tmp_path / "token"
    if content is not None:
        file.write_text(content)
        file.chmod(mode)

    with pytest.raises(TokenError, match=words) as caught:
        find_token(str(file), {})
    assert TOKEN not in str(caught.value)


def test_a_short_one_of_the_environment_is_refused() -> None:
    with pytest.raises(TokenError, match="too short"):
        find_token(None, {VARIABLE: "1234"})


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost", "127.8.9.10"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "wall.example.com", ""])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
