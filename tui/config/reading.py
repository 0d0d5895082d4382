"""Puts the settings together: flag before environment before file before default."""

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tui.config.attention import webhook_layers
from tui.config.environment import as_utf_8, environment_layer, misspelt
from tui.config.faults import config_error, faults_of
from tui.config.file_text import file_text
from tui.config.floor import floor_layers
from tui.config.layers import Laid, Layer, SettingOrigin, lay
from tui.config.lines import DEEPEST, deep_line, line_of, lines_of, too_deep
from tui.config.settings import Settings
from tui.config.strict import ConfigError, ConfigFault, Place
from tui.config.trusted import untrusted_programs
from tui.language.nearest import nearest
from tui.machine.folders import NO_HOME, at_home, config_folder

_NOT_KEYS = ("config", "profile", "url", "user", "floor")
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)|\s*\(at end of document\)")


def default_path() -> Path | None:
    """Where the configuration is looked for, if nothing else is said; None where there is no home."""
    folder = config_folder()
    return None if folder is None else folder / "config.toml"


def named_path(named: str | Path | None, environment: Mapping[str, str] = os.environ) -> Path | None:
    """The file that was named.

    Args:
        named: What `--config` says; None where it says nothing.
        environment: Where `CALLBOARD_CONFIG` is looked up.

    Returns:
        None where none was.

    Raises:
        ConfigError: What was named cannot be the name of a file.
    """
    if named == "":
        raise ConfigError("--config names no file")
    said = named or environment.get("CALLBOARD_CONFIG")
    try:
        return at_home(Path(said)) if said else None
    except ValueError as error:
        raise ConfigError(f"{said}: {error}") from None


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and where they came from.

    Attributes:
        settings: What counts.
        laid: The values that were said.
        path: The file, whether it is there or not; None where nobody knows where it would be.
        profile: Its profile; "" for none.
    """

    settings: Settings
    laid: Laid
    path: Path | None
    profile: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was read; empty where there is none."""

    path: Path | None
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

    def origin(self, place: Place) -> SettingOrigin:
        """Where a value stands."""
        return SettingOrigin("file", str(self.path), line_of(self.lines, place))


def load(flags: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Settings:
    """Put the settings together; see `read` for arguments and errors."""
    return read(flags, environment).settings


def read(
    flags: Mapping[str, Any],
    environment: Mapping[str, str] = os.environ,
    *,
    need_source: bool = True,
    or_floor: bool = False,
) -> LoadedSettings:
    """Put the settings together, and remember where each value came from.

    Args:
        flags: What was said on the command line: keys of `Settings`, and `config`, `profile`, `url`, `user`, and
            `floor`, which is the address of one; None means not said.
        environment: Where `CALLBOARD_*` is looked up.
        need_source: Whether settings without a source are of no use.
        or_floor: Whether a floor is as good as a source.

    Returns:
        Settings, with at least one source where that is needed.

    Raises:
        ConfigError: A file that cannot be read, an unknown key, a bad value, a program in a file that others can write,
            no such profile, or no source at all.
    """
    said = {key: _read(key, value) for key, value in flags.items() if value is not None}
    file = read_file(said.get("config"), environment)
    profile = str(said.get("profile") or environment.get("CALLBOARD_PROFILE") or "")
    if faults := tuple(_profile_faults(file, profile)):
        raise config_error(faults)
    below = _said_below(file, profile, environment, said.get("floor"))
    options = {key: value for key, value in said.items() if key not in _NOT_KEYS}
    laid = lay([*below, *_login(said, environment, below), Layer(options, _flag)])
    settings = validate(laid)
    if faults := tuple(untrusted_programs(laid, file.path)):
        raise config_error(faults)
    if need_source and not settings.sources and not (or_floor and settings.floor.is_set):
        raise ConfigError(
            "no source: write a configuration with callboard config init, or give --url and --user"
            f" ({_looked_for(file.path)})"
        )
    return LoadedSettings(settings, laid, file.path, profile)


def _said_below(file: File, profile: str, environment: Mapping[str, str], floor: str | None = None) -> list[Layer]:
    """What stands below the options, but for that of a floor, which is an address as the others are."""
    layers = [*file.layers(profile), environment_layer(environment)]
    return [*floor_layers([*webhook_layers(layers)], floor)]


def _read(key: str, value: Any) -> Any:  # noqa: ANN401 - any value of an option
    # The name of a file is what the system has, whatever the locale makes of it.
    return as_utf_8(value) if isinstance(value, str) and key != "config" else value


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
    said = named_path(named, environment)
    path = said or default_path()
    if path is None:
        return File(None, {}, {})
    try:
        text = file_text(path)
    except (FileNotFoundError, NotADirectoryError):
        if said:
            raise ConfigError(f"{path}: no such file") from None
        return File(path, {}, {})
    return File(path, _values(path, text), lines_of(text))


def _values(path: Path, text: str) -> Mapping[str, Any]:
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise config_error([_syntax_fault(path, text, str(error))]) from None
    except RecursionError:
        raise config_error([_depth_fault(path, deep_line(text))]) from None
    except ValueError:
        # The library leaves numbers to Python, which takes no more than some thousand digits.
        raise config_error([ConfigFault(str(path), None, "", "not TOML: a number that is too long")]) from None
    if place := too_deep(values):
        raise config_error([_depth_fault(path, line_of(lines_of(text), place))])
    return values


def faults_in(file: File, environment: Mapping[str, str] = os.environ, profile: str = "") -> tuple[ConfigFault, ...]:
    """Find everything that is wrong with a file, in each of its profiles, and with the environment.

    Args:
        file: The file.
        environment: Where `CALLBOARD_*` is looked up.
        profile: One that must be there; "" for none.

    Returns:
        Faults, each of them once, in the order of the file.
    """
    found = [*_profile_faults(file, profile), *misspelt(environment)]
    good = [name for name, values in file.profiles.items() if isinstance(values, dict)]
    for name in ("", *good):
        laid = lay(_said_below(file, name, environment))
        found += untrusted_programs(laid, file.path)
        try:
            validate(laid)
        except ConfigError as error:
            found += error.faults
    return tuple(sorted(dict.fromkeys(found), key=lambda fault: (fault.line is None, fault.line or 0)))


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
    url, user = (said.get(key) or as_utf_8(environment.get(f"CALLBOARD_{key.upper()}", "")) for key in ("url", "user"))
    there = any(layer.values.get("sources") for layer in below)
    if said.get("user") and there and not url:
        raise ConfigError("--user needs --url: the sources of the file have users of their own")
    if not url and (there or not user):
        return

    def origin(place: Place) -> SettingOrigin:
        key = str(place[2]) if len(place) > 2 else "url"
        return _flag((key,)) if said.get(key) else SettingOrigin("environment", f"CALLBOARD_{key.upper()}")

    yield Layer({"sources": [{"url": _needed(url, "--url"), "user": _needed(user, "--user")}]}, origin)


def _profile_faults(file: File, profile: str) -> Iterator[ConfigFault]:
    path, found = str(file.path), file.values.get("profiles", {})
    line = line_of(file.lines, ("profiles",))
    if not isinstance(found, dict):
        yield ConfigFault(path, line, "profiles", "profiles: write each one as a table, such as [profiles.night]")
    for name, values in file.profiles.items():
        if not isinstance(values, dict):
            yield ConfigFault(
                path, line_of(file.lines, ("profiles", name)), f"profiles.{name}", f"{name} is not a table"
            )
        elif "profiles" in values:
            yield ConfigFault(path, line, f"profiles.{name}.profiles", f"profiles.{name} cannot have profiles itself")
    if profile and profile not in file.profiles:
        near = nearest(profile, file.profiles)
        advice = f": do you mean {near}?" if near else ""
        yield ConfigFault(path, None, "profiles", f"there is no profile {profile}{advice}", near)


def _looked_for(path: Path | None) -> str:
    return NO_HOME if path is None else f"looked for [[sources]] in {path}"


def _depth_fault(path: Path, line: int | None) -> ConfigFault:
    return ConfigFault(str(path), line, "", f"more than {DEEPEST} lists or tables in one another")


def _syntax_fault(path: Path, text: str, words: str) -> ConfigFault:
    found = _AT_LINE.search(words)
    line = int(found[1]) if found and found[1] else text.removesuffix("\n").count("\n") + 1
    return ConfigFault(str(path), line, "", f"not TOML: {_AT_LINE.sub('', words)}")


def _flag(place: Place) -> SettingOrigin:
    return SettingOrigin("flag", "--" + str(place[0]).replace("_", "-"))


def _needed(value: str | None, flag: str) -> str:
    if not value:
        raise ConfigError(f"{flag} is missing")
    return value
