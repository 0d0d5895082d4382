"""A publisher that is first heard over a slow way is missed as soon as any other, by when its last beat was sent."""

from __future__ import annotations

import pytest

from tui.floor.beats import PublisherBeat, PublisherKind, encode_beat
from tui.floor.known_publishers import KnownPublishers
from tui.floor.session import StoredMessage
from tui.live.clock import FixedClock
from tui.live.store.journal import Journal

LONGEST_S = 7.0
SERVER_S = 1_700_000_000.0
THEIRS_S = {"c1": -5_000.0, "c2": 9_000.0, "c3": 0.0}


class Way:
    """Beats that come late, by a server and two publishers whose clocks are far away from ours."""

    def __init__(self) -> None:
        self.clock = FixedClock()
        self.known = KnownPublishers(self.clock, Journal(self.clock))
        self.known.begin()

    def beat(self, name: str, late_s: float) -> None:
        """Let one come that was sent, and stored, some time ago."""
        now_s = self.clock.now_s()
        sent_s = now_s - late_s
        beat = PublisherBeat(f"s{name}", sent_s + THEIRS_S[name], PublisherKind.COLLECTOR, 1, True, 2.0)
        self.known.take(name, StoredMessage(encode_beat(beat), 1, sent_s + SERVER_S, now_s, True), now_s)

    def is_live(self, name: str) -> bool:
        return self.known.by_name[name].speaks(f"s{name}", self.clock.now_s())


@pytest.mark.parametrize("late_s", [0.0, 0.4, 2.5])
def test_it_is_missed_in_time_however_late_it_was_heard_first(late_s: float) -> None:
    way = Way()
    way.beat("c1", 0.001)
    way.clock.advance(2.0)
    way.beat("c1", late_s)
    way.beat("c2", late_s)
    assert way.is_live("c1")
    assert way.is_live("c2")
    assert way.known.by_name["c2"].behind_s == pytest.approx(late_s, abs=0.01)

    # With room for what it takes to notice, and to draw.
    way.clock.advance(LONGEST_S - late_s - 0.25)
    assert not way.is_live("c1")
    assert not way.is_live("c2")


def test_a_server_whose_clock_was_set_makes_nobody_late_for_ever() -> None:
    way = Way()
    way.beat("c1", 0.001)
    way.known.begin()
    for _ in range(3):
        way.clock.advance(2.0)
        # As if the clock of the server had gone an hour back.
        now_s = way.clock.now_s()
        beat = PublisherBeat("sc2", now_s, PublisherKind.COLLECTOR, 1, True, 2.0)
        way.known.take("c2", StoredMessage(encode_beat(beat), 1, now_s + SERVER_S - 3_600.0, now_s, True), now_s)
    assert way.is_live("c2")
    way.clock.advance(2.0)
    way.beat("c3", 0.001)
    assert way.is_live("c3")
