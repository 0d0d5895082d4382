"""`callboard config`: where the configuration is, what counts, what is wrong with it, and a new one."""

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict

from tui.config import ConfigError, LoadedSettings, read
from tui.config.layers import SettingOrigin
from tui.config.reading import faults_in, read_file
from tui.config.shown import HIDDEN, ShownSetting, shown
from tui.config.toml import toml_of
from tui.machine.folders import NO_HOME
from tui.passwords import password_wanted
from tui.printing.json_line import json_line
from tui.printing.output import write
from tui.runs.config_init import init, target
from tui.runs.connected import CONNECTION, said
from tui.source.text import clean

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
    write(f"{target(options.config)}\n")
    return 0


def _show(options: argparse.Namespace) -> int:
    reading = read(said(options, *CONNECTION), need_source=False)
    rows = [*shown(reading), *_passwords(reading)]
    if options.json:
        values = {
            row.key: {"value": row.value, "from": row.origin.kind, "where": row.origin.where, "line": row.origin.line}
            for row in rows
        }
        path = None if reading.path is None else str(reading.path)
        told = {"path": path, "exists": _exists(reading), "profile": reading.profile}
        write(json_line({**told, "values": values}))
        return 0
    there = "" if _exists(reading) else " (there is none)"
    profile = f", profile {reading.profile}" if reading.profile else ""
    left = [f"{row.key} = {clean(toml_of(row.value) if row.value is not None else '')}" for row in rows]
    width = min(60, max(map(len, left)))
    lines = [f"{text:<{width}}  # {_words(row.origin)}" for text, row in zip(left, rows, strict=True)]
    write("\n".join([f"# {reading.path or NO_HOME}{there}{profile}", *lines, ""]))
    return 0


def _exists(reading: LoadedSettings) -> bool:
    return reading.path is not None and reading.path.exists()


def _words(origin: SettingOrigin) -> str:
    return f"file, line {origin.line}" if origin.line is not None else f"{origin.kind} {origin.where}".strip()


def _passwords(reading: LoadedSettings) -> Iterator[ShownSetting]:
    """Where each password would come from; nothing is run or opened to find out."""
    for number, source in enumerate(reading.settings.sources):
        wanted = password_wanted(source)
        if variable := wanted.variable(os.environ):
            origin = SettingOrigin("environment", variable)
        elif wanted.command or wanted.file:
            origin = SettingOrigin("file", "password_command" if wanted.command else "password_file")
        else:
            origin = SettingOrigin("default", "~/.netrc, the keyring, or you are asked")
        yield ShownSetting(f"sources.{number}.password", HIDDEN, origin)


def _validate(options: argparse.Namespace) -> int:
    path = target(options.config)
    try:
        if not (path.exists() or path.is_symlink()):
            raise ConfigError(f"{path}: no such file: callboard config init writes one")
        file = read_file(path)
        faults = faults_in(file, profile=options.profile or "")
    except ConfigError as error:
        if not error.faults:
            raise
        faults = error.faults
    if options.json:
        found = [asdict(fault) for fault in faults]
        write(json_line({"path": str(path), "ok": not faults, "faults": found}))
    else:
        write("".join(f"{clean(str(fault))}\n" for fault in faults))
    if not faults and not options.json:
        write(f"{path}: nothing wrong\n")
    return WRONG if faults else 0


_DOINGS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "path": _path,
    "show": _show,
    "validate": _validate,
    "init": init,
}
