"""The log file: bounded in size, without secrets, and never in the way of what it tells about.

| level | what is written |
|---|---|
| `error` | faults of callboard, with tracebacks |
| `warning` | also what goes on in spite of something, such as a subscription that was refused |
| `info` | also the link of each source: logged in, lost and why, live again |
| `debug` | also each request: method, path, status, size; nothing of what was in it |
"""

import logging
import os
from collections.abc import Collection
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from pydantic import SecretStr

from tui.machine.folders import NO_HOME, log_folder
from tui.machine.log_repeats import Repeats
from tui.source.proxies import proxy_logins

HIDDEN = "[hidden]"
LEVELS = ("error", "warning", "info", "debug")
USUAL = "warning"

FILE_BYTES = 1_000_000
OLDER = 3
"""Files that are kept beside the one that is written."""
LONGEST = 20_000
"""Characters of one record that are written: some traceback must not take the place of all others."""
_SHORTEST_OF_PROXIES = 4
"""Hiding a shorter one would spoil ordinary words, and tell it by the gaps."""


class Redacting(logging.Formatter):
    """Writes a record, tracebacks included, with every secret replaced."""

    def __init__(self, secrets: Collection[SecretStr]) -> None:
        """Know what to hide.

        Args:
            secrets: Passwords; looked at for each record, since more may come.
        """
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = secrets
        # No part of ours writes an address of a proxy, but a library that fails might.
        proxies = [word for login in proxy_logins() for word in (login.password, login.basic)]
        self._of_proxies = {word for word in proxies if len(word) >= _SHORTEST_OF_PROXIES}

    def format(self, record: logging.LogRecord) -> str:
        """Write one record, on as many lines as it has."""
        words = super().format(record)
        known = {one.get_secret_value() for one in self._secrets} | self._of_proxies
        for secret in sorted(known - {""}, key=len, reverse=True):
            words = words.replace(secret, HIDDEN)
        return words if len(words) <= LONGEST else f"{words[:LONGEST]} [{len(words) - LONGEST} characters more]"


class LogFile(RotatingFileHandler):
    """Readable for its owner only; a disk that is full costs the record, and nothing is said on the terminal.

    What repeats is written as a count, see `tui.machine.log_repeats`.
    """

    def __init__(self, path: Path) -> None:
        """Open the file.

        Args:
            path: The file.

        Raises:
            OSError: It cannot be written.
        """
        super().__init__(path, maxBytes=FILE_BYTES, backupCount=OLDER, encoding="utf-8", errors="backslashreplace")
        self._repeats = Repeats()

    def _open(self) -> TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NONBLOCK, 0o600)
        return open(handle, "a", encoding=self.encoding, errors=self.errors)

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record, into the file that has the name now: another callboard may have moved ours away."""
        told = self._repeats.take(record)
        if told is None:
            return
        if self.stream is not None and not self._is_ours(self.stream):
            self.stream.close()
            self.stream = None
        super().emit(told)

    def close(self) -> None:
        """Write what was only counted so far, and close the file."""
        for told in self._repeats.rest():
            super().emit(told)
        super().close()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Say nothing: the terminal belongs to the wall."""

    def _is_ours(self, stream: TextIOWrapper) -> bool:
        try:
            return os.path.samestat(os.fstat(stream.fileno()), os.stat(self.baseFilename))
        except (OSError, ValueError):
            return False


def log_path() -> Path | None:
    """Where the log is written; None where there is no home."""
    folder = log_folder()
    return None if folder is None else folder / "callboard.log"


def start_logging(secrets: Collection[SecretStr], path: Path | None = None, level: str = USUAL) -> str:
    """Send what is worth it to the log file, and nothing to the terminal.

    Args:
        secrets: What must never be written; a collection that may grow.
        path: The file, `log_path()` if not given.
        level: One of `LEVELS`.

    Returns:
        Why there is no log, in words, for whoever runs without one; "" where there is one.
    """
    handler, why_not = _handler(path or log_path())
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("tui").setLevel(level.upper())
    # Others write headers at DEBUG, and queries at INFO: cookies, tokens and numbers that nobody could list beforehand.
    for name in ("httpcore", "httpx"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return why_not


def _handler(path: Path | None) -> tuple[logging.Handler, str]:
    # A wall on a read-only disk, or of a user without a home, runs without a log rather than not at all.
    if path is None:
        return logging.NullHandler(), f"no log is written: {NO_HOME}, or XDG_STATE_HOME"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return LogFile(path), ""
    except OSError as error:
        return logging.NullHandler(), f"no log is written: {path}: {error.strerror}"
