"""A stream in memory: it keeps the promises of `tui.gws.stream.Stream`, and breaks where it is told to."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from tui.live.clock import Clock
from tui.source.errors import SourceError, UnreachableError
from tui.source.events import Closed, Event, Gap, Item, Lost

POLL_S = 20.0
_START_S = 0.03
_RETRY_S = 0.5
_APART_S = 1e-6


class MemoryStream:
    """See `tui.source.port.Events`.

    Attributes:
        under_way: Messages that were sent and have not arrived, oldest first; stamped with when they were sent.
        on_arrival: Told of every message that arrives, with when it was sent.
        connected: Whether what is sent now will arrive, as far as the server can tell.
        lose_next: How many of the next messages vanish without a trace.
        repeat_next: How many of the next messages arrive twice.
    """

    longest_silence_s = 35.0
    handed_bytes = 0
    keeps_raw = True

    def __init__(self, clock: Clock, reachable: Callable[[], bool]) -> None:
        self.heard_at_s: float | None = None
        self.under_way: list[Event] = []
        self.lose_next = self.repeat_next = 0
        self._loop = asyncio.get_running_loop()
        self._clock = clock
        self._reachable = reachable
        self.connected = self.hanging = self._over = False
        self.on_arrival: Callable[[float], None] = lambda _: None
        self._queue: list[Item] = []
        self._filled = asyncio.Event()
        self._timers: list[asyncio.TimerHandle] = []
        self._last_arrival_s = 0.0
        self._losses = 0

    def start(self) -> None:
        """Begin to poll."""
        self._later(_START_S, self._reconnect, self._losses)
        self._later(POLL_S, self._poll)

    def stop(self) -> None:
        """End in silence."""
        self._over = True
        for timer in self._timers:
            timer.cancel()

    async def batch(self, wait_s: float | None = None) -> Sequence[Item]:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                await self._filled.wait()
        self._filled.clear()
        items, self._queue = self._queue, []
        return items

    def wake(self) -> None:
        self._filled.set()

    def give_up(self, why: str) -> None:
        now_s = self._clock.now_s()
        self._put(Lost(now_s, why), Closed(now_s, UnreachableError(why)))

    def retry(self) -> None:
        if not self.connected:
            self._reconnect(self._losses)

    def send(self, event: Event, delay_s: float) -> bool:
        """Send one message; whoever is not connected never gets it, and it says so."""
        if not self.connected:
            return False
        if self.lose_next:
            self.lose_next -= 1
            return False
        times = 2 if self.repeat_next else 1
        self.repeat_next -= times - 1
        for _ in range(times):
            self._send(event, delay_s)
        return True

    def lose(self, why: str, back_after_s: float = _RETRY_S) -> None:
        """Break the connection with all that is under way, and come back."""
        self.connected = False
        self._losses += 1
        self.under_way.clear()
        self._put(Lost(self._clock.now_s(), why))
        self._later(back_after_s, self._reconnect, self._losses)

    def overflow(self) -> None:
        """Drop what is under way; the connection holds."""
        self.under_way.clear()
        if self.connected:
            self._put(Gap(self._clock.now_s(), "too many messages at once"))

    def hang(self) -> None:
        """Keep the connection, and say nothing any more."""
        self.hanging = True

    def close(self, error: SourceError) -> None:
        """End for good."""
        self.connected = False
        now_s = self._clock.now_s()
        self._put(Lost(now_s, str(error)), Closed(now_s, error))

    def hand_over(self, *items: Item) -> None:
        """Let the reader meet these."""
        self._put(*items)

    def _send(self, event: Event, delay_s: float) -> None:
        now_s = self._clock.now_s()
        # Timers for the same moment come in any order; messages do not.
        self._last_arrival_s = max(self._last_arrival_s + _APART_S, now_s + delay_s)
        sent = replace(event, received_s=now_s)
        self.under_way.append(sent)
        self._later(self._last_arrival_s - now_s, self._arrive, sent)

    def _arrive(self, event: Event) -> None:
        still = [sent for sent in self.under_way if sent is not event]
        arrived, self.under_way = len(still) < len(self.under_way), still
        if arrived and not self.hanging:
            self.on_arrival(event.received_s)
            self.heard_at_s = self._clock.now_s()
            self._put(replace(event, received_s=self.heard_at_s))

    def _reconnect(self, loss: int) -> None:
        if self.connected or loss != self._losses:
            return
        if not self._reachable():
            self._later(_RETRY_S, self._reconnect, loss)
            return
        self.connected = True
        self.heard_at_s = self._clock.now_s()
        self._put(Gap(self.heard_at_s, "connected"))

    def _poll(self) -> None:
        if self.connected and not self.hanging:
            self.heard_at_s = self._clock.now_s()
        self._later(POLL_S, self._poll)

    def _put(self, *items: Item) -> None:
        if not self._over:
            self._queue.extend(items)
            self._filled.set()

    def _later(self, delay_s: float, act: Callable[..., None], *arguments: object) -> None:
        self._timers.append(self._loop.call_later(delay_s, act, *arguments))
