"""The secrets of a floor come from the same places as those of a source, but never from those of a source."""

from __future__ import annotations

from pathlib import Path

import keyring
import pytest

from tests.passwords.test_finding import CANARY, printing, private
from tui.config import ConfigError, FloorSettings
from tui.passwords import Secrets
from tui.passwords.floor import open_floor_secrets, renew_floor_secrets

URL = "tls://nats.example.com:4222"


def floor(**more: object) -> FloorSettings:
    return FloorSettings.model_validate({"url": URL, "user": "wall1", **more})


def found(said: FloorSettings, environment: dict[str, str] | None = None) -> str | None:
    password = open_floor_secrets(said, Secrets(), environment or {}).password
    return None if password is None else password.get_secret_value()


def test_the_first_place_that_has_one_counts(home: Path) -> None:
    keyring.set_password(f"callboard {URL}", "wall1", "of the keyring")
    assert found(floor()) == "of the keyring"
    private(home / ".netrc", "machine nats.example.com login wall1 password of-netrc\n")
    assert found(floor()) == "of-netrc"
    file = private(home / "secret", "of the file\n")
    assert found(floor(password_file=str(file))) == "of the file"
    assert found(floor(password_file=str(file), password_command=printing("printed"))) == "printed"
    assert found(floor(password_command=["false"]), {"CALLBOARD_FLOOR_PASSWORD": "said"}) == "said"


@pytest.mark.usefixtures("home")
def test_what_the_sources_share_is_not_for_this_server() -> None:
    theirs = {"CALLBOARD_PASSWORD": CANARY, "CALLBOARD_PASSWORD_THE_FLOOR": CANARY, "CALLBOARD_PASSWORD_WALL1": CANARY}
    with pytest.raises(ConfigError, match=r"no password for the floor.*CALLBOARD_FLOOR_PASSWORD"):
        found(floor(), theirs)


@pytest.mark.usefixtures("home")
def test_who_is_nobody_there_needs_none() -> None:
    assert found(floor(user="")) is None
    assert found(FloorSettings()) is None


def test_credentials_of_a_file_are_read_privately_and_are_known_from_then_on(home: Path) -> None:
    file = private(home / "wall.creds", f"-----BEGIN USER NKEY SEED-----\n{CANARY}\n", 0o644)
    said, secrets = floor(credentials_file=str(file)), Secrets()
    with pytest.raises(ConfigError, match="chmod 600"):
        open_floor_secrets(said, secrets, {})
    file.chmod(0o600)
    opened = open_floor_secrets(said, secrets, {"CALLBOARD_FLOOR_PASSWORD": "not asked for"})

    assert opened.password is None
    assert opened.credentials is not None
    assert CANARY in opened.credentials.get_secret_value()
    assert {one.get_secret_value() for one in secrets.known} == {CANARY}
    assert CANARY not in repr(opened)


async def test_after_a_refusal_it_is_looked_for_again(home: Path) -> None:
    file, secrets = private(home / "secret", "first\n"), Secrets()
    said = floor(password_file=str(file))
    open_floor_secrets(said, secrets, {})
    private(file, "second\n")
    renewed = await renew_floor_secrets(said, secrets)
    file.unlink()

    assert renewed is not None
    assert renewed.password is not None
    assert renewed.password.get_secret_value() == "second"
    assert {one.get_secret_value() for one in secrets.known} == {"first", "second"}
    assert await renew_floor_secrets(said, secrets) is None
