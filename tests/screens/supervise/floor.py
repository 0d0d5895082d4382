"""A floor with a supervisor, without a screen: the real parts of a wall, following a few logins of a simulator."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from pydantic import SecretStr

from tests.waiting import until
from tui.config import Settings
from tui.demo.options import Options, Wrinkles
from tui.demo.server import Simulator
from tui.live.commands.command import Command
from tui.live.commands.commands import BY_ID
from tui.live.commands.supervision import SUPERVISION_BY_ID, Mode, Scope, monitor_parameters
from tui.live.operations.operator import Operation, Outcome
from tui.live.store.card import CallKey
from tui.live.store.monitoring import uri_of
from tui.source.models import Call, Device
from tui.source.raw import Operand
from tui.wiring import RunParts, build

AGENT, COLLEAGUE, OTHER_BOSS, BOSS = "5001", "5002", "5005", "5006"
EVERYBODY = ("5001", "5002", "5003", "5004", "5005", "5006")
CUSTOMER = "+12025550143"


class Floor:
    """A simulator, and a wall's parts that follow some of its logins.

    Attributes:
        simulator: The server.
        parts: What a wall is made of.
    """

    def __init__(self, simulator: Simulator, parts: RunParts) -> None:
        self.simulator = simulator
        self.parts = parts

    def device(self, source: str) -> Device:
        """The only device of a source."""
        return next(iter(self.parts.board.sources[source].devices.values())).device

    def call(self, source: str, call_id: str) -> Call | None:
        """A call that goes on, as one source has it."""
        known = self.parts.board.calls.get(CallKey(source, call_id))
        return None if known is None or known.ended else known.call

    def calls(self, source: str) -> list[Call]:
        """The calls of a source that go on."""
        return [one.call for one in self.parts.board.calls.values() if one.key.source == source and not one.ended]

    def sent(self, user: str = BOSS) -> dict[str, int]:
        """Operations of a user that reached the server, by name."""
        rows = [row for row in self.simulator.control.stats()["operations"] if row["user"] == f"agent{user}"]
        return {row["operation"]: row["count"] for row in rows}

    async def monitor(
        self,
        how: str = "listen_in",
        agent: str = AGENT,
        scope: Scope = Scope.CALL,
        mode: Mode = Mode.ALL_CALLS,
        boss: str = BOSS,
    ) -> Operation:
        """Set a supervisor's device to monitor an agent."""
        target = self.simulator.centre.agent(agent)
        assert target is not None
        parameters = monitor_parameters(uri_of(self.parts.board, target.device.id), scope, mode)
        return await self.send(how, boss, self.device(boss).id, parameters)

    async def send(
        self, command_id: str, source: str, target_id: str, parameters: Mapping[str, Operand] | None = None
    ) -> Operation:
        """Send a command of either table; it is waited for until it is settled."""
        command: Command = SUPERVISION_BY_ID.get(command_id) or BY_ID[command_id]
        return await self.parts.operator.send(command, source, target_id, parameters or {})

    async def do(
        self, command_id: str, source: str, target_id: str, parameters: Mapping[str, Operand] | None = None
    ) -> Operation:
        """Send a command that must be confirmed."""
        one = await self.send(command_id, source, target_id, parameters)
        operations = self.parts.operator.operations
        await self.until(lambda: operations[one.number].outcome is Outcome.CONFIRMED, f"{command_id} confirmed")
        return operations[one.number]

    async def talking(self, agent: str = AGENT) -> str:
        """A customer calls an agent, who answers; the id of the call."""
        call_id = str(self.simulator.control.start(f"agent{agent}", number=CUSTOMER)["id"])
        await self.until(lambda: self.call(agent, call_id), "ringing")
        await self.do("answer", agent, call_id)
        return call_id

    async def heard(self, call_id: str, boss: str = BOSS) -> Call:
        """The supervisor's copy of a call, once it talks."""
        await self.until(lambda: (c := self.call(boss, call_id)) and c.state == "Established", "the supervisor hears")
        copy = self.call(boss, call_id)
        assert copy is not None
        return copy

    async def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait for a condition, and fail with words if it does not come."""
        await until(condition, otherwise=lambda: f"not {what}: {[entry.words for entry in self.parts.journal][-8:]}")


@asynccontextmanager
async def open_floor(
    sources: Iterable[str] = (AGENT, COLLEAGUE, BOSS), wrinkles: Wrinkles | None = None, **options: object
) -> AsyncIterator[Floor]:
    """A floor where nothing happens by itself, with the wall live; all of it is stopped at the end."""
    still: dict[str, Any] = {
        "agents": 6,
        "supervisors": 2,
        "calls": 0,
        "rate_per_s": 0,
        "attended": EVERYBODY,
        "logins": "each",
        "effect_ms": (5, 15),
        "poll_timeout_ms": 2_000,
        "max_interval_ms": 3_000,
        "wrinkles": wrinkles or Wrinkles(),
    }
    async with Simulator(Options(**{**still, **options})) as simulator, following(simulator, sources) as floor:
        yield floor


@asynccontextmanager
async def following(simulator: Simulator, sources: Iterable[str]) -> AsyncIterator[Floor]:
    """A wall that follows some logins of a simulator, from when they are live."""
    floor = Floor(simulator, _parts(simulator, sources))
    feeds = asyncio.create_task(floor.parts.feeds.run())
    board = floor.parts.board
    try:
        await floor.until(lambda: all(one.link.live for one in board.sources.values()), "live")
        yield floor
    finally:
        feeds.cancel()
        await asyncio.gather(feeds, return_exceptions=True)


def _parts(simulator: Simulator, sources: Iterable[str]) -> RunParts:
    logins = {login.name: login for login in simulator.logins}
    tables = [{"name": name, "url": simulator.url, "user": logins[name].user} for name in sources]
    settings = Settings.model_validate({"sources": tables}).model_copy(update={"resync_s": 600.0})
    return build(settings, {name: SecretStr(logins[name].password) for name in sources})
