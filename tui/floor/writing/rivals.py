"""Whether other publishers are alive: those whose beats come, as far as it was seen from here."""

from collections.abc import Callable
from typing import NamedTuple

from tui.floor.beats import PublisherBeat, decode_beat
from tui.floor.keys import FloorKeys
from tui.floor.subjects import Subjects

DEFAULT_PATIENCE_S = 7.0
"""For one of whom no beat is there, or none that can be read."""


_LOOK_S = 1.0
"""A beat is not read more often, however many logins its publisher has."""


class _Seen(NamedTuple):
    sequence: int
    at_s: float
    patience_s: float
    looked_s: float

    def is_alive(self, now_s: float) -> bool:
        return now_s - self.at_s <= self.patience_s


class Rivals:
    """What is known of others within one session: from before it, nothing is, since nobody may have been heard then."""

    def __init__(self, keys: FloorKeys, subjects: Subjects, now_s: Callable[[], float]) -> None:
        """Know of nobody.

        Args:
            keys: Reads the beats.
            subjects: Where they stand.
            now_s: Our clock.
        """
        self._keys = keys
        self._subjects = subjects
        self._now_s = now_s
        self._seen: dict[str, _Seen] = {}

    async def is_alive(self, publisher: str) -> bool:
        """Look at the beat of a publisher.

        Args:
            publisher: Its name.

        Returns:
            Whether it moved on within its patience; at the first look it is given that.

        Raises:
            FloorRefusedError: It may not be read.
            FloorUnreachableError: No answer.
        """
        seen, now_s = self._seen.get(publisher), self._now_s()
        if seen is not None and now_s - seen.looked_s < _LOOK_S:
            return seen.is_alive(now_s)
        found = await self._keys.last(self._subjects.publisher(publisher))
        sequence, now_s = 0 if found is None else found.sequence, self._now_s()
        if seen is None or seen.sequence != sequence:
            seen = _Seen(sequence, now_s, patience_s(found.data if found else b""), now_s)
        self._seen[publisher] = seen._replace(looked_s=now_s)
        return seen.is_alive(now_s)


def beat_in(data: bytes) -> PublisherBeat | None:
    """Read a beat, if it is one that can be read.

    Args:
        data: By whomever it was written.
    """
    try:
        return decode_beat(data)
    except ValueError:
        return None


def patience_s(data: bytes) -> float:
    """How long the next beat may take, in seconds, after one by whomever it was written."""
    beat = beat_in(data)
    return DEFAULT_PATIENCE_S if beat is None else beat.patience_s
