"""Which alarm has waited longest for somebody, without looking at all of them."""

from collections.abc import Container, Mapping, Sequence
from heapq import heapify, heappop, heappush

from tui.live.store.card import CallKey
from tui.views.attention.alarm import AlarmCause

_SPARE = 100
"""How many places of alarms that are over are kept, beside some for each call that has any."""


class Worst:
    """Keeps alarms by their age; those that are over are left out when they come to the front."""

    def __init__(self) -> None:
        """Know no alarm yet."""
        self._oldest: list[tuple[float, CallKey]] = []

    def take(self, key: CallKey, causes: Sequence[AlarmCause]) -> None:
        """Keep these too.

        Args:
            key: Whose.
            causes: New ones, or such as nobody is calm about any more.
        """
        for cause in causes:
            heappush(self._oldest, (cause.at_s, key))

    def of(
        self, now: Mapping[CallKey, Sequence[AlarmCause]], calm: Container[CallKey]
    ) -> tuple[CallKey, AlarmCause] | None:
        """Find the worst.

        Args:
            now: All alarms that there are.
            calm: Those that somebody has acknowledged: they have to be taken again before they count again.

        Returns:
            The oldest of the others; None where there is none.
        """
        if len(self._oldest) > _SPARE + 4 * len(now):
            self._oldest = [(cause.at_s, key) for key, causes in now.items() if key not in calm for cause in causes]
            heapify(self._oldest)
        while self._oldest:
            at_s, key = self._oldest[0]
            found = next((cause for cause in now.get(key, ()) if cause.at_s == at_s), None)
            if found is not None and key not in calm:
                return key, found
            heappop(self._oldest)
        return None
