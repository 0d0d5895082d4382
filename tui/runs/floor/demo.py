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
from tui.runs.floor.commands import require_library
from tui.runs.floor.server import find_server, local_server
from tui.runs.screen_terminal import require_terminal
from tui.runs.simulated import simulator_for

if TYPE_CHECKING:
    from tui.demo.server import Simulator

Floor = Mapping[str, str]
"""The table `[floor]` of this run."""

MOST_AGENTS = 500
"""More logins are no matter of one process beside a wall."""
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
        centre = simulator_for(options, agents=options.agents, logins="each")
        async with local_server(program) as floor, centre as simulator, _collecting(simulator, floor):
            return await _wall(options, floor)

    return asyncio.run(run())


@asynccontextmanager
async def _collecting(simulator: "Simulator", floor: Floor) -> AsyncIterator[None]:
    """Make the stream; follow all logins of the centre, and publish them as `callboard collect` does."""
    from tui.floor.stream import make_stream
    from tui.floor.subjects import Subjects
    from tui.kinds.floor.publication import publication
    from tui.kinds.floor.way import FloorWay

    sources = [{"name": login.name, "url": simulator.url, "user": login.user} for login in simulator.logins]
    publish = {"name": "c1", "max_logins": MOST_AGENTS, "privacy": _SHOWN}
    settings = Settings.model_validate({"sources": sources, "floor": floor, "publish": publish})
    secrets = Secrets({login.name: SecretStr(login.password) for login in simulator.logins})
    async with FloorWay(settings.floor, secrets).connect() as connection:
        await make_stream(connection, Subjects())
    parts = parts_of(settings, secrets, outlet=publication(settings, secrets, "collector"))
    running = asyncio.create_task(parts.feeds.run())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


async def _wall(options: argparse.Namespace, floor: Floor) -> int:
    from tui.kinds.floor.reader import floor_reader

    look = {name: value for name, value in said(options, *LOOK).items() if value is not None}
    usual = {"title": "demo of a floor", "queue_key": "Queue", "privacy": _SHOWN}
    settings, secrets = Settings.model_validate({**usual, **look, "floor": floor}), Secrets()
    return await show(settings, secrets, beside=Beside(logins=floor_reader(settings, secrets)))
