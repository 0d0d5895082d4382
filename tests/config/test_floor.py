"""The floor that is set: its addresses, what goes there readably, and whose password another address does not get."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.config import ConfigError, Settings, load
from tui.config.address import why_no_nats
from tui.live.store.privacy import Show

LOGIN = {"url": "https://gws.example.com", "user": "agent.one"}
FILE = """
[floor]
url = "tls://one.example.com"
user = "wall1"
password_file = "/etc/one"
site = "north"
"""


def floor(**said: object) -> Settings:
    return Settings.model_validate({"floor": said})


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(FILE, "utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("tls://nats.example.com:4222", ""),
        ("tls://nats.example.com", ""),
        ("nats://[2001:db8::1]:4222", ""),
        ("https://nats.example.com", "tls://nats.example.com"),
        ("wss://nats.example.com", "not an address"),
        ("nats.example.com:4222", "not an address"),
        ("tls://canary@nats.example.com", "no credentials"),
        ("tls://wall:canary@nats.example.com", "no credentials"),
        ("tls://nats.example.com/canary", "ends with the port"),
        ("tls://nats.example.com:canary", "the port is a number"),
        ("tls://nats.example.com:4222,nats2:4222", "the port is a number"),
    ],
)
def test_addresses_of_nats(address: str, words: str) -> None:
    found = why_no_nats(address)

    assert words in found
    assert bool(found) == bool(words)
    assert "canary" not in found


@pytest.mark.parametrize(
    ("url", "is_encrypted"),
    [
        ("tls://nats.example.com", True),
        ("nats://127.0.0.1:4222", True),
        ("nats://[::1]", True),
        ("nats://localhost", True),
        ("nats://nats.example.com", False),
        (["nats://localhost", "nats://nats.example.com"], False),
    ],
)
def test_what_others_could_read_needs_to_be_allowed(url: str | list[str], is_encrypted: bool) -> None:
    if not is_encrypted:
        with pytest.raises(ValueError, match="allow_plain"):
            floor(url=url)
    said = floor(url=url, allow_plain=not is_encrypted).floor

    assert said.encrypted == is_encrypted
    assert said.is_set


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"url": ["tls://a.example.com", "nats://127.0.0.1"]}, "in one list"),
        ({"bucket": "a.b"}, "letters"),
        ({"bucket": ""}, "at least 1"),
        ({"site": ">"}, "letters"),
        ({"client_key": "/a"}, "client_key without"),
    ],
)
def test_what_cannot_be_a_floor(said: dict[str, object], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        floor(**said)


def test_another_address_gets_no_password_that_was_written_for_the_first(file: str) -> None:
    assert load({**LOGIN, "config": file}, {}).floor.user == "wall1"
    same = load({**LOGIN, "config": file, "floor": "tls://one.example.com"}, {}).floor
    assert (same.url, same.user) == (("tls://one.example.com",), "wall1")
    for flags, environment in (
        ({"floor": "tls://two.example.com"}, {}),
        ({}, {"CALLBOARD_FLOOR_URL": "tls://two.example.com"}),
    ):
        other = load({**LOGIN, "config": file, **flags}, environment).floor
        assert (other.url, other.user, other.password_file) == (("tls://two.example.com",), "", None)
        assert other.site == "north"
    ours = {"CALLBOARD_FLOOR_URL": "tls://two.example.com", "CALLBOARD_FLOOR_USER": "wall2"}
    assert load({**LOGIN, "config": file}, ours).floor.user == "wall2"


def test_an_address_on_the_command_line_is_judged_as_one_of_the_file() -> None:
    with pytest.raises(ConfigError, match=r"--floor: url: not an address"):
        load({**LOGIN, "config": "/dev/null", "floor": "https://one.example.com"}, {})


def test_little_is_published_where_nothing_is_said() -> None:
    usual = Settings(queue_key="Queue").published
    said = Settings.model_validate({"publish": {"privacy": {"names": "hide", "keys": {"Q*": "hide"}}}}).published

    assert (usual.numbers, usual.names, usual.data) == (Show.LAST4, Show.SHOW, Show.HIDE)
    assert (usual.of_key("Queue"), usual.of_key("Skill")) == (Show.SHOW, Show.HIDE)
    assert (said.names, said.of_key("Queue")) == (Show.HIDE, Show.HIDE)


def test_a_desk_beats_less_often_than_a_collector() -> None:
    publish, often = Settings().publish, Settings.model_validate({"publish": {"beat_s": 1}}).publish

    assert (publish.beat("collector"), publish.beat("desk")) == (2, 15)
    assert (often.beat("collector"), often.beat("desk")) == (1, 1)
