"""A board that is written by hand, an operator that reads it, and a server that only says yes or no."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from tests.live.resources import call, device, message, snapshot
from tests.live.virtual_time import VirtualLoop
from tui.gws.paths import path_of
from tui.live.clock import FixedClock
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Operator, Outcome
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import Journal
from tui.source.intent import Intent
from tui.source.models import Call

SOURCE = "agent.one"
BASE = "https://gws.example.com/api/v2"
ABLE = ("Hold", "SendDtmf", "SwapCalls", "CompleteTransfer", "CompleteConference", "UpdateUserData", "MuteCall")


def virtual(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test on a loop whose time passes only when nothing is left to do: a busy machine changes nothing."""

    @functools.wraps(test)
    def run(*args: object, **kwargs: object) -> None:
        loop = VirtualLoop()
        try:
            loop.run_until_complete(test(*args, **kwargs))
            assert not asyncio.all_tasks(loop), "tasks left behind"
        finally:
            loop.close()

    return run


class Accepting:
    """Accepts every operation, or answers as it is told to."""

    def __init__(self) -> None:
        self.posted: list[tuple[str, str]] = []
        self.answers: list[Exception] = []
        self.looks = 0
        self.hold_back = asyncio.Event()
        self.hold_back.set()

    async def send(self, intent: Intent, parameters: Mapping[str, object]) -> str:
        del parameters
        self.posted.append((path_of(intent), intent.operation))
        await self.hold_back.wait()
        if self.answers:
            raise self.answers.pop(0)
        return ""

    def look(self) -> None:
        self.looks += 1


class Bench:
    """A board that is written by hand, and an operator that reads it."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.board = Board(self.clock)
        self.board.add_source(SOURCE)
        self.server = Accepting()
        self.journal = Journal(self.clock)
        self.operator = Operator(self.board, self.journal, {SOURCE: self.server}, confirmed_within_s=0.05)

    def show(self, *calls: Call) -> None:
        """A snapshot shows these."""
        now_s, found = self.clock.now_s(), snapshot(*calls, devices=(device(),))
        self.operator.take_snapshot(SOURCE, found, now_s)
        self.board.replace(SOURCE, found, Sight(now_s, 0.0))

    def tell(self, *calls: Call, kind: str = "StatusChange", **beside: object) -> None:
        """A message for each, one step after the other."""
        for one in calls:
            event = message(self.clock.now_s(), one, kind, **beside)
            self.board.apply(SOURCE, [event])
            self.operator.take_event(SOURCE, event)

    def batch(self, *calls: Call) -> None:
        """A message for each, all in one step."""
        events = [message(self.clock.now_s(), one) for one in calls]
        self.board.apply(SOURCE, events)
        for event in events:
            self.operator.take_event(SOURCE, event)

    async def ask(self, command_id: str, target: str = "a", given: Given | None = None) -> int:
        """Send a command and let it reach the server; its number."""
        command = BY_ID[command_id]
        self.sending = asyncio.create_task(self.operator.send(command, SOURCE, target, command.fill(given or Given())))
        number = max(self.operator.operations, default=0) + 1
        posted = len(self.server.posted)
        while len(self.server.posted) == posted and not self.sending.done():
            await asyncio.sleep(0)
        while not self.operator.operations[number].answered and self.server.hold_back.is_set():
            await asyncio.sleep(0)
        return number

    def outcome(self, number: int) -> Outcome:
        """What became of it so far."""
        return self.operator.operations[number].outcome


def able(call_id: str, state: str, **fields: object) -> Call:
    return call(call_id, state, 0, **{"capabilities": list(ABLE), "uri": f"{BASE}/me/calls/{call_id}", **fields})


def consult(state: str, **fields: object) -> Call:
    return able("b", state, callType="Consult", parentCallUri=f"{BASE}/me/calls/a", **fields)
