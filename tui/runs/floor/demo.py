"""`callboard floor demo`: server, simulated contact centre, collector and wall, all of which end with the wall."""

import argparse
import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

from pydantic import SecretStr

from tui.config import ConfigError, Settings
from tui.passwords import Secrets
from tui.runs.connected import LOOK, Beside, parts_of, said, show
from tui.runs.floor.child_process import Lost, tell
from tui.runs.floor.commands import require_library
from tui.runs.floor.server import find_server, local_server
from tui.runs.screen_terminal import require_terminal
from tui.runs.simulated import simulated_options, simulator_for

if TYPE_CHECKING:
    from tui.demo.server import Simulator

Floor = Mapping[str, str]
"""The table `[floor]` of this run."""

MOST_AGENTS = 10_000
_MOST_LOGINS = 60
"""So many agents log in, and are collected; more of them are published as they are in the simulated centre."""
_RATE_OF_EACH = 0.03
_SHOWN = {"numbers": "show", "names": "show", "data": "show"}
"""Nobody of a simulated contact centre has anything to hide."""


def demo(options: argparse.Namespace) -> int:
    """Show a wall that reads a floor; see `callboard floor demo --help`."""
    require_library()
    program = find_server()
    if not 1 <= options.agents <= MOST_AGENTS:
        raise ConfigError(f"--agents is a number from 1 to {MOST_AGENTS}")
    require_terminal()

    async def run() -> int:
        lost = Lost()
        async with local_server(program, lost) as floor:
            await _make_stream(floor)
            async with _published(options, floor, lost):
                return await _wall(options, floor, lost)

    return asyncio.run(run())


async def _make_stream(floor: Floor) -> None:
    from tui.floor.stream import make_stream
    from tui.floor.subjects import Subjects
    from tui.kinds.floor.way import FloorWay

    settings = Settings.model_validate({"floor": floor})
    async with FloorWay(settings.floor, Secrets()).connect() as connection:
        await make_stream(connection, Subjects())


@asynccontextmanager
async def _published(options: argparse.Namespace, floor: Floor, lost: Lost) -> AsyncIterator[None]:
    """Have a contact centre published within the block."""
    if options.agents > _MOST_LOGINS:
        from tui.runs.floor.simulated_publishers import SimulatedFloor, publishing

        # Refused here, where it is heard: the other process has nobody to tell.
        simulated = simulated_options(options, agents=options.agents, rate_per_s=_RATE_OF_EACH * options.agents)
        shown = SimulatedFloor(simulated.agents, simulated.calls, simulated.rate_per_s, simulated.seed)
        async with publishing(floor, shown, lost):
            yield
        return
    centre = simulator_for(options, agents=options.agents, logins="each")
    async with centre as simulator, _collecting(simulator, floor, lost):
        yield


@asynccontextmanager
async def _collecting(simulator: "Simulator", floor: Floor, lost: Lost) -> AsyncIterator[None]:
    """Follow all logins of the centre, and publish them as `callboard collect` does."""
    from tui.kinds.floor.publication import publication

    sources = [{"name": login.name, "url": simulator.url, "user": login.user} for login in simulator.logins]
    publish = {"name": "c1", "max_logins": _MOST_LOGINS, "privacy": _SHOWN}
    settings = Settings.model_validate({"sources": sources, "floor": floor, "publish": publish})
    secrets = Secrets({login.name: SecretStr(login.password) for login in simulator.logins})
    parts = parts_of(settings, secrets, outlet=publication(settings, secrets, "collector"))
    running = asyncio.create_task(parts.feeds.run())
    running.add_done_callback(lambda _: tell(lost, "the collector ended"))
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _wall(options: argparse.Namespace, floor: Floor, lost: Lost) -> int:
    from tui.kinds.floor.reader import floor_reader

    look = {name: value for name, value in said(options, *LOOK).items() if value is not None}
    usual = {"title": "demo of a floor", "queue_key": "Queue", "privacy": _SHOWN}
    settings, secrets = Settings.model_validate({**usual, **look, "floor": floor}), Secrets()
    return await show(settings, secrets, beside=Beside(logins=floor_reader(settings, secrets), lost=lost))
