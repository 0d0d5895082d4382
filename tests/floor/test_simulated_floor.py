"""A contact centre of thousands on a floor: what its board shows is what goes on there, and it ends with its wall."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from tests.waiting import until
from tui.config import Settings
from tui.demo.centre.centre import Centre
from tui.demo.centre.life import Life
from tui.demo.options import Options
from tui.floor.stream import make_stream
from tui.floor.subjects import Subjects
from tui.kinds.floor.reader import floor_reader
from tui.kinds.floor.way import FloorWay
from tui.kinds.simulated.centre_feed import CentreFeed
from tui.live.clock import SystemClock
from tui.live.store.board import Board
from tui.passwords import Secrets
from tui.runs.floor.server import find_server, local_server
from tui.runs.floor.simulated_publishers import SimulatedFloor, publishing
from tui.wiring import build


async def test_a_board_is_kept_as_the_centre_is() -> None:
    centre = Centre(Options(agents=90, calls=80, rate_per_s=100.0))
    life = Life(centre)
    life.populate()
    board = Board(SystemClock())
    running = asyncio.create_task(CentreFeed(centre, board).run())

    def shown() -> set[tuple[str, str, str]]:
        calls = [(known.key, known.call.state) for known in board.calls.values() if not known.ended]
        return {(key.source, key.id, state) for key, state in calls}

    def going_on() -> set[tuple[str, str, str]]:
        return {(leg.agent.user_name, leg.id, leg.state.value) for leg in centre.legs()}

    await until(lambda: len(board.sources) == 90 and shown() == going_on())
    for _ in range(300):
        life.step()
    await until(lambda: shown() == going_on())
    states = {
        source.devices[device].device.user_state.state for source in board.sources.values() for device in source.devices
    }
    assert len(states) > 1
    assert {source.user.groups[0].name for source in board.sources.values()} >= {"Billing 1", "Billing 2", "Support 1"}
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@pytest.mark.slow  # a server, a process, and silence that is waited for
async def test_it_is_published_by_another_process_which_ends_with_the_block() -> None:
    async with local_server(find_server()) as floor:
        settings = Settings.model_validate({"floor": floor})
        async with FloorWay(settings.floor, Secrets()).connect() as connection:
            await make_stream(connection, Subjects())
        parts = build(settings, {}, beside=floor_reader(settings, Secrets()))
        reading = asyncio.create_task(parts.feeds.run())
        relay = parts.relays[0]
        async with publishing(floor, SimulatedFloor(agents=1_050, calls=None, rate_per_s=20.0, seed=1)):
            await until(lambda: sum(one.live for one in relay.publishers()) == 1_050)
        assert {one.name: one.logins for one in relay.publishers()} == {"c1": 500, "c2": 500, "c3": 50}
        assert {source.site for source in parts.board.sources.values()} == {"main", "north", "south"}
        await until(lambda: not any(one.live for one in relay.publishers()))
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
