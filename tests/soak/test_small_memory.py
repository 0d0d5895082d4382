"""What a wall keeps in mind about a call does not grow with its messages; a soak of the wall showed that it did."""

from __future__ import annotations

import tracemalloc

from tui.gws.events import CallEvent
from tui.gws.models import Call, User
from tui.gws.snapshot import Snapshot
from tui.live.board import Board
from tui.live.card import CallKey, Sight
from tui.live.clock import FixedClock
from tui.screens.census import Census
from widgets.thresholds import Thresholds

SOURCE = "5001"
MESSAGES = 2_000
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
