"""A file with a secret, which nobody else may be able to read."""

import os
import stat
from pathlib import Path

from tui.config import ConfigError
from tui.passwords.programs import MOST, one_secret


def secret_from_file(path: Path, name: str) -> str:
    """Read a secret.

    Args:
        path: The file.
        name: What it is called in the configuration.

    Returns:
        Its content without the last end of line.

    Raises:
        ConfigError: It cannot be read, is somebody else's, may be read by others, or holds nothing of use.
    """
    place = f"{name}: {path}"
    try:
        # Opened first and looked at then, so that it is the same file.
        with open(path, "rb", opener=_open) as file:
            _check(os.fstat(file.fileno()), place)
            return one_secret(file.read(MOST * 4), place)
    except OSError as error:
        raise ConfigError(f"{place}: {error.strerror}") from None


def write_secret(path: Path, secret: str) -> None:
    """Write a secret where `secret_from_file` finds it, in place of another.

    Args:
        path: The file; its folder is made where it is missing.
        secret: The secret.

    Raises:
        OSError: It cannot be written.
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{secret}\n")
    fresh.replace(path)


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
