"""The file is looked at again and again; it counts when it stands still, and an error does not repeat."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from tui.config import ConfigError, Settings, read
from tui.config.watching import ConfigWatch, changed_keys

SOURCE = '[[sources]]\nurl = "https://gws.example.com"\nuser = "a"\n'


def watch(file: Path) -> ConfigWatch:
    again = partial(read, {"config": str(file), "order": "state"}, {})
    return ConfigWatch(again(), again)


def test_a_change_counts_once_when_it_stands_still(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SOURCE, "utf-8")
    looking = watch(file)
    assert looking.look() is None

    file.write_text('title = "new"\norder = "agent"\n' + SOURCE, "utf-8")
    assert looking.look() is None, "it may be half written"
    found = looking.look()
    assert isinstance(found, Settings)
    assert (found.title, found.order) == ("new", "state"), "what was said on the command line goes on to win"
    assert looking.look() is None


def test_a_file_that_is_still_being_written_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SOURCE, "utf-8")
    looking = watch(file)
    for part in ("titl", 'title = "a', 'title = "a"\n'):
        file.write_text(part + " " * len(part), "utf-8")
        assert looking.look() is None


def test_a_broken_or_missing_file_is_an_error_once_and_can_be_mended(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SOURCE, "utf-8")
    looking = watch(file)
    file.write_text("title = ", "utf-8")
    assert looking.look() is None
    assert isinstance(looking.look(), ConfigError)
    assert looking.look() is None
    file.unlink()
    assert looking.look() is None
    assert isinstance(looking.look(), ConfigError)
    file.write_text(SOURCE, "utf-8")
    assert looking.look() is None
    assert isinstance(looking.look(), Settings)


def test_which_keys_changed() -> None:
    before = Settings()

    assert changed_keys(before, before) == ()
    after = Settings.model_validate({"theme": "light", "privacy": {"numbers": "hide"}})
    assert changed_keys(before, after) == ("theme", "privacy")
