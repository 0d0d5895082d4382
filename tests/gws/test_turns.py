"""Sources of one server that fail take turns, and come back together; on virtual time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests.live.virtual_time import VirtualLoop
from tui.source.retry_queue import EVERY_S, LONGEST_S, SPREAD_S, Turn, Turns


class Queue:
    """Some who wait.

    Attributes:
        taken: Who tried, and when, oldest first.
    """

    def __init__(self) -> None:
        self.loop = VirtualLoop()
        self.turns = Turns()
        self.taken: list[tuple[int, float]] = []

    def ask(self, who: int, after_s: float, *, alone: bool = False) -> Turn:
        return self.turns.ask(after_s, partial(self._take, who), alone=alone)

    def run_for(self, seconds: float) -> None:
        self.loop.run_until_complete(asyncio.sleep(seconds))

    @property
    def who(self) -> list[int]:
        return [who for who, _ in self.taken]

    def _take(self, who: int) -> None:
        self.taken.append((who, self.loop.time()))


@pytest.fixture
def queue() -> Iterator[Queue]:
    made = Queue()
    yield made
    made.loop.close()


def inside(queue: Queue, *acts: Callable[[], object]) -> None:
    """Do these inside its loop, at the same moment."""
    for act in acts:
        queue.loop.call_soon(act)
    queue.run_for(0.0)


def test_they_try_one_after_the_other_in_the_order_of_their_delays(queue: Queue) -> None:
    inside(queue, *(partial(queue.ask, who, 0.5 - 0.01 * who) for who in range(6)))
    queue.run_for(0.45 + 3.5 * EVERY_S)
    assert queue.who == [5, 4, 3, 2]
    times = [at_s for _, at_s in queue.taken]
    assert times == pytest.approx([0.45 + EVERY_S * number for number in range(4)])


def test_when_one_is_well_all_others_try_within_a_moment_and_not_at_once(queue: Queue) -> None:
    inside(queue, *(partial(queue.ask, who, 0.0) for who in range(20)))
    inside(queue, queue.turns.well)
    queue.run_for(SPREAD_S)
    assert len(queue.taken) == 20
    assert len({at_s for _, at_s in queue.taken}) > 15


def test_nobody_tries_before_it_may(queue: Queue) -> None:
    inside(queue, partial(queue.ask, 1, 7.0), queue.turns.well)
    queue.run_for(6.9)
    assert queue.taken == []
    queue.run_for(0.2)
    assert queue.who == [1]


def test_nobody_waits_for_ever_for_a_turn(queue: Queue) -> None:
    inside(queue, *(partial(queue.ask, who, 0.0) for who in range(100)))
    queue.run_for(LONGEST_S + 0.1)
    assert len(queue.taken) == 100


def test_who_is_alone_waits_for_nobody_and_takes_no_turn_away(queue: Queue) -> None:
    inside(queue, partial(queue.ask, 1, 0.1), partial(queue.ask, 2, 0.2), partial(queue.ask, 3, 0.3))
    inside(queue, partial(queue.ask, 4, 0.2, alone=True))
    queue.run_for(0.3)
    assert queue.who == [1, 4]
    queue.run_for(EVERY_S)
    assert queue.who[:3] == [1, 4, 2]


def test_who_is_the_only_one_to_wait_needs_no_turn(queue: Queue) -> None:
    inside(queue, partial(queue.ask, 1, 0.1))
    queue.run_for(0.2)
    inside(queue, partial(queue.ask, 1, 0.1))
    queue.run_for(0.2)
    assert queue.who == [1, 1]


def test_who_gives_up_does_not_try(queue: Queue) -> None:
    kept: list[Turn] = []
    inside(queue, lambda: kept.append(queue.ask(1, 0.1)), partial(queue.ask, 2, 0.2))
    inside(queue, lambda: queue.turns.give_up(kept[0]), lambda: queue.turns.give_up(kept[0]))
    queue.run_for(1.0)
    assert queue.who == [2]
