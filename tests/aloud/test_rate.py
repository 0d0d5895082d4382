from tests.screens.centre import call, go_live, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.watch.aloud import Speaker


def floor(per_minute: int) -> tuple[Board, FixedClock, Speaker, list[str]]:
    clock = FixedClock()
    board = Board(clock)
    go_live(board, "Billing", [], ["5001"])
    said: list[str] = []
    speaker = Speaker(Narrator(board), clock, said.append, per_minute)
    board.watch(speaker.take)
    return board, clock, speaker, said


def ring(board: Board, first: int, number: int) -> None:
    for place in range(first, first + number):
        tell(board, "Billing", call(f"c{place}", "Ringing"))


def test_a_burst_is_said_and_the_rest_counted() -> None:
    board, clock, speaker, said = floor(60)
    ring(board, 0, 25)
    assert len(said) == 10
    speaker.tick()
    assert len(said) == 10
    clock.advance(1.0)
    speaker.tick()
    assert said[10:] == ["15 more changes were left out. 25 calls now, 25 ringing."]


def test_what_is_left_out_ends_when_there_is_room_again() -> None:
    board, clock, speaker, said = floor(60)
    ring(board, 0, 11)
    clock.advance(3.0)
    ring(board, 11, 1)
    assert len(said) == 10
    speaker.tick()
    assert said[10:] == ["2 more changes were left out. 12 calls now, 12 ringing."]
    ring(board, 12, 1)
    assert len(said) == 12
    assert said[11].startswith("5001: ringing")


def test_over_a_long_time_no_more_is_said_than_allowed() -> None:
    board, clock, speaker, said = floor(30)
    for second in range(600):
        ring(board, 5 * second, 5)
        clock.advance(1.0)
        speaker.tick()
    assert 290 <= len(said) <= 300 + 5


def test_without_a_limit_everything_is_said() -> None:
    board, _, speaker, said = floor(0)
    ring(board, 0, 200)
    speaker.tick()
    assert len(said) == 200
