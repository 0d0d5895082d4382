"""What a wall keeps in mind about a call does not grow with its messages; a soak of the wall showed that it did."""

from __future__ import annotations

import gc
import tracemalloc

from tests.screens.wall_app import WallApp
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey, Sight
from tui.live.store.journal import Journal
from tui.screens.wall.options import WallOptions
from tui.source.events import CallEvent
from tui.source.models import Call, User
from tui.source.snapshot import Snapshot
from tui.views.arrangement.group import CallGroup
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds
from widgets.cards.look import Look
from widgets.wall.call_wall import CallWall

SOURCE = "5001"
MESSAGES = 2_000
CALLS = 400
FEW_BYTES = 20_000


def test_a_census_keeps_as_much_of_a_call_after_many_messages_as_after_some() -> None:
    clock = FixedClock()
    board = Board(clock)
    board.add_source(SOURCE)
    call = Call(id="a", state="Established", duration=0)
    board.replace(SOURCE, Snapshot(user=User(), calls=(call,), devices=()), Sight(clock.now_s()))
    census = Census(board, Thresholds())

    def tell_many() -> int:
        for number in range(MESSAGES):
            told = call.model_copy(update={"mute": "On" if number % 2 else "Off"})
            board.apply(SOURCE, [CallEvent(clock.now_s(), "StatusChange", told)])
            census.take([CallKey(SOURCE, "a")])
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    # The first ones fill what the interpreter keeps for reuse.
    some, many = max(tell_many(), tell_many()), tell_many()
    tracemalloc.stop()
    assert census.tally().calls == 1
    assert many - some < FEW_BYTES


def test_a_census_keeps_nothing_of_calls_that_have_gone() -> None:
    """The alarm of a talk is an hour away: until then, every call that ended long before it was kept in mind."""
    clock = FixedClock()
    board = Board(clock, ended_for_s=1.0)
    board.add_source(SOURCE)
    board.replace(SOURCE, Snapshot(user=User(), calls=(), devices=()), Sight(clock.now_s()))
    census = Census(board, Thresholds())

    def count(changes: Changes) -> None:
        census.take((*changes.added, *changes.changed, *changes.ended, *changes.removed))

    board.watch(count)

    def come_and_go() -> int:
        for number in range(CALLS):
            call = Call(id=f"{number}", state="Established", duration=0)
            board.apply(SOURCE, [CallEvent(clock.now_s(), "StatusChange", call)])
            board.apply(
                SOURCE, [CallEvent(clock.now_s(), "StatusChange", call.model_copy(update={"state": "Released"}))]
            )
            clock.advance(0.5)
            board.sweep()
            census.take_due()
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    some, many = max(come_and_go(), come_and_go()), come_and_go()
    tracemalloc.stop()
    assert many - some < FEW_BYTES


async def test_a_wall_keeps_no_picture_of_calls_that_have_gone() -> None:
    """It kept up to a thousand, and dropped them together: memory went up for minutes, and then down."""
    clock = FixedClock()
    board = Board(clock, ended_for_s=1.0)
    board.add_source(SOURCE)
    others = looks()
    async with WallApp(board, Journal(clock), WallOptions()).run_test() as pilot:
        for number in range(20):
            calls = tuple(Call(id=f"{number}.{each}", state="Established", duration=0) for each in range(5))
            board.replace(SOURCE, Snapshot(user=User(), calls=calls, devices=()), Sight(clock.now_s()))
            pilot.app.screen.query_one(CallWall).show(
                [CallGroup((0, ""), [CallKey(SOURCE, call.id) for call in calls])]
            )
            await pilot.pause()
            clock.advance(2.0)
            board.sweep()
        kept = looks() - others
    assert 0 < kept <= 2 * 5


def looks() -> int:
    # Walls of other tests may still lie about.
    gc.collect()
    return sum(isinstance(each, Look) for each in gc.get_objects())
