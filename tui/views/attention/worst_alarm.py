"""Which alarm has waited longest for somebody, without looking at all of them."""

from collections.abc import Container, Iterable, Mapping, Sequence
from heapq import heappop, heappush

from tui.live.store.card import CallKey
from tui.views.attention.alarm import Alarm

_SPARE = 100
"""How many places of alarms that are over are kept, beside some for each call that has any."""


class Worst:
    """Keeps alarms by their age; those that are over are left out when they come to the front."""

    def __init__(self, *, calls_alone: bool = False) -> None:
        """Know no alarm yet.

        Args:
            calls_alone: Whether those of sources are left out.
        """
        self._calls_alone = calls_alone
        self._oldest: list[tuple[float, CallKey]] = []

    def take(self, alarms: Iterable[Alarm]) -> None:
        """Keep these too.

        Args:
            alarms: New ones, or such as nobody is calm about any more.
        """
        for alarm in alarms:
            if alarm.key.id or not self._calls_alone:
                heappush(self._oldest, (alarm.at_s, alarm.key))

    def of(self, now: Mapping[CallKey, Sequence[Alarm]], calm: Container[CallKey]) -> Alarm | None:
        """Find the worst.

        Args:
            now: All alarms that there are.
            calm: Those that somebody has acknowledged: they have to be taken again before they count again.

        Returns:
            The oldest of the others; None where there is none.
        """
        if len(self._oldest) > _SPARE + 4 * len(now):
            self._oldest = []
            for key, alarms in now.items():
                self.take(alarms if key not in calm else ())
        while self._oldest:
            at_s, key = self._oldest[0]
            found = next((alarm for alarm in now.get(key, ()) if alarm.at_s == at_s), None)
            if found is not None and key not in calm:
                return found
            heappop(self._oldest)
        return None
