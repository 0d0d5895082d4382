"""Notices that the file was changed, by looking at it every few seconds: that works on every file system."""

import stat
from collections.abc import Callable
from pathlib import Path

from tui.config.reading import LoadedSettings
from tui.config.settings import Settings
from tui.config.strict import ConfigError

EVERY_S = 2.0
"""Seconds between two looks. A change counts when two of them saw the same file: none is read half written."""

_Signature = tuple[int, int, int] | None


class ConfigWatch:
    """Looks at the file of a reading; a pipe, which can be read once, is left alone."""

    def __init__(self, reading: LoadedSettings, again: Callable[[], LoadedSettings]) -> None:
        """Remember how the file is now.

        Args:
            reading: What was read.
            again: Reads everything again; raises ConfigError.
        """
        self._path = reading.path
        self._again = again
        self._read = self._seen = _signature(reading.path)

    def look(self) -> Settings | ConfigError | None:
        """Look at the file.

        Returns:
            What it says now, or what is wrong with it; None where it has not changed, or is being written.
        """
        before, self._seen = self._seen, _signature(self._path)
        if self._seen == self._read or self._seen != before:
            return None
        self._read = self._seen
        try:
            return self._again().settings
        except ConfigError as error:
            return error


def changed_keys(before: Settings, after: Settings) -> tuple[str, ...]:
    """Which keys differ; a table is one key.

    Args:
        before: Settings.
        after: Others.
    """
    return tuple(name for name in Settings.model_fields if getattr(before, name) != getattr(after, name))


def _signature(path: Path | None) -> _Signature:
    if path is None:
        return None
    try:
        found = path.stat()
    except OSError:
        return None
    return (found.st_mtime_ns, found.st_size, found.st_ino) if stat.S_ISREG(found.st_mode) else None
