"""A day at work on a clock of our own: what is shown as the duration of a call is its duration."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest

from tests.live.resources import call, message, snapshot
from tests.live.world import SOURCE, World
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight

_DAY_S = 8 * 3_600.0
_BORN_S = 1_000.4
_KEY = CallKey(SOURCE, "a")
_STATES = ("Established", "Held")


def duration_at(now_s: float) -> int:
    """What the server writes: whole seconds, cut off (API.md 5.5)."""
    return math.floor(now_s - _BORN_S)


class Watching:
    """Eight hours of messages about one call, each up to two seconds late, in the order in which they were sent."""

    def __init__(self, seed: int) -> None:
        self.clock = FixedClock(_BORN_S)
        self.board = Board(self.clock)
        self.board.add_source(SOURCE)
        self.random = random.Random(seed)
        self.shown: list[tuple[float, float]] = []
        self.number = 0

    def look(self) -> None:
        asked_s = self.clock.now_s()
        self.clock.advance(self.random.uniform(0.0, 0.5))
        resource = call(state=_STATES[self.number % 2], duration=duration_at(self.clock.now_s()))
        self.clock.advance(self.random.uniform(0.0, 0.5))
        self.board.replace(SOURCE, snapshot(resource), Sight(self.clock.now_s(), asked_s))
        self.note()

    def hear(self) -> None:
        self.number += 1
        resource = call(state=_STATES[self.number % 2], duration=duration_at(self.clock.now_s()))
        self.clock.advance(self.random.uniform(0.0, 2.0))
        self.board.apply(SOURCE, [message(self.clock.now_s(), resource)])
        self.note()

    def let_pass(self, seconds: float) -> None:
        """Ticks of one second, as a screen draws them."""
        for _ in range(int(seconds)):
            self.clock.advance(1.0)
            self.note()

    def note(self) -> None:
        age_s = self.board.calls[_KEY].age_s(self.board.sure_until_s(SOURCE))
        assert age_s is not None
        self.shown.append((self.clock.now_s() - _BORN_S, age_s))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_eight_hours_of_jittered_messages(seed: int) -> None:
    day = Watching(seed)
    day.look()
    while day.clock.now_s() - _BORN_S < _DAY_S:
        day.let_pass(day.random.choice((1, 7, 30)))
        day.hear()
        day.let_pass(day.random.choice((0, 5, 30)))
        day.look()
    ages = [age_s for _, age_s in day.shown]
    behind = [round(true_s - age_s, 6) for true_s, age_s in day.shown]
    assert ages == sorted(ages)
    assert all(0.0 <= late_s <= 2.0 for late_s in behind)
    assert behind == sorted(behind, reverse=True)
    assert behind[-1] < 0.1
    assert max(behind[100:]) - min(behind[100:]) < 1.0


def test_a_suspend_of_an_hour_is_an_hour_of_the_call() -> None:
    day = Watching(4)
    day.look()
    day.let_pass(60)
    before_s = day.shown[-1][1]
    day.clock.advance(3_600.0)
    day.note()
    day.look()
    day.hear()
    ages = [age_s for _, age_s in day.shown]
    assert ages == sorted(ages)
    assert abs(ages[-1] - before_s - 3_600.0) < 5.0
    assert all(true_s - age_s < 2.0 for true_s, age_s in day.shown)


@pytest.mark.parametrize("jitter", [0.9, 0.95, 0.953, 0.956, 1.0, 1.1])
def test_messages_that_waited_through_a_suspend_do_not_make_a_call_younger(
    new_world: Callable[..., World], monkeypatch: pytest.MonkeyPatch, jitter: float
) -> None:
    """Whenever the next look comes: before the messages, between them, after them."""
    monkeypatch.setattr("tui.live.feeds.feed.random.uniform", lambda _low, _high: jitter)
    world = new_world()
    world.go_live()
    world.server.put(call("a", "Established"))
    world.run_for(60.0)
    world.server.message_delay_s = 0.5
    world.server.put(call("a", "Held"))
    world.server.put(call("a", "Established"))
    world.clock.slept_s += 3_600.0
    for _ in range(200):
        age_s = world.board.calls[_KEY].age_s(world.board.sure_until_s(SOURCE))
        assert age_s is not None
        assert age_s > 3_655.0
        world.run_for(0.05)
    assert world.link.live


def test_a_wall_clock_that_is_set_by_a_day_changes_no_duration(world: World) -> None:
    world.server.put(call("a", "Established"))
    world.run_for(100.0)
    for days in (1, -2):
        world.clock.wall_set_by_s += days * 86_400.0
        world.run_for(100.0)
        age_s = world.board.calls[_KEY].age_s(world.clock.now_s())
        assert age_s is not None
        assert abs(age_s - world.server.age_s("a")) < 1.0
    assert world.states[-1] == "live"
    assert len(world.links) == 2
