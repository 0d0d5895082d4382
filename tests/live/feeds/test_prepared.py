"""A feed works out what a snapshot changes before the step that shows it, so that the step is short."""

from __future__ import annotations

import pytest

from tests.live.resources import call
from tests.live.world import World
from tui.live import steps
from tui.live.store.call_reducer import CallReducer
from tui.live.store.link import LinkState
from tui.live.store.snapshot_merge import SnapshotMerge


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Of each snapshot that is shown: how many calls of it were looked at in the step."""
    looked_at: list[int] = []
    merged: list[str] = []
    take_copy, take_snapshot = SnapshotMerge._take_copy, CallReducer.take_snapshot

    def note_copy(*asked: object) -> object:
        merged.append("one")
        return take_copy(*asked)  # type: ignore[arg-type]  # passed on as it is

    def note_step(*asked: object) -> None:
        merged.clear()
        take_snapshot(*asked)  # type: ignore[arg-type]  # passed on as it is
        looked_at.append(len(merged))

    monkeypatch.setattr(SnapshotMerge, "_take_copy", note_copy)
    monkeypatch.setattr(CallReducer, "take_snapshot", note_step)
    monkeypatch.setattr(steps, "AT_ONCE", 2)
    return looked_at


def test_no_call_is_looked_at_in_the_step(world: World, taken: list[int]) -> None:
    for number in range(7):
        world.server.put(call(f"c{number}", "Established"))
    world.run_until(lambda: len(taken) == 1, within_s=20.0)
    world.loop.call_soon(world.feed.look)
    world.run_until(lambda: len(taken) == 2, within_s=5.0)
    world.stream.lose("cut")
    world.run_until(lambda: world.link.state is LinkState.STALE, within_s=5.0)
    world.run_until(lambda: world.link.live, within_s=30.0)
    assert len(world.shown) == 7
    assert taken == [0, 0, 0]
