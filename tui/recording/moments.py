"""From what a person says to a moment of a recording: a time of day, a date, or how far from its beginning."""

import re
from datetime import datetime, time, timedelta

from tui.recording.clocks import Anchor

_OFFSET = re.compile(r"\+(?=\d)(?:(\d{1,4})h)?(?:(\d{1,5})m)?(?:(\d{1,7}(?:\.\d{1,6})?)s?)?")
_WORDS = "write it like 14:05, 14:05:30, 2026-01-05T14:05 or +1h5m30s"


def moment_of(word: str, begin_s: float, anchor: Anchor) -> float:
    """Read a moment.

    Args:
        word: As said; a time of day is the first one in the recording, a date without a zone is in the recording's.
        begin_s: First moment of the recording, recorded clock.
        anchor: What the wall clock said.

    Returns:
        Recorded clock; it may be outside of the recording.

    Raises:
        ValueError: It cannot be read; the words say how to write it.
    """
    offset = _OFFSET.fullmatch(word.strip())
    if offset is not None:
        hours, minutes, seconds = (float(part or 0) for part in offset.groups())
        return begin_s + hours * 3600 + minutes * 60 + seconds
    begin = anchor.wall_at(begin_s)
    return begin_s + (_wall(word.strip(), begin) - begin).total_seconds()


def _wall(word: str, begin: datetime) -> datetime:
    try:
        of_day = time.fromisoformat(word)
    except ValueError:
        return _date(word, begin)
    wall = datetime.combine(begin.date(), of_day, of_day.tzinfo or begin.tzinfo)
    # Of the minute in which it begins, the beginning is meant.
    return wall if wall >= begin.replace(second=0, microsecond=0) else wall + timedelta(days=1)


def _date(word: str, begin: datetime) -> datetime:
    try:
        wall = datetime.fromisoformat(word)
    except ValueError:
        raise ValueError(f"{word} is no time: {_WORDS}") from None
    return wall if wall.tzinfo is not None else wall.replace(tzinfo=begin.tzinfo)
