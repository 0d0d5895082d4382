"""When alarms begin and when they are over, by a clock that moves only when told; as lines, and as sentences."""

from __future__ import annotations

import pytest

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.printing.json_line import Line
from tui.views.attention.alarm_changes import AlarmChanges
from tui.views.attention.thresholds import Thresholds
from tui.watch.aloud import Speaker
from tui.watch.headless import Reporter

FLOOR = "floor"
LIMITS = Thresholds(ringing_s=10, held_s=60, talking_s=600, paused_s=120)


class Floor:
    """A board, and what is told of its alarms."""

    def __init__(self, board: Board, clock: FixedClock) -> None:
        go_live(board, FLOOR, [], ["5001"])
        self.board, self.clock = board, clock
        self.changes = AlarmChanges(board, LIMITS, 30.0)

    def after(self, seconds: float) -> list[tuple[str, str, str]]:
        self.clock.advance(seconds)
        step = self.changes.look()
        return [
            (change, alarm.key.id, alarm.what)
            for change, alarms in (("begun", step.begun), ("ended", step.ended))
            for alarm in alarms
        ]

    def say(self, call_id: str, state: str, age_s: int = 0, **fields: object) -> None:
        tell(self.board, FLOOR, call(call_id, state, **{"duration": str(age_s), **fields}))  # type: ignore[arg-type]


@pytest.fixture
def floor(board: Board, clock: FixedClock) -> Floor:
    return Floor(board, clock)


def test_an_alarm_begins_once_and_is_over_once(floor: Floor) -> None:
    floor.say("c1", "Ringing")

    assert floor.after(9) == []
    assert floor.after(1) == [("begun", "c1", "ringing")]
    assert floor.after(5) == []
    floor.say("c1", "Established", 15)
    assert floor.after(0) == [("ended", "c1", "ringing")]
    assert floor.after(60) == []
    assert list(floor.changes.open) == []


def test_the_end_of_a_call_ends_its_alarms(floor: Floor) -> None:
    floor.say("c1", "Established")
    floor.say("c1", "Held", recordingState="Recording")
    floor.say("c1", "Held", recordingState="Paused")
    assert floor.after(60) == [("begun", "c1", "held")]
    assert floor.after(60) == [("begun", "c1", "recording paused")]
    floor.say("c1", "Released", 120)

    assert sorted(floor.after(0)) == [("ended", "c1", "held"), ("ended", "c1", "recording paused")]


def test_one_that_has_gone_before_anybody_looked_is_over(floor: Floor) -> None:
    floor.say("c1", "Ringing")
    floor.after(10)
    floor.say("c1", "Released", 10)
    floor.clock.advance(60.0)
    floor.board.sweep()
    assert not floor.board.calls

    assert floor.after(0) == [("ended", "c1", "ringing")]


def test_of_what_is_not_sure_nothing_begins_and_nothing_is_over(floor: Floor) -> None:
    for call_id in ("goes on", "ends", "later"):
        floor.say(call_id, "Ringing")
        floor.clock.advance(1.0)
    assert [one[1] for one in floor.after(8)] == ["goes on", "ends"]
    lose(floor.board, FLOOR)
    assert floor.after(29) == []
    assert floor.after(1) == [("begun", "", "stale")]

    go_live(floor.board, FLOOR, [call("goes on", "Ringing", duration="41"), call("later", "Ringing", duration="39")])
    assert sorted(floor.after(0)) == [
        ("begun", "later", "ringing"),
        ("ended", "", "stale"),
        ("ended", "ends", "ringing"),
    ]


def test_with_a_source_its_alarms_go(floor: Floor) -> None:
    said = list[str]()
    floor.say("c1", "Ringing")
    assert len(floor.after(10)) == 1
    speaker = Speaker(Narrator(floor.board), floor.clock, said.append, 0, alarms=floor.changes)
    floor.board.remove_source(FLOOR)
    speaker.tick()

    assert said == ["floor: the alarm is over, ringing, (202) 555-0143."]
    assert list(floor.changes.open) == []


def test_what_is_alarmed_when_one_begins_to_look_is_told(board: Board) -> None:
    go_live(board, FLOOR, [call("c1", "Established", duration="700")], ["5001"])

    assert [alarm.what for alarm in AlarmChanges(board, LIMITS, None).look().begun] == ["talking"]


def test_very_many_are_told_in_several_looks_and_each_once(floor: Floor) -> None:
    for number in range(300):
        floor.say(f"c{number}", "Ringing")
    floor.clock.advance(10.0)
    told, looks = list[str](), 0
    while floor.changes.busy or not looks or len(told) < 300:
        steps = iter([True] * 4)
        step = floor.changes.look(lambda steps=steps: next(steps, False))  # type: ignore[misc]
        assert len(step.begun) <= 4 * 16
        told += [alarm.key.id for alarm in step.begun]
        looks += 1
        assert looks < 200

    assert sorted(told) == sorted(f"c{number}" for number in range(300))
    assert floor.after(0) == []


class Lines:
    """What `callboard watch` prints about alarms."""

    def __init__(self, floor: Floor) -> None:
        self.floor, self.takes, self.lines = floor, True, list[Line]()
        self.reporter = Reporter(floor.board, self.lines.append, lambda: self.takes, floor.changes)

    def after(self, seconds: float) -> list[Line]:
        self.floor.clock.advance(seconds)
        before = len(self.lines)
        while self.reporter.tell_alarms():
            pass
        return [line for line in self.lines[before:] if line["type"] in ("alarm", "gap")]


def test_lines_of_an_alarm(floor: Floor) -> None:
    lines = Lines(floor)
    floor.say("c1", "Ringing")
    (begun,) = lines.after(12)
    floor.say("c1", "Established", 12)
    (ended,) = lines.after(0)

    common = {"type": "alarm", "source": FLOOR, "call": "c1", "what": "ringing", "who": "(202) 555-0143"}
    assert {**begun, "at": ""} == {**common, "change": "begun", "seconds": 12, "at": ""}
    assert {**ended, "at": ""} == {**common, "change": "ended", "at": ""}


def test_who_reads_again_after_a_gap_knows_the_alarms_that_there_are(floor: Floor) -> None:
    lines = Lines(floor)
    for call_id in ("goes on", "ends"):
        floor.say(call_id, "Ringing")
    assert len(lines.after(10)) == 2
    lines.takes = False
    floor.say("ends", "Established", 10)
    floor.say("new", "Ringing")
    floor.say("unseen", "Ringing")
    assert lines.after(10) == []
    floor.say("unseen", "Established", 10)
    assert lines.after(0) == []
    lines.takes = True
    before = len(lines.lines)
    lines.reporter.catch_up()

    gap, *rest = [line for line in lines.lines[before:] if line["type"] in ("gap", "alarm")]
    assert gap["type"] == "gap"
    assert gap["lines"] == 4 + 4, "four changes of calls, two begins and two ends"
    assert [(line["change"], line["call"]) for line in rest] == [
        ("ended", "ends"),
        ("begun", "goes on"),
        ("begun", "new"),
    ]


def test_sentences_of_alarms(floor: Floor) -> None:
    said = list[str]()
    speaker = Speaker(Narrator(floor.board), floor.clock, said.append, 0, alarms=floor.changes)
    floor.say("c1", "Established")
    floor.say("c1", "Held")
    floor.clock.advance(60.0)
    speaker.tick()
    floor.say("c1", "Released", 60)
    speaker.tick()
    lose(floor.board, FLOOR, "no answer")
    floor.clock.advance(31.0)
    speaker.tick()
    go_live(floor.board, FLOOR, [], ["5001"])
    speaker.tick()

    assert said == [
        "5001: alarm, held for 1 minute, (202) 555-0143.",
        "5001: the alarm is over, held, (202) 555-0143.",
        "floor: alarm, stale for 31 seconds, because: no answer.",
        "floor: the alarm is over, stale.",
    ]


def test_very_many_sentences_are_counted(floor: Floor) -> None:
    said = list[str]()
    speaker = Speaker(Narrator(floor.board), floor.clock, said.append, 60, alarms=floor.changes)
    for number in range(25):
        floor.say(f"c{number}", "Ringing")
    floor.clock.advance(10.0)
    speaker.tick()
    while floor.changes.busy:
        speaker.tick()

    assert sum("alarm, ringing" in words for words in said) == 10
    assert said[10:] == ["15 more changes were left out. 25 calls now, 25 ringing. 25 alarms now."]


def test_what_is_masked_is_masked_in_alarms(board: Board, clock: FixedClock) -> None:
    masked = masked_board(board, WALL)
    floor = Floor(board, clock)
    lines = Lines(floor)
    lines.reporter = Reporter(masked, lines.lines.append, alarms=AlarmChanges(masked, LIMITS, None))
    floor.say("c1", "Ringing")
    (begun,) = lines.after(10)

    assert begun["who"] == "•••• 0143"
