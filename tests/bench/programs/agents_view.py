"""The agents view over so many agents: `python -m tests.bench.programs.agents_view AGENTS LOGINS`.

Some of the agents are logins of the wall, each with a call; the others were polled. Prints one line of JSON: processor
time in milliseconds, and the longest time in which no key had a turn (`..._block`).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Mapping
from itertools import count
from time import process_time
from typing import cast
from urllib.parse import parse_qs, urlsplit

from tests.bench.programs.turns import Turns, until
from tests.screens.centre import call, device, tell
from tests.screens.roster import contact
from tests.screens.wall_app import WallApp
from tui.gws.roster import PAGE, AgentRequests
from tui.live.clock import SystemClock
from tui.live.feeds.roster import Roster
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.patches.garbage import calm_collector
from tui.screens.overlays.agents import AgentsScreen
from tui.screens.wall.options import WallOptions
from tui.source.models import User
from tui.source.snapshot import Snapshot

FIRST = 10_001
OF_A_GROUP = 500
KEYS = 20
RATE, WINDOW_S = 50, 4.0


class Agents(AgentRequests):
    """A directory of so many agents, in groups of five hundred."""

    def __init__(self, agents: int) -> None:
        self._agents = agents

    async def told(self, path: str) -> Mapping[str, object]:
        # As an answer that comes over the network: others have a turn meanwhile.
        await asyncio.sleep(0)
        if path.startswith("/me/groups"):
            groups = range(-(-self._agents // OF_A_GROUP))
            return {"groups": [{"id": f"{group}", "name": f"Group {group:02}"} for group in groups]}
        asked = parse_qs(urlsplit(path).query)
        first = OF_A_GROUP * int(asked["includeUsersInBusinessUnits"][0])
        offset = int(asked.get("offset", ["0"])[0])
        end = min(first + OF_A_GROUP, self._agents)
        found = [contact(FIRST + number, number) for number in range(first + offset, min(end, first + offset + PAGE))]
        return {"contacts": found, "totalCount": end - first}


def fill(board: Board, logins: int) -> None:
    """Logins with a call each."""
    for own in (f"{FIRST + number}" for number in range(logins)):
        board.add_source(own)
        snapshot = Snapshot(user=User(user_name=own), calls=(call(f"c{own}", own=own),), devices=(device(own),))
        board.replace(own, snapshot, Sight(board.clock.now_s()))
        board.set_link(own, LinkState.LIVE, "")


async def measure(agents: int, logins: int) -> dict[str, float]:
    """Open the view, and do what people do."""
    board, found = Board(SystemClock()), dict[str, float]()
    fill(board, logins)
    shown = masked_board(board, WALL)
    app = WallApp(shown, Journal(board.clock), WallOptions())
    async with app.run_test(size=(160, 50)) as pilot:
        loop = cast(Turns, asyncio.get_running_loop())
        roster = Roster(shown, {f"{FIRST}": Agents(agents)}, poll_s=3_600.0)
        await roster.look()
        # As the program does when it starts: else opening would be charged with a search of all that was made here.
        calm_collector()
        screen = AgentsScreen(shown, roster)
        loop.longest_s, begun_s = 0.0, process_time()
        await app.push_screen(screen)
        await until(lambda: screen.agents.selected is not None)
        await pilot.pause()
        found["open"], found["open_block"] = 1000 * (process_time() - begun_s), 1000 * loop.longest_s
        loop.longest_s, begun_s, began_s = 0.0, process_time(), loop.time()
        await asyncio.sleep(WINDOW_S)
        found["idle"] = 100 * (process_time() - begun_s) / (loop.time() - began_s)
        found["idle_block"] = 1000 * loop.longest_s
        found["key"] = await _keys(app, screen)
        loop.longest_s = 0.0
        found["changes"], found["changes_block"] = await _changes(board, logins), 1000 * loop.longest_s
    return found


async def _keys(app: WallApp, screen: AgentsScreen) -> float:
    taken = []
    for number in range(KEYS):
        before, begun_s = screen.agents.selected, process_time()
        app.simulate_key(("down", "up")[number % 2])
        await until(lambda before=before: screen.agents.selected != before)  # type: ignore[misc]  # bound for each key
        await asyncio.sleep(0.03)
        taken.append(1000 * (process_time() - begun_s))
    return sorted(taken)[len(taken) // 2]


async def _changes(board: Board, logins: int) -> float:
    """Share of a core in percent with so many changes a second."""
    loop, begun_s = asyncio.get_running_loop(), process_time()
    start_s = loop.time()
    for number in count():
        due_s = start_s + number / RATE
        if due_s > start_s + WINDOW_S:
            break
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        own, state = f"{FIRST + number % logins}", ("Held", "Established")[number // logins % 2]
        tell(board, own, call(f"c{own}", state, own=own))
    return 100 * (process_time() - begun_s) / (loop.time() - start_s)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=Turns) as runner:
        taken = runner.run(measure(int(sys.argv[1]), int(sys.argv[2])))
    sys.stdout.write(json.dumps(taken) + "\n")
