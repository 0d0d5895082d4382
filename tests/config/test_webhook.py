"""The webhook that is set: which addresses and headers there may be, what of it is shown, whose secret it gets."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.passwords.commands import environment, run
from tui.config import ConfigError, Settings, load, read
from tui.config.shown import shown
from tui.passwords import Secrets
from tui.passwords.webhook import open_webhook_secret

LOGIN = {"url": "https://gws.example.com", "user": "agent.one"}
FILE = """
[webhook]
url = "https://hooks.example.com/services/canary-path?sig=canary-query"
secret_file = "{secret}"
"""


def webhook(**said: object) -> Settings:
    return Settings.model_validate({"webhook": said})


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    secret = tmp_path / "secret"
    secret.write_text("Bearer canary-secret\n", "utf-8")
    secret.chmod(0o600)
    return secret


@pytest.fixture
def file(tmp_path: Path, secret: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(FILE.format(secret=secret), "utf-8")
    path.chmod(0o600)
    return path


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("https://hooks.example.com/services/T000/B000?sig=a%20b&v=1", ""),
        ("https://hooks.example.com:8443", ""),
        ("http://127.0.0.1:9000/alarms", ""),
        ("http://[::1]:9000/alarms", ""),
        ("http://localhost/alarms", ""),
        ("http://hooks.example.com/canary", "plain http sends alarms and secret readably"),
        ("HTTP://hooks.example.com/canary", "plain http sends alarms and secret readably"),
        ("http://127.0.0.1.example.com/canary", "plain http sends alarms and secret readably"),
        ("ftp://hooks.example.com/canary", "not an address"),
        ("hooks.example.com/canary", "not an address"),
        ("https://canary@hooks.example.com/", "no credentials in the address"),
        ("https://u:canary@hooks.example.com/?a=b@c", "no credentials in the address"),
        ("https://hooks.example.com/?canary=a b", "ASCII without spaces"),
        ("https://hooks.example.com/#canary", "ends before"),
        ("https://hooks.example.com:canary/", "the port is a number"),
    ],
)
def test_addresses(url: str, words: str) -> None:
    if not words:
        assert webhook(url=url).webhook.url == url
        return
    with pytest.raises(ConfigError) as found:
        load({**LOGIN, "config": "/dev/null"}, {"CALLBOARD_WEBHOOK_URL": url})
    assert words in str(found.value)
    assert "canary" not in str(found.value)


@pytest.mark.parametrize(
    ("header", "is_good"),
    [("X-Alarm-Token", True), ("Content-Length", False), ("a b", False), ("", False), ("X:\r\nY", False)],
)
def test_headers(header: str, is_good: bool) -> None:
    if is_good:
        assert webhook(header=header).webhook.header == header
    else:
        with pytest.raises(ValueError, match="header"):
            webhook(header=header)


def test_where_the_secret_comes_from(file: Path, secret: Path) -> None:
    settings, secrets = load({**LOGIN, "config": str(file)}, {}).webhook, Secrets()
    found = open_webhook_secret(settings, secrets, {})
    assert found is not None
    assert found.get_secret_value() == "Bearer canary-secret"
    # What the log knows it hides.
    assert found in secrets.known
    said = open_webhook_secret(settings, Secrets(), {"CALLBOARD_WEBHOOK_SECRET": "other"})
    assert said is not None
    assert said.get_secret_value() == "other"
    assert open_webhook_secret(webhook().webhook, Secrets(), {"CALLBOARD_WEBHOOK_SECRET": "other"}) is None
    assert open_webhook_secret(webhook(url="https://hooks.example.com").webhook, Secrets(), {}) is None

    for value in ("canary\r\nX: y", "canary ü", " canary"):
        with pytest.raises(ConfigError) as error:
            open_webhook_secret(settings, Secrets(), {"CALLBOARD_WEBHOOK_SECRET": value})
        assert "canary" not in str(error.value)
    secret.chmod(0o644)
    with pytest.raises(ConfigError, match=r"secret_file of the webhook: .*others may read it"):
        open_webhook_secret(settings, Secrets(), {})


def test_another_address_does_not_get_the_secret_of_the_file(file: Path) -> None:
    elsewhere = {"CALLBOARD_WEBHOOK_URL": "https://elsewhere.example.com"}
    assert load({**LOGIN, "config": str(file)}, elsewhere).webhook.secret_file is None
    assert load({**LOGIN, "config": str(file)}, {"CALLBOARD_WEBHOOK_HEADER": "X-A"}).webhook.secret_file is not None


async def test_nothing_shows_the_secret_nor_what_stands_behind_the_host(file: Path, tmp_path: Path) -> None:
    rows = {row.key: row.value for row in shown(read({**LOGIN, "config": str(file)}, {}))}
    assert rows["webhook.url"] == "https://hooks.example.com/[hidden]"

    env = environment(tmp_path, CALLBOARD_CONFIG=str(file), CALLBOARD_WEBHOOK_SECRET="canary-variable")
    checked = await run("config", "validate", "--json", env=env)
    assert checked.code == 0
    assert json.loads(checked.out)["faults"] == []
    assert "canary" not in checked.out + checked.err
