"""What can be set, in one frozen model: flag before environment before file before default."""

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from platformdirs import user_config_path
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from tui.attention_config import AttentionSettings, ThresholdSettings
from tui.gws.text import clean
from tui.live.commands import BY_ID, keyed
from tui.live.filling import Given
from tui.live.privacy import Privacy, Show

Density = Literal["auto", "big", "card", "row"]
Order = Literal["attention", "state", "agent", "duration"]
Theme = Literal["dark", "light"]


class ConfigError(Exception):
    """The configuration cannot be used; the words say which part and what to do."""


class Strict(BaseModel):
    """Refuses keys that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceSettings(Strict):
    """One `[[sources]]` entry: one login."""

    name: str = Field("", description="name on screen; the user name where it is missing")
    url: str = Field(description="address of the server, such as https://gws.example.com")
    user: str = Field(min_length=1, description="login name")
    cometd_path: str = Field("/api/v2/notifications", description="path of the CometD server")
    ca_bundle: Path | None = Field(None, description="file with the certificates of a private CA")
    allow_http: bool = Field(False, description="allow plain http to another machine: the password is readable there")

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("not an address: write it like https://gws.example.com")
        if parts.username or parts.password:
            raise ValueError("no credentials in the address: use user, and CALLBOARD_PASSWORD")
        if parts.query or parts.fragment:
            raise ValueError("an address ends before ? and #")
        return url

    @model_validator(mode="after")
    def _is_safe(self) -> Self:
        parts = urlsplit(self.url)
        if parts.scheme == "http" and not _is_loopback(parts.hostname or "") and not self.allow_http:
            raise ValueError("plain http sends the password readably: use https, or set allow_http = true")
        return self

    @property
    def label(self) -> str:
        """The name on screen."""
        return clean(self.name or self.user)


class DeskSettings(Strict):
    """The `[desk]` table: the agent's session, and how the desk behaves."""

    place: str = Field("", description="place to log in at; the agent's default place where it is missing")
    queue: str = Field("", description="ACD queue to log in to")
    login_code: str = Field("", description="agent login; the first one of the user where it is missing")
    channels: tuple[str, ...] = Field(("voice",), min_length=1, description="channels that a session starts")
    disposition_key: str = Field("DispositionCode", min_length=1, description="key of user data for the disposition")
    show_data: tuple[str, ...] = Field((), description="keys of user data to show, such as `Account*`; none is all")
    hide_data: tuple[str, ...] = Field(
        ("IW_*", "WWE_PARTY_*", "GSIP_*", "GSW_*"), description="keys of user data that are hidden even so"
    )
    bell: bool = Field(True, description="ring the terminal's bell for a call")
    flash: bool = Field(True, description="flash a ringing call")
    title: bool = Field(True, description="tell a ringing call in the terminal's title")
    notify: bool = Field(True, description="notify the desktop of a call, where the terminal can")
    confirm_within_s: float = Field(
        5.0, gt=0, le=60, description="seconds after which an operation without effect counts as timed out"
    )
    second_press_s: float = Field(1.5, gt=0, le=10, description="seconds for the second press of a key that needs one")
    keys: dict[str, str] = Field({}, description="other keys, by command, such as `hold` and `k`")

    @field_validator("keys")
    @classmethod
    def _are_keys(cls, keys: dict[str, str]) -> dict[str, str]:
        unknown = next((one for one in keys if one not in BY_ID), None)
        if unknown is not None:
            near = get_close_matches(unknown, BY_ID, n=1)
            raise ValueError(f"there is no command {unknown}" + (f": do you mean {near[0]}?" if near else ""))
        keyed(keys)
        return keys

    @property
    def session(self) -> Given:
        """What a session is started with."""
        return Given(place=self.place, queue=self.queue, login_code=self.login_code, channels=self.channels)

    def shows(self, key: str) -> bool:
        """Whether an entry of the user data is shown: allowed by `show_data`, and not hidden by `hide_data`."""
        allowed = not self.show_data or any(fnmatchcase(key, pattern) for pattern in self.show_data)
        return allowed and not any(fnmatchcase(key, pattern) for pattern in self.hide_data)


class PrivacySettings(Strict):
    """The `[privacy]` table: what is shown of numbers, names and attached data; on a wall less than on a desk."""

    numbers: Show | None = Field(None, description="numbers of parties: show, last4 or hide; a wall: last4")
    names: Show | None = Field(None, description="names and addresses; last4 leaves the initials; a wall: last4")
    data: Show | None = Field(None, description="attached data; a wall: hide")
    keys: dict[str, Show] = Field({}, description='single keys of it, such as `"Queue*" = "show"`')

    def policy(self, default: Privacy) -> Privacy:
        """Fill what was not said from a default."""
        said = {name: value for name in ("numbers", "names", "data") if (value := getattr(self, name)) is not None}
        return replace(default, **said, keys=tuple(self.keys.items()))


class Settings(Strict):
    """Everything that can be set."""

    sources: tuple[SourceSettings, ...] = Field((), description="the logins")
    title: str = Field("", description="what stands beside the name of the program")
    density: Density = Field("auto", description="size of the cards: auto, big, card or row")
    order: Order = Field("attention", description="first on the wall: attention, state, agent or duration")
    theme: Theme = Field("dark", description="dark or light")
    time_zone: str = Field("", description="zone of the clock, such as Europe/Berlin; the system's if missing")
    page_s: float = Field(0.0, ge=0, le=3600, description="seconds until a wall turns to its next page; 0 is no pages")
    kiosk: bool = Field(False, description="lock the wall: only `unlock_key` works")
    unlock_key: str = Field("ctrl+k", min_length=1, description="the key that locks and unlocks a kiosk")
    ended_s: float = Field(6.0, ge=0, le=3600, description="seconds that an ended call stays")
    resync_s: float = Field(60.0, ge=5, le=3600, description="seconds between two looks at the whole state")
    refused_retry_s: float = Field(300.0, ge=10, le=86400, description="seconds between two refused logins")
    agents_s: float = Field(15.0, ge=5, le=3600, description="seconds between two looks at the agents, while shown")
    agents_source: str = Field("", description="login whose groups' agents are shown; a supervisor's if missing")
    desk: DeskSettings = Field(DeskSettings(), description="the agent's desk")
    attention: AttentionSettings = Field(AttentionSettings(), description="how a wall calls for somebody")
    thresholds: tuple[ThresholdSettings, ...] = Field((), description="from when on a call needs somebody")
    privacy: PrivacySettings = Field(PrivacySettings(), description="what is shown of personal data")

    @field_validator("time_zone")
    @classmethod
    def _is_zone(cls, zone: str) -> str:
        try:
            return zone and ZoneInfo(zone).key
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise ValueError(f"no time zone is named {zone}: write it like Europe/Berlin") from None

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [source.label for source in self.sources]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise ValueError(f"two sources are named {twice[0]}: give each its own name")
        return self


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


def _is_loopback(host: str) -> bool:
    return host in ("localhost", "::1") or host.startswith("127.")
