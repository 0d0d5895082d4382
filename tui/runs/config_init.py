"""`callboard config init`: a few questions, and a file with every key explained."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from tui.config import ConfigError, SourceSettings, default_path
from tui.config.template import template
from tui.passwords.keyrings import is_there

WAYS = {
    "keyring": "the system's keyring, by callboard login",
    "environment": "the variable CALLBOARD_PASSWORD",
    "command": "a program that prints it, such as pass show gws",
    "file": "a file that only you can read, by callboard login",
    "netrc": "~/.netrc",
    "ask": "you are asked each time",
}
_USUAL = "last4"
PRIVACY = {
    "last4": "on a wall the last four digits, and initials; on a desk everything",
    "hide": "nothing, on a desk neither",
    "show": "everything, on a wall too",
}


def target(named: str | None) -> Path:
    """Where the configuration is, or would be.

    Args:
        named: What `--config` says.
    """
    said = named or os.environ.get("CALLBOARD_CONFIG")
    return Path(said).expanduser() if said else default_path()


def init(options: argparse.Namespace) -> int:
    """Write a configuration; see `callboard config init --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code.

    Raises:
        ConfigError: An answer cannot be used, or the file is there already or cannot be written.
    """
    path = target(options.config)
    if path.exists() and not options.force:
        raise ConfigError(f"{path} is there already: --force replaces it")
    asks = not options.no_input and sys.stdin is not None and sys.stdin.isatty()
    source, way, show = _Questions(options, asks=asks).ask()
    top = {"title": options.title} if options.title else {}
    # The usual is left to the default: written down, it would hold on a desk as well.
    privacy = {} if show == _USUAL else {"numbers": show, "names": show}
    _write(path, template(source, top, {"privacy": privacy}), replace=options.force)
    sys.stdout.write(f"Written: {path}\n{_next(way, str(source['name']))}")
    return 0


@dataclass
class _Questions:
    options: argparse.Namespace
    asks: bool

    def ask(self) -> tuple[dict[str, Any], str, str]:
        """The keys of the source, where its password comes from, and what a wall shows."""
        url = self._one("url", "Address of the server, such as https://gws.example.com", _checked("url"))
        source: dict[str, Any] = {"url": url}
        if self._must_allow(url):
            source["allow_http"] = True
        source["user"] = self._one("user", "Login name", _checked("user"))
        source["name"] = self._one("name", "Name on screen", str, source["user"])
        if self.options.ca_bundle:
            source["ca_bundle"] = self.options.ca_bundle
        show = self._choice("privacy", "What is shown of numbers and names", PRIVACY, _USUAL)
        way = self._way(source)
        _check(source)
        return source, way, show

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
                "password_file", "File with the password (mode 0600)", str, str(default_path().with_name("password"))
            )
        return way

    def _choice(self, name: str, words: str, choices: dict[str, str], usual: str) -> str:
        if self.asks and getattr(self.options, name) is None:
            sys.stdout.writelines(f"  {choice:<12} {meaning}\n" for choice, meaning in choices.items())
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
            except ConfigError as error:
                sys.stdout.write(f"{error}\n")


def _typed(words: str, usual: str) -> str:
    try:
        return input(f"{words}{f' [{usual}]' if usual else ''}: ").strip() or usual
    except EOFError:
        raise ConfigError("nothing was written") from None


def _checked(key: str) -> Callable[[str], str]:
    usual: dict[str, Any] = {"url": "https://gws.example.com", "user": "anybody", "allow_http": True}

    def read(text: str) -> str:
        _check({**usual, key: text})
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
        return shlex.split(text)
    except ValueError:
        raise ConfigError("a quotation mark is missing its other half") from None


def _write(path: Path, text: str, *, replace: bool) -> None:
    # Written beside it first, so that a file that was there is either the old one or the new one.
    fresh = path.with_name(f".{path.name}.new") if replace else path
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if replace:
            fresh.unlink(missing_ok=True)
        number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(number, "w", encoding="utf-8") as file:
            file.write(text)
        if replace:
            fresh.replace(path)
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error


def _next(way: str, name: str) -> str:
    first = {
        "keyring": "callboard login     store the password",
        "file": "callboard login     write the password there",
        "environment": f"export CALLBOARD_PASSWORD=...   (or CALLBOARD_PASSWORD_<NAME> for {name} alone)",
    }.get(way, "")
    steps = [first, "callboard wall      show all calls", "callboard desk      take calls"]
    return "Next:\n" + "".join(f"  {step}\n" for step in steps if step)
