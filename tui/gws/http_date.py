"""Dates in HTTP headers."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def read_date(words: str) -> datetime | None:
    """Read a date such as that of `Date`, `Expires` or `Retry-After`.

    Args:
        words: What the header says.

    Returns:
        The moment, or None where the words are no date.
    """
    try:
        moment = parsedate_to_datetime(words)
    except (ValueError, TypeError, OverflowError):
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
