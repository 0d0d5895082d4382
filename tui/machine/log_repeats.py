"""What is said to the log again and again is written once, then as a count at growing intervals."""

import copy
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

FIRST_S = 60.0
"""Seconds after the first record until its repetitions are told; each time they are told, twice as long."""
LONGEST_S = 3600.0
KEPT = 500
"""Different records that are remembered; the one that was silent longest is forgotten."""

_Key = tuple[str, int, str]


@dataclass(slots=True)
class _Series:
    """The same record again and again: since when, how often since it was written last, and when it is told again."""

    since_s: float
    due_s: float
    pause_s: float
    count: int = 0
    last: logging.LogRecord | None = None


class Repeats:
    """Counts warnings and errors that say the same; what is less is left alone, since there is a reason for each."""

    def __init__(self) -> None:
        """Know of nothing yet."""
        self._series: dict[_Key, _Series] = {}

    def take(self, record: logging.LogRecord) -> logging.LogRecord | None:
        """Take a record.

        Args:
            record: Any.

        Returns:
            What is to be written: the record, or one that tells how often it came; None where it was only counted.
        """
        if record.levelno < logging.WARNING:
            return record
        key = (record.name, record.levelno, record.getMessage())
        known = self._series.pop(key, None)
        # What was counted before a long silence is lost with it: the new record says all that matters then.
        if known is None or record.created > known.due_s + LONGEST_S:
            self._keep(key, _Series(record.created, record.created + FIRST_S, FIRST_S))
            return record
        self._keep(key, known)
        known.count, known.last = known.count + 1, record
        return None if record.created < known.due_s else _told(known)

    def rest(self) -> Iterator[logging.LogRecord]:
        """What was counted and not told yet.

        Yields:
            Records.
        """
        for known in self._series.values():
            if known.count:
                yield _told(known)

    def _keep(self, key: _Key, series: _Series) -> None:
        # In the order in which they came last.
        self._series[key] = series
        if len(self._series) > KEPT:
            del self._series[next(iter(self._series))]


def _told(known: _Series) -> logging.LogRecord:
    assert known.last is not None, "it came again"
    told = copy.copy(known.last)
    since = datetime.fromtimestamp(known.since_s).astimezone().strftime("%Y-%m-%d %H:%M:%S")
    told.msg = f"{known.last.getMessage()} (again, {known.count} times since {since})"
    # The traceback stands in the log already, with the first.
    told.args, told.exc_info, told.exc_text = (), None, None
    known.pause_s = min(known.pause_s * 2, LONGEST_S)
    known.since_s, known.due_s, known.count = known.last.created, known.last.created + known.pause_s, 0
    return told
