"""Work on the whole board in slices of a few milliseconds, between which keys and frames have their turn.

What can be cut takes a `More` and goes on as long as it says so; what is left is done in the next slice. Until all of
it is done, what was there before stands.
"""

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from time import thread_time

from tui.live.store.card import CallKey

More = Callable[[], bool]
"""Whether there is time for another step; each step takes well below a millisecond."""
SLICE_S = 0.006
"""Processor time of one slice: a busy machine makes slices longer, but not more of them."""
PAUSE_S = 0.002
"""Between two slices: what waits for the event loop, such as a key, comes first."""
STEP = 16
"""Calls of one step."""


def without_end() -> bool:
    """There is always time: for who waits until all is done."""
    return True


def more_for(seconds: float) -> More:
    """Begin a slice.

    Args:
        seconds: Of processor time.
    """
    until_s = thread_time() + seconds
    return lambda: thread_time() < until_s


class PendingCalls:
    """Calls that wait to be looked at, each once, the first that came first."""

    def __init__(self) -> None:
        """None waits."""
        self._queue: deque[CallKey] = deque()
        # Of all calls of a board an ordered dictionary would take three times as long as both.
        self._queued: set[CallKey] = set()

    def __len__(self) -> int:
        """How many wait."""
        return len(self._queue)

    def __contains__(self, key: object) -> bool:
        """Whether a call waits."""
        return key in self._queued

    def add(self, keys: Iterable[CallKey]) -> None:
        """Let calls wait; one that waits already keeps its place."""
        queued = self._queued
        came = [key for key in dict.fromkeys(keys) if key not in queued]
        queued.update(came)
        self._queue.extend(came)

    def steps(self, more: More) -> Iterator[Sequence[CallKey]]:
        """Take calls out, a few at a time.

        Args:
            more: Whether there is time for another step.

        Yields:
            Keys that wait no longer.
        """
        queue = self._queue
        while queue and more():
            step = [queue.popleft() for _ in range(min(STEP, len(queue)))]
            self._queued.difference_update(step)
            yield step


class CallsInSlices(ABC):
    """Looks at each call that came, changed or went, when there is time."""

    def __init__(self) -> None:
        """None waits."""
        self._waiting = PendingCalls()

    @property
    def busy(self) -> bool:
        """Whether some calls were not looked at yet."""
        return len(self._waiting) > 0

    def take(self, keys: Iterable[CallKey]) -> None:
        """Let some calls wait to be looked at.

        Args:
            keys: Calls that came, changed or went.
        """
        self._waiting.add(keys)

    def work(self, more: More) -> None:
        """Look at calls that wait.

        Args:
            more: Whether there is time for more.
        """
        for step in self._waiting.steps(more):
            for key in step:
                self._look(key)

    @abstractmethod
    def _look(self, key: CallKey) -> None:
        """Look at a call, which may have left the board."""
