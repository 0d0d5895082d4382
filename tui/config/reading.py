"""Puts the settings together: flag before environment before file before default."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from platformdirs import user_config_path
from pydantic import ValidationError

from tui.config.environment import environment_layer, misspelt
from tui.config.faults import config_error, faults_of, nearest
from tui.config.layers import Laid, Layer, Origin, lay
from tui.config.lines import line_of, lines_of
from tui.config.settings import Settings
from tui.config.strict import ConfigError, Fault, Place

_NOT_KEYS = ("config", "profile", "url", "user")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


def default_path() -> Path:
    """Where the configuration is looked for, if nothing else is said."""
    return user_config_path("callboard") / "config.toml"


@dataclass(frozen=True, slots=True)
class Reading:
    """Settings, and where they came from.

    Attributes:
        settings: What counts.
        laid: The values that were said.
        path: The file, whether it is there or not.
        profile: Its profile; "" for none.
    """

    settings: Settings
    laid: Laid
    path: Path
    profile: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read; empty where there is none."""

    path: Path
    values: Mapping[str, Any]
    lines: dict[Place, int]

    @property
    def profiles(self) -> Mapping[str, Any]:
        """The `[profiles]`, by name."""
        found = self.values.get("profiles", {})
        return found if isinstance(found, dict) else {}

    def layers(self, profile: str) -> Iterator[Layer]:
        """What the file says, and over it what one of its profiles says.

        Args:
            profile: Name; "" for none.
        """
        yield Layer({key: value for key, value in self.values.items() if key != "profiles"}, self.origin)
        if profile:
            head: Place = ("profiles", profile)
            yield Layer(self.profiles[profile], lambda place: self.origin((*head, *place)))

    def origin(self, place: Place) -> Origin:
        """Where a value stands."""
        return Origin("file", str(self.path), line_of(self.lines, place))


def load(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Put the settings together; see `read` for arguments and errors."""
    return read(flags, environment).settings


def read(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ, *, need_source: bool = True) -> Reading:
    """Put the settings together, and remember where each value came from.

    Args:
        flags: What was said on the command line: keys of `Settings`, and `config`, `profile`, `url`, `user`; None
            means not said.
        environment: Where `CALLBOARD_*` is looked up.
        need_source: Whether settings without a source are of no use.

    Returns:
        Settings, with at least one source where that is needed.

    Raises:
        ConfigError: A file that cannot be read, an unknown key, a bad value, no such profile, or no source at all.
    """
    said = {key: value for key, value in flags.items() if value is not None}
    file = read_file(said.get("config"), environment)
    profile = str(said.get("profile") or environment.get("CALLBOARD_PROFILE") or "")
    if faults := tuple(_profile_faults(file, profile)):
        raise config_error(faults)
    below = [*file.layers(profile), environment_layer(environment)]
    options = {key: value for key, value in said.items() if key not in _NOT_KEYS}
    laid = lay([*below, *_login(said, environment, below), Layer(options, _flag)])
    settings = validate(laid)
    if need_source and not settings.sources:
        raise ConfigError(
            "no source: write a configuration with callboard config init, or give --url and --user"
            f" (looked for [[sources]] in {file.path})"
        )
    return Reading(settings, laid, file.path, profile)


def read_file(named: str | Path | None, environment: Mapping[str, str] = os.environ) -> File:
    """Read the file.

    Args:
        named: What `--config` says; None looks where it usually is.
        environment: Where `CALLBOARD_CONFIG` is looked up.

    Returns:
        The file; an empty one where none was named and none is there.

    Raises:
        ConfigError: It cannot be read.
    """
    said = named or environment.get("CALLBOARD_CONFIG")
    path = Path(said).expanduser() if said else default_path()
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        if said:
            raise ConfigError(f"{path}: no such file") from None
        return File(path, {}, {})
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    try:
        return File(path, tomllib.loads(text), lines_of(text))
    except tomllib.TOMLDecodeError as error:
        raise config_error([_syntax_fault(path, text, str(error))]) from None


def faults_in(file: File, environment: Mapping[str, str] = os.environ, profile: str = "") -> tuple[Fault, ...]:
    """Find everything that is wrong with a file, in each of its profiles, and with the environment.

    Args:
        file: The file.
        environment: Where `CALLBOARD_*` is looked up.
        profile: One that must be there; "" for none.

    Returns:
        Faults, each of them once.
    """
    found = [*_profile_faults(file, profile), *misspelt(environment)]
    good = [name for name, values in file.profiles.items() if isinstance(values, dict)]
    for name in ("", *good):
        try:
            validate(lay([*file.layers(name), environment_layer(environment)]))
        except ConfigError as error:
            found += error.faults
    return tuple(dict.fromkeys(found))


def validate(laid: Laid) -> Settings:
    """Make settings of values.

    Args:
        laid: What was said.

    Raises:
        ConfigError: It cannot be used; all faults are in it.
    """
    try:
        return Settings.model_validate(laid.values)
    except ValidationError as error:
        raise config_error(faults_of(error, laid)) from None


def _login(said: Mapping[str, Any], environment: Mapping[str, str], below: list[Layer]) -> Iterator[Layer]:
    """One source of url and user takes the place of those of the file: a password must not go to another server."""
    url, user = ((said.get(key) or environment.get(f"CALLBOARD_{key.upper()}")) for key in ("url", "user"))
    there = any(layer.values.get("sources") for layer in below)
    if said.get("user") and there and not url:
        raise ConfigError("--user needs --url: the sources of the file have users of their own")
    if not url and (there or not user):
        return

    def origin(place: Place) -> Origin:
        key = str(place[2]) if len(place) > 2 else "url"
        return _flag((key,)) if said.get(key) else Origin("environment", f"CALLBOARD_{key.upper()}")

    yield Layer({"sources": [{"url": _needed(url, "--url"), "user": _needed(user, "--user")}]}, origin)


def _profile_faults(file: File, profile: str) -> Iterator[Fault]:
    path, found = str(file.path), file.values.get("profiles", {})
    line = line_of(file.lines, ("profiles",))
    if not isinstance(found, dict):
        yield Fault(path, line, "profiles", "profiles: write each one as a table, such as [profiles.night]")
    for name, values in file.profiles.items():
        if not isinstance(values, dict):
            yield Fault(path, line_of(file.lines, ("profiles", name)), f"profiles.{name}", f"{name} is not a table")
        elif "profiles" in values:
            yield Fault(path, line, f"profiles.{name}.profiles", f"profiles.{name} cannot have profiles itself")
    if profile and profile not in file.profiles:
        near = nearest(profile, file.profiles)
        advice = f": do you mean {near}?" if near else ""
        yield Fault(path, None, "profiles", f"there is no profile {profile}{advice}", near)


def _syntax_fault(path: Path, text: str, words: str) -> Fault:
    found = _AT_LINE.search(words)
    line = int(found[1]) if found and found[1] else len(text.splitlines())
    return Fault(str(path), line, "", f"not TOML: {_AT_LINE.sub('', words)}")


def _flag(place: Place) -> Origin:
    return Origin("flag", "--" + str(place[0]).replace("_", "-"))


def _needed(value: str | None, flag: str) -> str:
    if not value:
        raise ConfigError(f"{flag} is missing")
    return value
