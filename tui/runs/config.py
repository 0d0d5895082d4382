"""`callboard config`: where the configuration is, what counts, what is wrong with it, and a new one."""

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from tui.config import ConfigError, Reading, read
from tui.config.layers import Origin
from tui.config.reading import faults_in, read_file
from tui.config.shown import HIDDEN, Shown, shown
from tui.config.toml import toml_of
from tui.gws.text import clean
from tui.passwords import password_wanted
from tui.runs.config_init import init, target
from tui.runs.connected import CONNECTION, said

WRONG = 2


def config(options: argparse.Namespace) -> int:
    """Do what was asked for; see `callboard config --help`.

    Args:
        options: The parsed options.

    Returns:
        The exit code: 2 where something is wrong.

    Raises:
        ConfigError: It cannot be read or written.
    """
    return _DOINGS[options.doing](options)


def _path(options: argparse.Namespace) -> int:
    sys.stdout.write(f"{target(options.config)}\n")
    return 0


def _show(options: argparse.Namespace) -> int:
    reading = read(said(options, *CONNECTION), need_source=False)
    rows = [*shown(reading), *_passwords(reading)]
    if options.json:
        values = {
            row.key: {"value": row.value, "from": row.origin.kind, "where": row.origin.where, "line": row.origin.line}
            for row in rows
        }
        told = {"path": str(reading.path), "exists": reading.path.is_file(), "profile": reading.profile}
        sys.stdout.write(json.dumps({**told, "values": values}, ensure_ascii=False) + "\n")
        return 0
    there = "" if reading.path.is_file() else " (there is none)"
    profile = f", profile {reading.profile}" if reading.profile else ""
    sys.stdout.write(f"# {reading.path}{there}{profile}\n")
    left = [f"{row.key} = {clean(toml_of(row.value) if row.value is not None else '')}" for row in rows]
    width = min(60, max(map(len, left)))
    for text, row in zip(left, rows, strict=True):
        sys.stdout.write(f"{text:<{width}}  # {_words(row.origin)}\n")
    return 0


def _words(origin: Origin) -> str:
    return f"file, line {origin.line}" if origin.line is not None else f"{origin.kind} {origin.where}".strip()


def _passwords(reading: Reading) -> Iterator[Shown]:
    """Where each password would come from; nothing is run or opened to find out."""
    for number, source in enumerate(reading.settings.sources):
        wanted = password_wanted(source)
        if variable := wanted.variable(os.environ):
            origin = Origin("environment", variable)
        elif wanted.command or wanted.file:
            origin = Origin("file", "password_command" if wanted.command else "password_file")
        else:
            origin = Origin("default", "~/.netrc, the keyring, or you are asked")
        yield Shown(f"sources.{number}.password", HIDDEN, origin)


def _validate(options: argparse.Namespace) -> int:
    path = target(options.config)
    try:
        if not path.is_file():
            raise ConfigError(f"{path}: no such file: callboard config init writes one")
        file = read_file(path)
        faults = faults_in(file, profile=options.profile or "")
    except ConfigError as error:
        if not error.faults:
            raise
        faults = error.faults
    if options.json:
        found = [asdict(fault) for fault in faults]
        sys.stdout.write(json.dumps({"path": str(path), "ok": not faults, "faults": found}, ensure_ascii=False) + "\n")
    else:
        sys.stdout.writelines(f"{clean(str(fault))}\n" for fault in faults)
    if not faults and not options.json:
        sys.stdout.write(f"{path}: nothing wrong\n")
    return WRONG if faults else 0


_DOINGS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "path": _path,
    "show": _show,
    "validate": _validate,
    "init": init,
}
