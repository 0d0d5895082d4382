"""The log file: rotating, and without secrets."""

import logging
from collections.abc import Collection
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path
from pydantic import SecretStr

HIDDEN = "[hidden]"


class Redacting(logging.Formatter):
    """Writes a record, tracebacks included, with every secret replaced."""

    def __init__(self, secrets: Collection[SecretStr]) -> None:
        """Know what to hide.

        Args:
            secrets: Passwords; looked at for each record, since more may come.
        """
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Write one record, on as many lines as it has."""
        words = super().format(record)
        for secret in sorted({one.get_secret_value() for one in self._secrets} - {""}, key=len, reverse=True):
            words = words.replace(secret, HIDDEN)
        return words


def log_path() -> Path:
    """Where the log is written."""
    return user_log_path("callboard") / "callboard.log"


def start_logging(secrets: Collection[SecretStr], path: Path | None = None) -> None:
    """Send warnings and worse of everything to the log file, and nothing to the terminal.

    Args:
        secrets: What must never be written; a collection that may grow.
        path: The file, `log_path()` if not given.
    """
    file = path or log_path()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler: logging.Handler = RotatingFileHandler(file, maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    except OSError:
        # A wall on a read-only disk runs without a log rather than not at all.
        handler = logging.NullHandler()
    handler.setFormatter(Redacting(secrets))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    # At DEBUG it writes headers, and with them cookies and tokens that nobody could list as secrets beforehand.
    logging.getLogger("httpcore").setLevel(logging.WARNING)
