"""A reader of `callboard watch` that stood still: told how much was left out, and right again afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pytest

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board, Changes
from tui.printing.json_line import Line
from tui.watch.aloud import Speaker
from tui.watch.headless import Reporter

SOURCE = "Billing"


class Consumer:
    """What a script knows that keeps the last of each call, device and link."""

    def __init__(self) -> None:
        self.calls: dict[str, Mapping[str, Any]] = {}
        self.links: dict[str, str] = {}
        self.devices: set[str] = set()

    def take(self, lines: Iterable[Line]) -> None:
        for line in lines:
            if line["type"] == "link":
                self.links[line["source"]] = line["state"]
            elif line["type"] == "device":
                self.devices.add(line["device"]["id"])
            elif line["type"] == "call" and line["change"] == "removed":
                del self.calls[line["call"]["id"]]
            elif line["type"] == "call":
                assert (line["change"] == "added") is (line["call"]["id"] not in self.calls)
                self.calls[line["call"]["id"]] = line["call"]

    def knows(self, board: Board) -> bool:
        """Whether that is what the board has."""
        return (
            {id_: known["state"] for id_, known in self.calls.items()}
            == {key.id: known.call.state for key, known in board.calls.items()}
            and self.links == {name: str(source.link.state) for name, source in board.sources.items()}
            and self.devices == {id_ for source in board.sources.values() for id_ in source.devices}
        )


class Reader:
    """Takes lines, or stands still."""

    def __init__(self, board: Board) -> None:
        self.lines: list[Line] = []
        self.takes = True
        self.reporter = Reporter(board, self.lines.append, lambda: self.takes)
        self.reporter.report(Changes(links=tuple(board.sources)))


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock)
    board.add_source(SOURCE)
    return board


def what_happens_meanwhile(board: Board, clock: FixedClock) -> None:
    tell(board, SOURCE, call("stays", "Held"))
    tell(board, SOURCE, call("ends", "Released"))
    tell(board, SOURCE, call("goes", "Released"))
    clock.advance(60.0)
    board.sweep()
    tell(board, SOURCE, call("comes", "Ringing"))
    tell(board, SOURCE, call("unseen", "Ringing"))
    tell(board, SOURCE, call("unseen", "Released"))
    lose(board, SOURCE)


@pytest.fixture
def reader(board: Board) -> Reader:
    reader = Reader(board)
    go_live(board, SOURCE, [call(id_, "Established") for id_ in ("stays", "ends", "goes")], ["5001"])
    return reader


def test_what_follows_a_gap_makes_a_reader_right_again(board: Board, clock: FixedClock, reader: Reader) -> None:
    every = Reader(board)
    consumer = Consumer()
    reader.takes = False
    what_happens_meanwhile(board, clock)
    before = len(reader.lines)
    reader.takes = True
    reader.reporter.catch_up()

    assert [line["type"] for line in reader.lines[before:]].index("gap") == 0
    assert reader.lines[before]["lines"] == len(every.lines) - 1
    consumer.take(reader.lines)
    assert consumer.knows(board)


def test_what_follows_a_gap_is_the_whole_state(board: Board, clock: FixedClock, reader: Reader) -> None:
    reader.takes = False
    what_happens_meanwhile(board, clock)
    before = len(reader.lines)
    reader.reporter.catch_up()
    # Everything from before is forgotten: what is gone is told all the same, and harms nobody.
    told = [line for line in reader.lines[before:] if line.get("change") != "removed"]
    state = {line["call"]["id"]: line["call"]["state"] for line in told if line["type"] == "call"}

    assert state == {key.id: known.call.state for key, known in board.calls.items()}
    assert {line["source"]: line["state"] for line in told if line["type"] == "link"} == {SOURCE: "stale"}


def test_after_a_gap_all_goes_on_as_before(board: Board, clock: FixedClock, reader: Reader) -> None:
    consumer = Consumer()
    for _ in range(3):
        reader.takes = False
        what_happens_meanwhile(board, clock)
        reader.takes = True
        reader.reporter.catch_up()
        go_live(board, SOURCE, [call(id_, "Established") for id_ in ("stays", "ends", "goes")], ["5001"])
        tell(board, SOURCE, call("stays", "Held"))
        consumer.take(reader.lines)
        reader.lines.clear()
        assert consumer.knows(board)


def test_without_a_gap_nothing_is_said_of_one(reader: Reader) -> None:
    before = len(reader.lines)
    reader.reporter.catch_up()

    assert len(reader.lines) == before


@pytest.mark.parametrize("per_minute", [0, 60])
def test_sentences_that_nobody_hears_are_counted(per_minute: int) -> None:
    clock = FixedClock()
    board = Board(clock)
    go_live(board, SOURCE, [], ["5001"])
    said: list[str] = []
    heard = [True]
    speaker = Speaker(Narrator(board), clock, said.append, per_minute, lambda: heard[0])
    board.watch(speaker.take)
    heard[0] = False
    for number in range(3):
        tell(board, SOURCE, call(f"c{number}", "Ringing"))
    speaker.tick()
    assert said == []
    heard[0] = True
    speaker.tick()
    assert said == ["3 more changes were left out. 3 calls now, 3 ringing."]
