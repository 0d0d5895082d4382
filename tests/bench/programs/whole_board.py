"""A wall over a board of so many calls, all of which need somebody: what keys, groups, filter and changes cost it.

    python -m tests.bench.programs.whole_board CALLS masked|open

Prints one line of JSON: processor time in milliseconds, and the longest time in which no key had a turn (`..._block`).
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from time import process_time
from typing import Any, cast

from textual.pilot import Pilot

from tests.bench.programs.turns import Turns, until
from tests.screens.centre import call, device, tell
from tests.screens.wall_app import WallApp
from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.live.store.card import Sight
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import OPEN, WALL
from tui.patches.garbage import calm_collector
from tui.screens.wall.options import WallOptions
from tui.source.models import Device, User
from tui.source.snapshot import Snapshot
from tui.views.attention.thresholds import Thresholds
from tui.views.slices import without_end
from widgets.cards.density import Density

OF_A_SOURCE = 50
KEYS = 20
RATE, WINDOW_S = 50, 5.0
OPTIONS = WallOptions(density=Density.CARD)
OTHER = replace(OPTIONS, thresholds=Thresholds(talking_s=10.0))
_AGE_S = "4000"
_DATA = {"Queue": "Billing", "Account": "90017"}
_LISTENS = {
    "state": "ListenIn",
    "mode": "AllCalls",
    "scope": "Call",
    "targetDeviceUri": "https://gws.example.com/devices/device-1",
}


def fill(board: Board, calls: int) -> None:
    """Logins with some calls each, two of which are one conversation; the first of them listens to somebody."""
    for source in range(max(1, calls // OF_A_SOURCE)):
        name, own = f"{5001 + source}", f"{5001 + source}"
        of_it = [
            call(f"{source}-{n}", own=own, duration=_AGE_S, callUuid=f"{source}-{n // 2}", userData=_DATA)
            for n in range(min(calls, OF_A_SOURCE))
        ]
        listens = {"supervisor_monitoring_state": Device.model_validate(_monitor()).supervisor_monitoring_state}
        phone = device(own) if source else device(own).model_copy(update=listens)
        board.add_source(name)
        now_s = board.clock.now_s()
        board.replace(name, Snapshot(user=User(user_name=name), calls=tuple(of_it), devices=(phone,)), Sight(now_s))


def _monitor() -> dict[str, Any]:
    return {"id": "d", "supervisorMonitoringState": _LISTENS}


def _is_other(now: Callable[[], object], before: object) -> bool:
    return now() != before


async def measure(calls: int, *, masked: bool) -> dict[str, float]:
    """Open the wall, and do what people do."""
    board, found = Board(SystemClock()), dict[str, float]()
    fill(board, calls)
    app = WallApp(masked_board(board, WALL if masked else OPEN), Journal(board.clock), OPTIONS)
    async with app.run_test(size=(160, 50)) as pilot:
        wall = app.wall

        def settled() -> bool:
            return not wall.board_work.busy and len(wall.arrangement.keys) > 0

        async def cost(name: str, act: Callable[[], object], so: Callable[[], bool]) -> None:
            loop = cast(Turns, asyncio.get_running_loop())
            loop.longest_s, begun_s = 0.0, process_time()
            act()
            await until(lambda: so() and settled())
            found[name] = 1000 * (process_time() - begun_s)
            found[f"{name}_block"] = 1000 * loop.longest_s

        await until(settled)
        # As on a wall that stood for a while: it makes them when there is nothing else to do.
        wall.board_work.texts.work(without_end)
        calm_collector()
        found["key"] = await _keys(pilot, app)
        arrangement = wall.arrangement
        for name in ("group", "group_team", "group_state"):
            before = arrangement.wanted.grouping
            await cost(name, wall.action_group, partial(_is_other, lambda: arrangement.shown.grouping, before))
        await cost("ungroup", wall.action_group, lambda: arrangement.shown.grouping.value == "none")
        await cost("conversations", wall.action_legs, lambda: arrangement.shown.together)
        await cost("calls", wall.action_legs, lambda: not arrangement.shown.together)
        wall.action_filter()
        await pilot.pause()
        await cost("filter", lambda: app.simulate_key("t"), lambda: arrangement.shown.query == "t")
        await cost("esc", wall.action_unfilter, lambda: not arrangement.shown.query)
        await cost("thresholds", partial(wall.follow, OTHER), lambda: wall.board_work.counted)
        found["changes"] = await _changes(board, calls)
    return found


async def _keys(pilot: Pilot[None], app: WallApp) -> float:
    """Until the cursor is drawn elsewhere, the median of some."""
    taken = []
    await pilot.press("right", "right")
    for number in range(KEYS):
        before, begun_s = app.wall.calls.selected, process_time()
        app.simulate_key(("right", "left")[number % 2])
        await until(partial(_is_other, lambda: app.wall.calls.selected, before))
        await asyncio.sleep(0.03)
        taken.append(1000 * (process_time() - begun_s))
        await asyncio.sleep(0.05)
    return sorted(taken)[len(taken) // 2]


async def _changes(board: Board, calls: int) -> float:
    """Share of a core in percent with so many changes a second."""
    loop, begun_s = asyncio.get_running_loop(), process_time()
    start_s, sources = loop.time(), max(1, calls // OF_A_SOURCE)
    for number in count():
        due_s = start_s + number / RATE
        if due_s > start_s + WINDOW_S:
            break
        await asyncio.sleep(max(0.0, due_s - loop.time()))
        source, own = number % sources, f"{5001 + number % sources}"
        mute = ("On", "Off")[number // sources % 2]
        told = call(f"{source}-{number % 7}", own=own, duration=_AGE_S, mute=mute, userData=_DATA)
        tell(board, own, told)
    return 100 * (process_time() - begun_s) / (loop.time() - start_s)


if __name__ == "__main__":
    _, size, policy = sys.argv
    with asyncio.Runner(loop_factory=Turns) as runner:
        taken = runner.run(measure(int(size), masked=policy == "masked"))
    sys.stdout.write(json.dumps(taken) + "\n")
