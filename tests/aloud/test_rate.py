from tests.screens.centre import call, go_live, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.views.attention.alarm_changes import AlarmChanges
from tui.views.attention.thresholds import Thresholds
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


def test_alarms_do_not_wait_for_calls_that_come_and_go() -> None:
    clock = FixedClock()
    board = Board(clock)
    go_live(board, "Billing", [], ["5001"])
    said: list[str] = []
    alarms = AlarmChanges(board, Thresholds(ringing_s=10, held_s=60, talking_s=600, paused_s=120), None)
    speaker = Speaker(Narrator(board), clock, said.append, 30, alarms=alarms)
    board.watch(speaker.take)
    ring(board, 0, 3)
    speaker.tick()
    clock.advance(11.0)
    ring(board, 3, 9)
    before = len(said)
    speaker.tick()

    begun = [words for words in said[before:] if ": alarm, ringing" in words]
    assert len(begun) == 3, said
    assert "more changes were left out." in said[before], "nothing is said before what stands for earlier"
    clock.advance(60.0)
    for place in range(3):
        tell(board, "Billing", call(f"c{place}", "Released"))
    before = len(said)
    speaker.tick()
    assert sum("the alarm is over" in words for words in said[before:]) >= 3, said[before:]


def test_without_a_limit_everything_is_said() -> None:
    board, _, speaker, said = floor(0)
    ring(board, 0, 200)
    speaker.tick()
    assert len(said) == 200
