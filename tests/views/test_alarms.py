"""Alarms by a clock that moves only when told: once, calm when acknowledged, again when worse."""

from typing import Any

import pytest

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.views.attention.alarm_sentences import begun
from tui.views.attention.alarms import STALE, Alarms
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds

FLOOR = "floor"
LIMITS = Thresholds(ringing_s=10, held_s=60, talking_s=600, paused_s=120)
KEY = CallKey(FLOOR, "c1")


class Wall:
    """What a wall does about alarms, without the wall."""

    def __init__(self, board: Board, clock: FixedClock) -> None:
        go_live(board, FLOOR, [], ["5001"])
        self.board, self.clock = board, clock
        self.census = Census(board, LIMITS)
        self.alarms = Alarms(board, self.census, LIMITS, 30.0)
        board.watch(self._take)

    def _take(self, changes: Changes) -> None:
        keys = {*self.board.calls, *changes.removed}
        self.census.take(keys)
        self.alarms.take((*keys, *(CallKey(name, "") for name in changes.links)))

    def after(self, seconds: float) -> list[tuple[str, str]]:
        self.clock.advance(seconds)
        self.alarms.take(self.census.take_due())
        return [(alarm.key.id, alarm.what) for alarm in self.alarms.look()]

    def say(self, call_id: str, state: str, age_s: int = 0, **fields: object) -> None:
        more: dict[str, Any] = {"duration": str(age_s), **fields}
        tell(self.board, FLOOR, call(call_id, state, **more))


@pytest.fixture
def wall(board: Board, clock: FixedClock) -> Wall:
    return Wall(board, clock)


def test_an_alarm_comes_once_when_its_time_has_come(wall: Wall) -> None:
    wall.say("c1", "Ringing")

    assert wall.after(9) == []
    assert wall.after(1) == [("c1", "ringing")]
    assert wall.after(5) == []
    assert wall.alarms.worst is not None
    assert wall.alarms.worst.words(wall.clock.now_s()) == "ringing 0:15 · (202) 555-0143 · floor"


def test_what_was_not_seen_to_begin_alarms_once_it_surely_lasts_long_enough(wall: Wall) -> None:
    wall.say("c1", "Held", 300, recordingState="Paused")

    assert wall.after(59) == []
    assert wall.after(1) == [("c1", "held")]
    worst = wall.alarms.worst
    assert worst is not None
    assert worst.words(wall.clock.now_s()) == "held ≥1:00 · (202) 555-0143 · floor"
    assert worst.fields()["at_least"] is True
    assert begun(wall.board, worst).endswith("alarm, held for at least 1 minute, (202) 555-0143.")
    assert wall.after(60) == [("c1", "recording paused")]


def test_an_alarm_ends_with_what_it_was_about(wall: Wall) -> None:
    wall.say("c1", "Ringing")
    wall.after(12)
    wall.say("c1", "Established", 12)

    assert wall.after(0) == []
    assert wall.alarms.worst is None
    assert not wall.census.needs_somebody(KEY)


def test_only_a_source_that_is_not_live_is_looked_at_as_time_passes(wall: Wall) -> None:
    wall.after(0)
    wall.clock.advance(1)
    wall.alarms.look(lambda: False)
    assert not wall.alarms.busy
    lose(wall.board, FLOOR)
    wall.alarms.look()
    wall.clock.advance(29)
    assert wall.alarms.look() == ()
    wall.clock.advance(1)
    assert [alarm.what for alarm in wall.alarms.look()] == [STALE]
    wall.board.remove_source(FLOOR)
    wall.alarms.look()
    assert wall.alarms.worst is None


def test_the_worst_is_the_one_that_waits_longest_for_somebody(wall: Wall) -> None:
    wall.say("c1", "Ringing")
    wall.after(5)
    wall.say("c2", "Ringing")
    wall.after(20)

    worst = wall.alarms.worst
    assert worst is not None
    assert worst.key == KEY
    wall.alarms.acknowledge(None)
    assert wall.alarms.worst is not None
    assert wall.alarms.worst.key.id == "c2"


def test_an_acknowledged_alarm_is_calm_until_it_gets_worse(wall: Wall) -> None:
    wall.say("c1", "Established")
    wall.say("c1", "Held", recordingState="Recording")
    assert wall.after(61) == [("c1", "held")]

    assert [alarm.what for alarm in wall.alarms.acknowledge(KEY)] == ["held"]
    assert not wall.census.needs_somebody(KEY)
    assert wall.census.tally().alarmed == 0
    wall.say("c1", "Held", 61, recordingState="Paused")
    assert wall.after(119) == []
    assert wall.alarms.worst is None

    assert wall.after(1) == [("c1", "recording paused")]
    assert wall.census.needs_somebody(KEY)


def test_an_acknowledgement_ends_with_its_alarm(wall: Wall) -> None:
    wall.say("c1", "Established")
    wall.say("c1", "Held")
    wall.after(61)
    wall.alarms.acknowledge(KEY)
    wall.say("c1", "Established", 61)
    wall.after(1)
    wall.say("c1", "Held", 62)

    assert wall.after(61) == [("c1", "held")]
    assert wall.census.needs_somebody(KEY)


def test_of_what_is_not_sure_nothing_is_claimed_and_nothing_forgotten(wall: Wall) -> None:
    wall.say("c1", "Established")
    wall.say("c1", "Held")
    wall.after(61)
    wall.alarms.acknowledge(KEY)
    lose(wall.board, FLOOR)

    assert wall.after(29) == []
    assert wall.after(1) == [("", STALE)]
    go_live(wall.board, FLOOR, [call("c1", "Held", duration="91")], ["5001"])
    assert wall.after(0) == []
    assert not wall.census.needs_somebody(KEY)


def test_a_source_that_is_stale_can_be_acknowledged(wall: Wall) -> None:
    lose(wall.board, FLOOR, "connection lost")
    assert wall.after(31) == [("", STALE)]
    assert wall.alarms.worst is not None
    assert wall.alarms.worst.words(wall.clock.now_s()) == "stale 0:31 · connection lost · floor"

    wall.alarms.acknowledge(None)
    assert wall.after(600) == []
    assert wall.alarms.worst is None
    assert wall.alarms.acknowledged == 1


def test_a_source_alarms_by_another_limit_without_a_word_of_it(wall: Wall) -> None:
    wall.alarms.follow(LIMITS, None)
    lose(wall.board, FLOOR, "connection lost")
    assert wall.after(600) == []

    wall.alarms.follow(LIMITS, 620.0)
    assert wall.after(19) == []
    assert wall.after(1) == [("", STALE)]
    wall.alarms.follow(LIMITS, None)
    assert wall.after(1) == []
    assert wall.alarms.worst is None


def test_without_an_alarm_nothing_is_acknowledged(wall: Wall) -> None:
    wall.say("c1", "Ringing")
    wall.after(1)

    assert wall.alarms.acknowledge(KEY) == ()
    assert wall.alarms.acknowledge(None) == ()
