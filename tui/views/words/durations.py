"""Seconds as people read them, in columns that do not jump."""

UNKNOWN = "--:--"
AT_LEAST = "≥"
WIDTH = 8
"""Cells that hold every duration."""


def duration(seconds: float | None) -> str:
    """Write a duration.

    Args:
        seconds: Not negative, or None where nobody knows it.

    Returns:
        `m:ss`, `h:mm:ss` from an hour on, days and hours from a hundred hours on, days alone from a
        hundred days on, `--:--` for None.
    """
    if seconds is None:
        return UNKNOWN
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    if hours >= 100:
        return f"{hours // 24}d {hours % 24:02}h" if hours < 2_400 else f"{hours // 24}d"
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def at_least_words(seconds: float | None, *, exact: bool) -> str:
    """Say a time whose begin may not have been seen.

    Args:
        seconds: How long; None where nobody can tell.
        exact: Whether the begin was seen.

    Returns:
        Such as `≥4:10` where it was not.
    """
    return f"{'' if exact or seconds is None else AT_LEAST}{duration(seconds)}"
