"""What leaves the screen for an alarm, and what does not in quiet hours."""

from datetime import UTC, datetime, time

import pytest

from tui.live.store.card import CallKey
from tui.screens.wall.alarm_telling import AlarmDelivery, Told, tell
from tui.views.attention.alarm import Alarm
from widgets.drawing.terminal_words import Notify

DAY = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)
NIGHT = (time(22, 0), time(6, 0))


def alarms(count: int) -> list[Alarm]:
    return [Alarm(CallKey("floor", f"c{n}"), "held", 100.0, 160.0, "•••• 0143") for n in range(count)]


def sent(attention: AlarmDelivery, count: int = 1, at: datetime = DAY) -> list[str]:
    sequences: list[str] = []
    tell(attention, sequences.append, alarms(count), 170.0, at)
    return sequences


def test_nothing_happens_unless_it_is_wanted() -> None:
    assert sent(AlarmDelivery()) == []
    assert sent(AlarmDelivery(bell=True), 0) == []


def test_many_alarms_ring_once_and_are_notified_in_a_few_words() -> None:
    sequences = sent(AlarmDelivery(bell=True, notify=Notify.OSC_9), 5)

    assert sequences[0] == "\x07"
    assert [text.count("held 1:10 · •••• 0143 · floor") for text in sequences[1:]] == [1, 1, 1]
    assert "and 2 more" in sequences[-1]


def test_the_hook_gets_json_values_of_every_alarm() -> None:
    told: list[Told] = []
    sent(AlarmDelivery(hook=told.append), 2)

    assert [one["call"] for one in told] == ["c0", "c1"]
    assert told[0] == {
        "source": "floor",
        "call": "c0",
        "what": "held",
        "seconds": 70,
        "who": "•••• 0143",
        "at": "2026-01-05T12:00:00+00:00",
    }


@pytest.mark.parametrize(("hour", "quiet"), [(21, False), (22, True), (23, True), (0, True), (5, True), (6, False)])
def test_quiet_hours_may_go_over_midnight(hour: int, quiet: bool) -> None:
    at = DAY.replace(hour=hour)
    assert AlarmDelivery(quiet=(NIGHT,)).is_quiet(at) is quiet
    assert bool(sent(AlarmDelivery(bell=True, quiet=(NIGHT,)), at=at)) is not quiet
