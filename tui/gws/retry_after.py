"""How long a server, or a proxy before it, wants to be left alone."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from tui.gws.http_date import read_date

_SECONDS = re.compile(r"(\d{1,12})(?:\.\d*)?\s*(?:s|sec|seconds)?", re.IGNORECASE)
_AROUND = " \t\"'"
_EPOCH_S = 1_000_000_000.0
"""A number from here on is a moment (seconds since 1970), as some gateways write it, and no duration of 30 years."""


def seconds_asked_for(wishes: Iterable[str], date: str) -> float:
    """Read `Retry-After`.

    Args:
        wishes: What its headers say: a number of seconds, a date, or several of them.
        date: What the header `Date` says: the server's own clock, which need not be ours; "" for nothing.

    Returns:
        Seconds, the most that is asked for; 0.0 where nothing is.
    """
    now = read_date(date) or datetime.now(UTC)
    return max((_seconds(wish.strip(_AROUND), now) for wish in wishes), default=0.0)


def _seconds(wish: str, now: datetime) -> float:
    found = [_SECONDS.fullmatch(part.strip(_AROUND)) for part in wish.split(",")]
    numbers = [float(match[1]) for match in found if match is not None]
    if numbers and len(numbers) == len(found):
        most = max(numbers)
        return max(0.0, most - now.timestamp()) if most >= _EPOCH_S else most
    until = read_date(wish) or _iso(wish)
    return max(0.0, (until - now).total_seconds()) if until is not None else 0.0


def _iso(wish: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(wish)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
