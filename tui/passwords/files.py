"""A file with a secret, which nobody else may be able to read."""

import os
import stat
from pathlib import Path

from tui.config import ConfigError
from tui.config.private_file import remove_half_written
from tui.passwords.programs import MOST, one_secret


def secret_from_file(path: Path, name: str, missing: str = "") -> str:
    """Read a secret, and remove what a killed `callboard login` has left half written beside it.

    Args:
        path: The file.
        name: What it is called in the configuration.
        missing: What to do where there is none; "" where there is nothing to be said.

    Returns:
        Its content without the last end of line.

    Raises:
        ConfigError: It cannot be read, is somebody else's, may be read by others, or holds nothing of use.
    """
    remove_half_written(path)
    place = f"{name}: {path}"
    return one_secret(_read_alone(path, place, missing), place)


def credentials_from_file(path: Path, name: str) -> str:
    """Read a file of several lines that is a secret as a whole; see `secret_from_file`.

    Returns:
        Its text.
    """
    place = f"{name}: {path}"
    try:
        text = _read_alone(path, place).decode("ascii")
    except UnicodeDecodeError:
        raise ConfigError(f"{place}: holds no credentials") from None
    if not text.strip():
        raise ConfigError(f"{place}: gives nothing")
    return text


def _read_alone(path: Path, place: str, missing: str = "") -> bytes:
    try:
        # Opened first and looked at then, so that it is the same file.
        with open(path, "rb", opener=_open) as file:
            _check(os.fstat(file.fileno()), place)
            return file.read(MOST * 4)
    except OSError as error:
        advice = f": {missing}" if missing and isinstance(error, FileNotFoundError) else ""
        raise ConfigError(f"{place}: {error.strerror}{advice}") from None


def _open(path: str, flags: int) -> int:
    # A pipe would wait for its writer for ever; on Windows there is no such flag.
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _check(found: os.stat_result, place: str) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ConfigError(f"{place}: is no file")
    if os.name != "posix":
        return
    if found.st_uid != os.geteuid():
        raise ConfigError(f"{place}: belongs to somebody else")
    if found.st_mode & 0o077:
        raise ConfigError(f"{place}: others may read it: chmod 600 {place.partition(': ')[2]}")
