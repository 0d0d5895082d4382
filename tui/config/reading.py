"""Puts the settings together: flag before environment before file before default."""

import os
import re
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import BaseModel, SecretStr, ValidationError

from tui.config.attention import AttentionSettings, ThresholdSettings
from tui.config.desk import DeskSettings
from tui.config.privacy import PrivacySettings
from tui.config.settings import Settings
from tui.config.sources import SourceSettings
from tui.config.strict import ConfigError


def default_path() -> Path:
    """Where the configuration is looked for, if nothing else is said."""
    return user_config_path("callboard") / "config.toml"


def load(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Put the settings together.

    Args:
        flags: What was said on the command line: keys of `Settings`, and `config`, `url`, `user`; None means not said.
        environment: Where `CALLBOARD_*` is looked up.

    Returns:
        Settings with at least one source.

    Raises:
        ConfigError: A file that cannot be read, an unknown key, a bad value, or no source at all.
    """
    given = {key: value for key, value in flags.items() if value is not None}
    values = _read(given.pop("config", None) or environment.get("CALLBOARD_CONFIG"))
    url = given.pop("url", None) or environment.get("CALLBOARD_URL")
    user = given.pop("user", None) or environment.get("CALLBOARD_USER")
    if url or (user and not values.get("sources")):
        values["sources"] = [{"url": _needed(url, "--url"), "user": _needed(user, "--user")}]
    settings = _validate({**values, **given})
    if not settings.sources:
        raise ConfigError(f"no source: give --url and --user, or write [[sources]] into {default_path()}")
    return settings


def password_of(source: SourceSettings, environment: Mapping[str, str] = os.environ) -> SecretStr | None:
    """Find the password of a source in the environment.

    Args:
        source: The source.
        environment: Where `CALLBOARD_PASSWORD_<SOURCE NAME>` and `CALLBOARD_PASSWORD` are looked up, in this order.

    Returns:
        The password, or None where there is none.
    """
    own = "CALLBOARD_PASSWORD_" + re.sub(r"[^A-Z0-9]", "_", source.label.upper())
    found = environment.get(own) or environment.get("CALLBOARD_PASSWORD")
    return SecretStr(found) if found else None


def _read(path: str | Path | None) -> dict[str, Any]:
    named = path is not None
    file = Path(path) if path else default_path()
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        if named:
            raise ConfigError(f"{file}: no such file") from None
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from error


def _validate(values: Mapping[str, Any]) -> Settings:
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        # A misspelt key is told before the missing one that it should have been.
        found = error.errors(include_url=False, include_input=False)
        first = min(found, key=lambda one: one["type"] != "extra_forbidden")
        place = [str(part) for part in first["loc"]]
        if first["type"] == "extra_forbidden":
            raise ConfigError(_unknown(place)) from None
        words = first["msg"].removeprefix("Value error, ")
        raise ConfigError(f"{'.'.join(place)}: {words}" if place else words) from None


_TABLES: Mapping[str, type[BaseModel]] = {
    "attention": AttentionSettings,
    "thresholds": ThresholdSettings,
    "sources": SourceSettings,
    "desk": DeskSettings,
    "privacy": PrivacySettings,
}


def _unknown(place: list[str]) -> str:
    model = _TABLES.get(place[0], Settings) if len(place) > 1 else Settings
    near = get_close_matches(place[-1], model.model_fields, n=1)
    return f"unknown key {'.'.join(place)}" + (f": do you mean {near[0]}?" if near else "")


def _needed(value: str | None, flag: str) -> str:
    if not value:
        raise ConfigError(f"{flag} is missing")
    return value
