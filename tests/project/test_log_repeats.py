"""What repeats is written once, then as a count at growing intervals; what differs, and what is no warning, always."""

from __future__ import annotations

import logging

from tui.machine.log_repeats import FIRST_S, KEPT, LONGEST_S, Repeats

BEGIN_S = 1_800_000_000.0


def record(
    words: str, at_s: float, level: int = logging.ERROR, name: str = "tui.live.feeds.feeds"
) -> logging.LogRecord:
    made = logging.LogRecord(name, level, "", 0, "fault %s", (words,), None)
    made.created = BEGIN_S + at_s
    return made


def written(repeats: Repeats, *records: logging.LogRecord) -> list[str]:
    return [told.getMessage() for one in records if (told := repeats.take(one)) is not None]


def test_a_day_of_one_fault_a_second_is_a_few_lines_that_count_all_of_them() -> None:
    repeats = Repeats()
    day = 24 * 3600
    lines = written(repeats, *(record("a", at_s) for at_s in range(day)))
    lines += [told.getMessage() for told in repeats.rest()]

    assert lines[0] == "fault a"
    assert lines[1].startswith("fault a (again, 60 times since ")
    assert len(lines) < 40
    assert 1 + sum(int(line.split()[3]) for line in lines[1:]) == day


def test_the_intervals_grow_up_to_an_hour() -> None:
    repeats = Repeats()
    told = [at_s for at_s in range(5 * 3600) if repeats.take(record("a", at_s)) is not None]

    assert told[:5] == [0, 60, 180, 420, 900]
    assert told[-1] - told[-2] == LONGEST_S


def test_the_traceback_stands_with_the_first_and_the_record_of_others_is_left_alone() -> None:
    repeats = Repeats()
    first, second = record("a", 0), record("a", FIRST_S)
    raised = (ValueError, ValueError("x"), None)
    first.exc_info = second.exc_info = raised

    assert repeats.take(first) is first
    told = repeats.take(second)
    assert told is not None
    assert (told.exc_info, second.exc_info) == (None, raised)
    assert second.getMessage() == "fault a"


def test_what_differs_and_what_is_no_warning_is_written_each_time() -> None:
    repeats = Repeats()
    others = [record("b", 1), record("a", 1, logging.WARNING), record("a", 1, name="tui.fault_tolerant_app")]
    requests = [record("a", at_s, logging.DEBUG) for at_s in range(3)]

    assert len(written(repeats, record("a", 0), *others, *requests)) == 7
    assert not list(repeats.rest())


def test_after_a_long_silence_it_is_told_in_full_again() -> None:
    repeats = Repeats()
    lines = written(repeats, record("a", 0), record("a", 1), record("a", FIRST_S + LONGEST_S + 2))

    assert lines[-1] == "fault a"


def test_it_remembers_no_more_than_it_may() -> None:
    repeats = Repeats()
    written(repeats, *(record(str(number), 0) for number in range(3 * KEPT)))

    assert written(repeats, record(str(3 * KEPT - 1), 1)) == []
    assert written(repeats, record("0", 1)) == ["fault 0"]
