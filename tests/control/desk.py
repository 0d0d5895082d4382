"""An agent's desk without a screen: the real parts of a run, following one login of a simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from tests.waiting import until
from tui.config import Settings
from tui.demo.options import Options
from tui.demo.server import Simulator
from tui.live.commands.command import Target
from tui.live.commands.commands import BY_ID
from tui.live.commands.filling import Given
from tui.live.operations.operator import Operation, Outcome
from tui.live.store.card import CallKey
from tui.live.store.journal import EntryKind
from tui.source.models import Call
from tui.source.raw import Raw
from tui.wiring import RunParts, build

SOURCE = "5001"
COLLEAGUE = "5002"
CUSTOMER = "+12025550143"
STILL: dict[str, Any] = {
    "agents": 6,
    "calls": 0,
    "rate_per_s": 0,
    "attended": (SOURCE,),
    "unrecorded_every": 0,
    "far_end_s": 0.03,
    "effect_ms": (5, 15),
    "poll_timeout_ms": 2_000,
    # A machine that is busy for ten seconds loses no session.
    "max_interval_ms": 60_000,
}
"""A centre where nothing happens by itself, and called parties answer at once."""


class Seat:
    """The parts of a run that follow one login of any server.

    Attributes:
        parts: What a run is made of.
    """

    def __init__(self, parts: RunParts) -> None:
        self.parts = parts

    @property
    def live(self) -> bool:
        """Whether the link is."""
        return self.parts.board.sources[SOURCE].link.live

    @property
    def device_id(self) -> str:
        """Id of the only device."""
        return next(iter(self.parts.board.sources[SOURCE].devices))

    @property
    def log(self) -> list[str]:
        """What the event log says of operations."""
        return [entry.words for entry in self.parts.journal if entry.kind is EntryKind.OPERATION]

    def call(self, call_id: str) -> Call | None:
        """A call that goes on, as the board has it."""
        known = self.parts.board.calls.get(CallKey(SOURCE, call_id))
        return None if known is None or known.ended else known.call

    def calls(self) -> list[Call]:
        """All calls that go on."""
        return [known.call for known in self.parts.board.calls.values() if not known.ended]

    def why_not(self, command_id: str, target_id: str = "") -> str:
        """Why a command cannot be sent."""
        return self.parts.operator.why_not(BY_ID[command_id], SOURCE, target_id)

    async def send(self, command_id: str, target_id: str = "", given: Given | None = None) -> Operation:
        """Send a command of the table, as a screen would."""
        command = BY_ID[command_id]
        target_id = target_id or (self.device_id if command.target is Target.DEVICE else "")
        return await self.parts.operator.send(command, SOURCE, target_id, command.fill(given or Given()))

    async def do(self, command_id: str, target_id: str = "", given: Given | None = None) -> Operation:
        """Send a command that must be confirmed, as a step on the way to what is tested."""
        one = await self.send(command_id, target_id, given)
        # On a busy machine it may be late, which is no matter here.
        await self.until(lambda: self.operation(one).outcome is Outcome.CONFIRMED, f"{command_id} confirmed")
        return self.operation(one)

    def operation(self, one: Operation) -> Operation:
        """An operation as it is now."""
        return self.parts.operator.operations[one.number]

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition, and fail with words if it does not come."""
        board, journal = self.parts.board, self.parts.journal
        await until(
            condition,
            otherwise=lambda: f"not {what}: {board.sources[SOURCE].link}, {[one.words for one in journal][-8:]}",
        )


class Desk(Seat):
    """A seat at a simulator, whose own truth can be looked at.

    Attributes:
        simulator: The server.
        user: The login that is followed.
    """

    def __init__(self, simulator: Simulator, parts: RunParts) -> None:
        super().__init__(parts)
        self.simulator = simulator
        self.user = simulator.logins[0].user

    @property
    def sent(self) -> dict[str, int]:
        """Operations that reached the server, by name, since the counts began."""
        rows = [row for row in self.simulator.control.stats()["operations"] if row["user"] == self.user]
        return {row["operation"]: row["count"] for row in rows}

    def truth(self, call_id: str) -> dict[str, Any]:
        """A call as the simulator has it; empty where it has none."""
        return next((raw for raw in self.simulator.calls(self.user) if raw["id"] == call_id), {})

    def heard(self, call_id: str) -> str:
        """The DTMF digits that the other side of a call has heard."""
        return str(self.agent().legs[call_id].heard)

    def agent(self, number: str = SOURCE) -> Any:  # noqa: ANN401 - the simulator's model has its own types
        """An agent in the simulator's own model."""
        return self.simulator.centre.agent(number)

    # Steps on the way

    async def ringing(self, number: str = CUSTOMER) -> str:
        """A caller rings; the id of the call."""
        call_id = str(self.simulator.control.start(self.user, number=number, data={"AccountNumber": "40217"})["id"])
        await self.until(lambda: self.call(call_id), "ringing")
        return call_id

    async def talking(self) -> str:
        """A call that was answered."""
        call_id = await self.ringing()
        await self.do("answer", call_id)
        return call_id

    async def consulting(self, purpose: str = "transfer") -> tuple[str, str]:
        """A call on hold and its consultation, talking; their ids."""
        call_id = await self.talking()
        await self.do(purpose, call_id, Given(number=Raw(COLLEAGUE)))
        await self.until(lambda: self._consult(call_id), "the colleague answers")
        return call_id, self._consult(call_id)

    def _consult(self, call_id: str) -> str:
        found = [call.id for call in self.calls() if call.parent_id == call_id and call.state == "Established"]
        return found[0] if found else ""


@asynccontextmanager
async def open_desk(confirm_within_s: float = 5.0, resync_s: float = 600.0, **options: object) -> AsyncIterator[Desk]:
    """A desk that is live; stopped at the end, with the simulator."""
    async with Simulator(Options(**{**STILL, **options})) as simulator:
        login = simulator.logins[0]
        parts = parts_for(simulator.url, login.user, login.password, confirm_within_s, resync_s)
        desk = Desk(simulator, parts)
        async with running(desk):
            yield desk


def parts_for(url: str, user: str, password: str, confirm_within_s: float = 5.0, resync_s: float = 600.0) -> RunParts:
    """The parts of a run for one login; by default nothing heals by itself."""
    source = {"name": SOURCE, "url": url, "user": user}
    settings = Settings.model_validate({"sources": [source], "desk": {"confirm_within_s": confirm_within_s}})
    return build(
        settings.model_copy(update={"resync_s": resync_s, "resync_max_s": resync_s}), {SOURCE: SecretStr(password)}
    )


@asynccontextmanager
async def running(seat: Seat) -> AsyncIterator[None]:
    """Run the feeds of a seat from the moment that it is live."""
    feeds = asyncio.create_task(seat.parts.feeds.run())
    try:
        await seat.until(lambda: seat.live, "live")
        yield
    finally:
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)
