"""The questions of `callboard config init`: asked where a person sits, else answered by options."""

import argparse
import os
import shlex
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tui.config import ConfigError, SourceSettings, default_path
from tui.machine.folders import at_home
from tui.passwords.keyrings import is_there
from tui.printing.asking import ask
from tui.printing.output import write

WAYS = {
    "keyring": "the system's keyring, by callboard login",
    "environment": "the variable CALLBOARD_PASSWORD",
    "command": "a program that prints it, such as pass show gws",
    "file": "a file that only you can read, by callboard login",
    "netrc": "~/.netrc",
    "ask": "you are asked each time",
}
USUAL_PRIVACY = "last4"
_USUAL: Mapping[str, Any] = {"url": "https://gws.example.com", "user": "anybody", "allow_http": True}
"""A source to which one answer is added, to see whether it can be used."""
PRIVACY = {
    "last4": "on a wall the last four digits, and initials; on a desk all",
    "hide": "nothing, on a desk neither",
    "show": "everything, on a wall too",
}


@dataclass(frozen=True, slots=True)
class ConfigAnswers:
    """What was answered.

    Attributes:
        source: Keys of the source.
        way: Where its password comes from, one of `WAYS`.
        privacy: What is shown of personal data, one of `PRIVACY`.
    """

    source: dict[str, Any]
    way: str
    privacy: str


@dataclass
class ConfigQuestions:
    """Asks what the options do not say.

    Attributes:
        options: The parsed options.
        asks: Whether a person can be asked.
    """

    options: argparse.Namespace
    asks: bool

    def ask(self) -> ConfigAnswers:
        """Ask.

        Raises:
            ConfigError: An option cannot be used or is missing, or the person went away.
        """
        url = self._one("url", "Address of the server, such as https://gws.example.com", _checked("url"))
        source: dict[str, Any] = {"url": url}
        if self._must_allow(url):
            source["allow_http"] = True
        source["user"] = self._one("user", "Login name", _checked("user"))
        source["name"] = self._one("name", "Name on screen", str, source["user"])
        if self.options.ca_bundle:
            source["ca_bundle"] = self.options.ca_bundle
        show = self._choice("privacy", "What is shown of numbers and names", PRIVACY, USUAL_PRIVACY)
        way = self._way(source)
        _check(source)
        return ConfigAnswers(source, way, show)

    def _must_allow(self, url: str) -> bool:
        with suppress(ValidationError):
            SourceSettings(url=url, user="anybody")
            return bool(self.options.allow_http)
        if self.options.allow_http:
            return True
        words = "Plain http: everybody on the way can read the password. Type yes to allow that"
        if self.asks and _typed(words, "no").lower() in ("y", "yes"):
            return True
        raise ConfigError("plain http sends the password readably: use https, or say --allow-http")

    def _way(self, source: dict[str, Any]) -> str:
        said = self.options
        implied = "command" if said.password_command else "file" if said.password_file else None
        said.password_from = said.password_from or implied
        way = self._choice("password_from", "Where the password comes from", WAYS, "keyring" if is_there() else "file")
        if way == "command":
            source["password_command"] = self._one("password_command", "Command, such as pass show gws", _words)
        elif way == "file":
            source["password_file"] = self._one(
                "password_file", "File with the password (mode 0600)", _file, _usual_file()
            )
        return way

    def _choice(self, name: str, words: str, choices: dict[str, str], usual: str) -> str:
        if self.asks and getattr(self.options, name) is None:
            write("".join(f"  {choice:<12} {meaning}\n" for choice, meaning in choices.items()))
        chosen = self._one(name, words, _chosen(tuple(choices)), usual)
        return str(chosen)

    def _one(self, name: str, words: str, read: Callable[[str], Any], usual: str = "") -> Any:  # noqa: ANN401 - what `read` makes of it
        said = getattr(self.options, name)
        if said is not None or not self.asks:
            if not (text := said or usual):
                raise ConfigError(f"--{name.replace('_', '-')} is missing")
            return read(text)
        while True:
            try:
                if text := _typed(words, usual):
                    return read(text)
                write("this has no usual answer: write one, or press ctrl+d to leave\n")
            except ConfigError as error:
                write(f"{error}\n")


def _usual_file() -> str:
    path = default_path()
    return "" if path is None else str(path.with_name("password"))


def _typed(words: str, usual: str) -> str:
    try:
        return ask(f"{words}{f' [{usual}]' if usual else ''}: ").strip() or usual
    except EOFError:
        raise ConfigError("nothing was written") from None


def _checked(key: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        _check({**_USUAL, key: text})
        return text

    return read


def _check(source: dict[str, Any]) -> None:
    try:
        SourceSettings.model_validate(source)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = f"{first['loc'][0]}: " if first["loc"] else ""
        raise ConfigError(place + first["msg"].removeprefix("Value error, ")) from None


def _chosen(choices: Sequence[str]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ConfigError(f"one of {', '.join(choices)}")
        return text

    return read


def _words(text: str) -> list[str]:
    try:
        words = shlex.split(text)
    except ValueError:
        raise ConfigError("a quotation mark is missing its other half") from None
    _check({**_USUAL, "password_command": words})
    return words


def _file(text: str) -> str:
    """Take what can only be a path: a word meant for the shell would be the name of a file too."""
    if not text.startswith(("/", "~", "./", "../")):
        raise ConfigError(
            "not a path: write it like ~/.config/callboard/password, or ./password for one in this folder"
        )
    # The file is read by runs in other folders.
    path = os.path.abspath(text) if text.startswith(".") else text
    _check({**_USUAL, "password_file": path})
    if at_home(Path(path)).is_dir():
        raise ConfigError(f"{path} is a folder: name a file in it")
    return path
