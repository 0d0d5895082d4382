"""What is counted of the calls of one source after each step, so that nobody has to look at all of them."""

from collections.abc import Mapping, Set

from tui.live.store.card import BoardCall, CallKey
from tui.live.store.monitored import is_monitored_call
from tui.source.weight import weight_of, weight_of_data


class CallCounts:
    """Which calls are a supervisor's copies, which have several parties, and what all of them weigh.

    Attributes:
        monitored: Those that go on and are a supervisor's copies.
    """

    def __init__(self, calls: Mapping[CallKey, BoardCall], several: dict[CallKey, None]) -> None:
        """Count nothing yet.

        Args:
            calls: The calls.
            several: Where those go that go on and have more than one other party, beside those of other sources.
        """
        self.monitored: set[CallKey] = set()
        self._calls = calls
        self._several = several
        self._weights: dict[CallKey, int] = {}
        self._weight = 0
        self._unweighed: set[CallKey] = set()

    @property
    def weight(self) -> int:
        """Bytes of texts and attached data of all calls, ended ones included; see `tui.source.weight`."""
        # Only a feed asks for it, and to weigh a call takes as long as much else that a step does.
        for key in self._unweighed:
            known = self._calls[key]
            self._weight -= self._weights.pop(key, 0)
            self._weights[key] = weight_of(known.call) + weight_of_data(known.extensions, known.metrics)
            self._weight += self._weights[key]
        self._unweighed.clear()
        return self._weight

    def note(self, key: CallKey) -> None:
        """Count a call as it is after a step.

        Args:
            key: One that came, changed or went.
        """
        known = self._calls.get(key)
        goes_on = known.call if known is not None and not known.ended else None
        if goes_on is not None and is_monitored_call(goes_on):
            self.monitored.add(key)
        else:
            self.monitored.discard(key)
        if goes_on is not None and goes_on.party_count > 1:
            self._several[key] = None
        else:
            self._several.pop(key, None)
        if known is not None:
            self._unweighed.add(key)
        else:
            self._unweighed.discard(key)
            self._weight -= self._weights.pop(key, 0)

    def adopt(self, other: "CallCounts", keys: Set[CallKey]) -> None:
        """Count some calls as they were counted elsewhere, all at once.

        Args:
            other: Where they were counted, and nothing else.
            keys: All of them.
        """
        self.monitored -= keys
        self.monitored |= other.monitored
        for key in self._several.keys() & keys:
            del self._several[key]
        self._several.update(other._several)
        self._weight += other.weight - sum(map(self._weights.__getitem__, self._weights.keys() & keys))
        self._weights.update(other._weights)
        self._unweighed -= keys
