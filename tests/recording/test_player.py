"""A replay goes through what the board went through, forward and back, and knows everything that it knew."""

from __future__ import annotations

import gzip
import random
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.recording.recorded_floor import open_floor, played
from tui.live.commands.commands import BY_ID
from tui.live.commands.requested_operation import RequestedOperation
from tui.live.operations.operator import NotSentError, Operator
from tui.live.reports.history import History
from tui.live.store.board import Board, Changes
from tui.live.store.card import BoardCall
from tui.live.store.journal import Journal
from tui.live.store.masked_board import masked
from tui.live.store.privacy import OPEN, WALL
from tui.printing.json_line import Line
from tui.recording.player import Player
from tui.runs.replayed import print_lines
from tui.watch.headless import Reporter


def everything(board: Board, journal: Journal, operator: Operator, history: History) -> dict[str, Any]:
    """All that a screen could show, but for the numbers of the board's own steps."""
    memory = board.remember()
    return {
        "calls": {key: _shown_call(call) for key, call in memory.calls.items()},
        "sources": memory.sources,
        "ledgers": {
            name: (ledger.buried, ledger.at_look and {key: _shown_call(call) for key, call in ledger.at_look.items()})
            for name, ledger in memory.ledgers.items()
        },
        "journal": list(journal),
        "operations": [
            replace(one, asked=replace(one.asked, before=None, calls_before={})) for one in operator.operations.values()
        ],
        "history": history.remember(),
    }


def _shown_call(call: BoardCall) -> BoardCall:
    # What is kept beside a shown value is there for operations, of which a replay has none.
    return replace(call, call=call.call.model_copy(update={"exact": None}), revision=0)


def _shown(asked: RequestedOperation) -> RequestedOperation:
    return replace(asked, before=None, calls_before={})


def all_of(player: Player) -> dict[str, Any]:
    return everything(player.board, player.journal, player.operator, player.history)


async def lively(path: Path, **options: object) -> tuple[list[tuple[float, dict[str, Any]]], Path]:
    """Record a lively floor; what was known at some moments."""
    known: list[tuple[float, dict[str, Any]]] = []
    async with open_floor(path, **options) as floor:  # type: ignore[arg-type]  # options of the floor
        parts, (user, *_) = floor.parts, floor.users

        def remember() -> None:
            known.append((floor.clock.now_s(), everything(parts.board, parts.journal, parts.operator, parts.history)))
            floor.clock.advance(0.25)

        for round_ in range(6):
            call = await floor.ring(user, number="+12025550143", data={"Account": str(round_)})
            await parts.operator.send(BY_ID["answer"], next(iter(parts.board.sources)), call)
            floor.simulator.control.step(count=10)
            await floor.ring(user)
            floor.pass_time(7.5)
            remember()
            await floor.written()
        floor.simulator.control.cut()
        await floor.until(lambda: not all(s.link.live for s in parts.board.sources.values()), "lost")
        await floor.live_again()
        floor.pass_time(1.0)
        remember()
    return known, path


async def test_everything_is_as_it_was_at_every_moment_in_any_order(path: Path) -> None:
    known, _ = await lively(path)
    player = Player.open(path)
    order = random.Random(3)
    for moment, then in [*known, *order.sample(known, len(known)), *known[::-1]]:
        player.go_to(moment)
        assert all_of(player) == then
    assert player.damaged == 0
    player.close()


async def test_places_are_forgotten_and_going_back_is_right_all_the_same(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.recording.player.MOST_PLACES", 3)
    monkeypatch.setattr("tui.recording.player._APART_S", 0.1)
    known, _ = await lively(path)
    player = Player.open(path)
    for moment, then in [*known, *known[::-1], *known]:
        player.go_to(moment)
        assert all_of(player) == then
    assert len(player._places) <= 4
    player.close()


async def test_what_was_gone_through_once_is_not_gone_through_again(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.recording.player._APART_S", 0.1)
    known, _ = await lively(path)
    player = Player.open(path)
    lines = []
    for moment in (known[-1][0], known[0][0], known[-1][0]):
        wanted_s, count = player.wind(moment), 0
        while player.advance(wanted_s):
            count += 1
        lines.append(count)
    assert all_of(player) == known[-1][1]
    assert 3 * lines[2] < lines[0]
    player.close()


async def test_each_file_stands_alone_and_together_they_are_one(path: Path, tmp_path: Path) -> None:
    known, _ = await lively(path, longest_bytes=5_000)
    files = [path.with_name(f"{path.name}.{number}") for number in (3, 2, 1)]
    parts = [*[file for file in files if file.exists()], path]
    assert len(parts) > 2
    last = played(path)
    assert all_of(last) == known[-1][1]
    assert last.contents.begin_s > 1_000.0
    last.close()

    joined = tmp_path / "joined.callrec"
    joined.write_bytes(b"".join(part.read_bytes() for part in parts))
    player = Player.open(joined)
    reached = [(moment, then) for moment, then in known if moment >= player.contents.begin_s]
    for moment, then in [*reached, *reached[::-1]]:
        player.go_to(moment)
        assert all_of(player) == then
    player.close()


async def test_a_masked_recording_is_what_the_masked_board_shows(path: Path) -> None:
    async with open_floor(path, WALL) as floor:
        await floor.ring(floor.users[0], number="+12025550143", data={"Account": "90017"})
        floor.pass_time(2.0)
        raw = floor.parts.board.remember()
        seen = dict(floor.seen.board.sources)
        journal = list(floor.parts.journal)
    player = played(path)
    for key, call in raw.calls.items():
        assert player.board.calls[key].call.wire() == masked(call, WALL).call.wire()
    assert dict(player.board.sources) == seen
    assert list(player.journal) == journal
    player.close()


async def test_the_lines_are_those_that_watch_printed(path: Path) -> None:
    live: list[Line] = []
    async with open_floor(path, run="watch") as floor:
        reporter = Reporter(floor.seen.board, live.append)
        reporter.report(Changes(links=tuple(floor.seen.board.sources)))
        begun_s = floor.clock.now_s()
        floor.pass_time(1.0)
        for user in floor.users:
            await floor.ring(user)
            floor.pass_time(3.0)
        rung = len(floor.users)
        await floor.until(lambda: len([line for line in live if line["type"] == "call"]) >= rung, "printed")
        reporter.stop()
    player = Player.open(path)
    player.go_to(begun_s)
    again: list[Line] = []
    print_lines(player, again.append)
    assert again[: len(live)] == live
    player.close()


async def test_the_wall_clock_is_set_and_summer_begins(path: Path) -> None:
    told = []
    async with open_floor(path) as floor:
        for shift in (timedelta(), timedelta(hours=1), timedelta(seconds=-90)):
            floor.clock.date += shift
            floor.pass_time(10.0)
            floor.parts.journal.note("", next(iter(floor.parts.journal)).kind, f"shifted by {shift}")
            told.append((floor.clock.now_s(), floor.parts.board.clock.wall()))
    player = Player.open(path)
    for moment, wall in [*told, *told[::-1]]:
        player.go_to(moment)
        assert player.clock.wall() == wall
    assert told[1][1] - told[0][1] == timedelta(hours=1, seconds=10)
    player.close()


async def test_nothing_can_be_sent_from_a_recording(path: Path) -> None:
    async with open_floor(path) as floor:
        call = await floor.ring(floor.users[0])
        floor.pass_time(1.0)
        sent = floor.simulator.control.stats()["operations"]
        source = next(key.source for key in floor.parts.board.calls if key.id == call)
    player = played(path, reason="a recording")
    assert player.operator.why_not(BY_ID["answer"], source, call) == "a recording"
    with pytest.raises(NotSentError, match="answer: a recording"):
        await player.operator.send(BY_ID["answer"], source, call)
    assert sent == []
    player.close()


async def test_how_long_ended_calls_stay_is_followed_through_a_change(path: Path) -> None:
    async with open_floor(path, said={"ended_s": 33.0}) as floor:
        floor.simulator.control.end_unseen(count=1)
        first_s = floor.pass_time(1.0)
        floor.parts.feeds.keep_ended_for(5.0)
        last_s = floor.pass_time(1.0)
    player = Player.open(path)
    stays = []
    for moment in (first_s, last_s, first_s):
        player.go_to(moment)
        stays.append(player.board.ended_for_s)
    assert stays[:2] == [33.0, 5.0]
    player.close()


async def test_a_stricter_policy_holds_from_when_it_is_set(path: Path) -> None:
    async with open_floor(path, OPEN, agents=1, calls=0) as floor:
        await floor.ring(floor.users[0], number="+12025550143")
        recorder = floor.parts.recorder
        assert recorder is not None
        recorder.draw(WALL)
        floor.pass_time(2.0)
        await floor.ring(floor.users[0], number="+12025550143")
    player = played(path)
    assert {call.call.parties[0].phone_number for call in player.board.calls.values()} == {"•••• 0143"}
    player.close()
    assert "5550143" not in text_of(path)
    assert "5550143" in text_of(path.with_name("floor.callrec.1"))


def text_of(path: Path) -> str:
    return gzip.decompress(path.read_bytes()).decode()
