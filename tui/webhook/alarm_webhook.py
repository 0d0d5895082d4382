"""Posts each alarm of a wall to the webhook, one after the other, and says once that it does not go."""

import asyncio
import logging
import random
import uuid
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tui.hooks.program_hook import event_json
from tui.live.fault import fault_code
from tui.live.store.journal import EntryKind, Journal
from tui.source.text import clean
from tui.webhook.delivery import DeliveryError, Endpoint, post

_LOG = logging.getLogger(__name__)

WAITING = 100
"""Alarms that wait for their turn; what comes beyond is lost and counted."""
FIRST_S = 1.0
"""Seconds before the second attempt; before each further one twice as many."""
LONGEST_S = 60.0
_LATE = 3
"""After so many attempts it is told that alarms wait: what one or two more mend is nobody's concern."""
REMEMBERED = 1_000
"""Alarms that are known to have been taken."""
_SAME_S = 2.0
"""Two beginnings of one alarm, in whole seconds each, are this near to each other."""


@dataclass(frozen=True, slots=True)
class DeliveryLimits:
    """How long it is tried.

    Attributes:
        attempts: How often, for one alarm.
        within_s: After so many seconds an alarm is given up.
        first_s: Seconds before the second attempt.
    """

    attempts: int
    within_s: float
    first_s: float = FIRST_S


@dataclass(frozen=True, slots=True)
class PendingAlarm:
    """An alarm that waits for its turn: its JSON, its number, and when it is given up, clock of the loop."""

    body: bytes
    number: str
    until_s: float


class AlarmWebhook:
    """Takes alarms as `on_alarm` does.

    Attributes:
        lost: How many were not delivered since one was, or since the start.
    """

    def __init__(self, endpoint: Endpoint, limits: DeliveryLimits, journal: Journal) -> None:
        """Post nothing yet.

        Args:
            endpoint: Where to.
            limits: How long it is tried.
            journal: Where it is told that alarms do not go, and that they go again.
        """
        self._endpoint = endpoint
        self._limits = limits
        self._journal = journal
        self._waiting: deque[PendingAlarm] = deque()
        self._working: asyncio.Task[None] | None = None
        self._begun_at: OrderedDict[tuple[object, ...], float] = OrderedDict()
        self.lost = 0
        self._is_late = False

    def __call__(self, told: Mapping[str, object]) -> None:
        """Post an alarm, soon; one that was taken before is not taken again.

        Args:
            told: The alarm as JSON values.
        """
        if self._is_known(told):
            return
        if len(self._waiting) >= WAITING:
            self._lose(f"more than {WAITING} wait")
            return
        until_s = asyncio.get_running_loop().time() + self._limits.within_s
        self._waiting.append(PendingAlarm(event_json(told).encode(), str(uuid.uuid4()), until_s))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work(), name="webhook")

    @property
    def waiting(self) -> int:
        """How many alarms are not delivered yet, nor given up."""
        return len(self._waiting)

    async def stop(self) -> None:
        """Leave what waits."""
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)

    def _is_known(self, told: Mapping[str, object]) -> bool:
        """Whether a screen that was built anew tells what the one before told."""
        what, seconds, at = (told["source"], told["call"], told["what"]), told["seconds"], told["at"]
        begun_s = datetime.fromisoformat(str(at)).timestamp() - float(str(seconds))
        before_s = self._begun_at.pop(what, None)
        self._begun_at[what] = begun_s
        if len(self._begun_at) > REMEMBERED:
            self._begun_at.popitem(last=False)
        return before_s is not None and abs(begun_s - before_s) <= _SAME_S

    async def _work(self) -> None:
        while self._waiting:
            alarm = self._waiting[0]
            try:
                why = await self._deliver(alarm)
            except Exception as error:  # a fault of ours must not keep back all alarms that come later
                why = f"internal fault {fault_code(error)}: see the log"
                _LOG.error("fault %s with a webhook", fault_code(error), exc_info=error)
            self._waiting.popleft()
            if why:
                self._lose(why)
            else:
                self._go()

    async def _deliver(self, alarm: PendingAlarm) -> str:
        """Try until it is taken; why it was not, in words."""
        loop, why = asyncio.get_running_loop(), "others before it took all of its time"
        for attempt in range(self._limits.attempts):
            if loop.time() >= alarm.until_s:
                break
            try:
                async with asyncio.timeout_at(alarm.until_s):
                    await post(self._endpoint, alarm.body, alarm.number)
                return ""
            except TimeoutError:
                return f"no answer within {self._limits.within_s:g} s in all"
            except DeliveryError as error:
                why = str(error)
                wait_s = max(self._delay_s(attempt), error.wait_s)
                if not error.may_mend or attempt + 1 == self._limits.attempts or loop.time() + wait_s > alarm.until_s:
                    break
                self._wait(attempt, why)
                await asyncio.sleep(wait_s)
        return why

    def _delay_s(self, attempt: int) -> float:
        return min(self._limits.first_s * 2.0**attempt, LONGEST_S) * random.uniform(0.8, 1.2)

    def _wait(self, attempt: int, why: str) -> None:
        if attempt + 1 == _LATE and not self._is_late and not self.lost:
            self._is_late = True
            self._note(EntryKind.PROBLEM, f"alarms wait, and are tried again: {why}")

    def _lose(self, why: str) -> None:
        self.lost += 1
        if self.lost == 1:
            self._note(EntryKind.PROBLEM, f"an alarm was not delivered, others will be counted: {why}")

    def _go(self) -> None:
        lost, self.lost = self.lost, 0
        was_late, self._is_late = self._is_late, False
        if lost:
            self._note(EntryKind.OPERATION, f"alarms are delivered again; {lost} {'was' if lost == 1 else 'were'} not")
        elif was_late:
            self._note(EntryKind.OPERATION, "alarms are delivered again")

    def _note(self, kind: EntryKind, words: str) -> None:
        # Nobody looks at the event log of a wall that hangs from the ceiling.
        if kind is EntryKind.PROBLEM:
            _LOG.warning("webhook: %s", clean(words))
        self._journal.note("", kind, f"webhook: {clean(words)}")
