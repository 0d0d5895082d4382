"""Publishers of a simulated contact centre of thousands, in a process of their own: a wall beside them is one alone."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import asdict, dataclass

from tui import __version__
from tui.config import FloorSettings
from tui.demo.centre.arrivals import BUSY_SHARE
from tui.demo.centre.centre import Centre
from tui.demo.centre.life import Life
from tui.demo.centre.pace import LifePace
from tui.demo.options import Options
from tui.floor.subjects import Subjects
from tui.floor.writing.encoding import LoginEncoder
from tui.floor.writing.outlet import FloorOutlet
from tui.floor.writing.publisher import FloorPublisher, PublisherOptions
from tui.kinds.floor.way import FloorWay
from tui.kinds.simulated.centre_feed import CentreFeed
from tui.live.clock import SystemClock
from tui.live.feeds.feeds import Feeds
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.privacy import OPEN
from tui.passwords import Secrets
from tui.runs.floor.child_process import Lost, noticed

SITES = ("main", "north", "south")
_LOGINS = 500
"""Of each publisher, as many as a collector has at the most."""
_ENDS_S = 3.0


@dataclass(frozen=True, slots=True)
class SimulatedFloor:
    """What is published.

    Attributes:
        agents: How many logins.
        calls: How many calls on them.
        rate_per_s: Changes a second.
        seed: Decides everything.
    """

    agents: int
    calls: int | None
    rate_per_s: float
    seed: int


@asynccontextmanager
async def publishing(floor: Mapping[str, str], shown: SimulatedFloor, lost: Lost | None = None) -> AsyncIterator[None]:
    """Publish within the block, in another process, which ends with this one whatever ends that.

    Args:
        floor: From `local_server`; its stream is there.
        shown: What is published.
        lost: Where it is told if that process ends within the block; None where nobody asks.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        # Not in the group of the terminal: ctrl+c is for the screen.
        start_new_session=True,
    )
    assert process.stdin is not None
    process.stdin.write(json.dumps({"floor": dict(floor), "shown": asdict(shown)}).encode() + b"\n")
    try:
        async with noticed(process, "the process that publishes the simulated agents", lost):
            yield
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.wait(), _ENDS_S)
        except TimeoutError:
            process.kill()
            await process.wait()


def main() -> None:
    """Publish what standard input says in its first line, until that ends."""
    said = json.loads(sys.stdin.readline())
    floor = FloorSettings.model_validate(said["floor"])
    with suppress(KeyboardInterrupt):
        asyncio.run(_publish(floor, SimulatedFloor(**said["shown"])))


async def _publish(floor: FloorSettings, shown: SimulatedFloor) -> None:
    calls = round(shown.agents * BUSY_SHARE) if shown.calls is None else shown.calls
    centre = Centre(Options(agents=shown.agents, calls=calls, rate_per_s=shown.rate_per_s, seed=shown.seed))
    life = Life(centre)
    life.populate()
    board = Board(SystemClock())
    journal = Journal(board.clock)
    feed = CentreFeed(centre, board)
    outlets = _outlets([agent.user_name for agent in centre.agents], floor, board, journal)
    running = [
        asyncio.create_task(Feeds([feed, *outlets], board, journal).run()),
        asyncio.create_task(LifePace(life, shown.rate_per_s).run()),
    ]
    # It ends with whoever started it.
    await asyncio.to_thread(sys.stdin.read)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _outlets(logins: list[str], floor: FloorSettings, board: Board, journal: Journal) -> list[FloorOutlet]:
    way, subjects = FloorWay(floor, Secrets()), Subjects(floor.bucket)
    parts = [logins[at : at + _LOGINS] for at in range(0, len(logins), _LOGINS)]
    outlets = []
    for number, part in enumerate(parts):
        options = PublisherOptions(f"c{number + 1}", site=SITES[number * len(SITES) // len(parts)], program=__version__)
        named = {login: login for login in part}
        publisher = FloorPublisher(board, named, way.connect, subjects, options, LoginEncoder(OPEN))
        outlets.append(FloorOutlet(publisher, journal))
    return outlets


if __name__ == "__main__":
    main()
