import pytest

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.reports.history import MINUTES, History
from tui.live.store.board import Board


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(seconds=1_200.0)


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock, ended_for_s=1.0)
    go_live(board, "a", [call("old", duration="500")])
    return board


def handle(board: Board, clock: FixedClock, call_id: str, *, talk_s: int, hold_s: int) -> None:
    tell(board, "a", call(call_id, "Ringing"))
    tell(board, "a", call(call_id, "Established"))
    clock.advance(talk_s)
    tell(board, "a", call(call_id, "Held", duration=str(talk_s)))
    clock.advance(hold_s)
    tell(board, "a", call(call_id, "Released", duration=str(talk_s + hold_s)))


def test_averages_are_of_calls_that_were_seen_whole(board: Board, clock: FixedClock) -> None:
    history = History(board)
    handle(board, clock, "c1", talk_s=60, hold_s=20)
    handle(board, clock, "c2", talk_s=100, hold_s=0)
    tell(board, "a", call("old", "Released"))
    tell(board, "a", call("unanswered", "Ringing"))
    tell(board, "a", call("unanswered", "Released"))
    seen = history.seen
    assert (seen.started, seen.ended, seen.handled) == (3, 4, 2)
    assert (seen.average_handling_s, seen.average_held_s, seen.longest_s) == (90.0, 10.0, 100.0)


def test_what_ended_unheard_is_an_end_and_no_average(board: Board, clock: FixedClock) -> None:
    history = History(board)
    tell(board, "a", call("c1", "Ringing"))
    tell(board, "a", call("c1", "Established"))
    clock.advance(30.0)
    lose(board, "a")
    clock.advance(300.0)
    go_live(board, "a", [])
    assert (history.seen.ended, history.seen.handled) == (2, 0)
    assert history.seen.average_handling_s is None


def test_minutes(board: Board, clock: FixedClock) -> None:
    history = History(board)
    handle(board, clock, "c1", talk_s=10, hold_s=10)
    clock.advance(160.0)
    tell(board, "a", call("c2", "Ringing"))
    minutes = history.minutes
    assert [minute.started for minute in minutes] == [1, 0, 0, 1]
    assert [minute.ended for minute in minutes] == [1, 0, 0, 0]
    assert [minute.most for minute in minutes] == [2, 1, 1, 2]


def test_an_hour_is_kept(board: Board, clock: FixedClock) -> None:
    history = History(board)
    tell(board, "a", call("c1", "Ringing"))
    clock.advance(60.0 * (MINUTES - 1))
    assert len(history.minutes) == MINUTES
    assert history.minutes[0].started == 1
    clock.advance(60.0)
    assert len(history.minutes) == MINUTES
    assert sum(minute.started for minute in history.minutes) == 0
    clock.advance(86_400.0)
    assert [minute.most for minute in history.minutes] == [2] * MINUTES
    assert history.seen.started == 1


def test_a_call_that_leaves_without_an_end_is_no_longer_counted(board: Board, clock: FixedClock) -> None:
    history = History(board)
    tell(board, "a", call("old", "Released"))
    clock.advance(2.0)
    board.sweep()
    clock.advance(60.0)
    assert history.minutes[-1].most == 0
