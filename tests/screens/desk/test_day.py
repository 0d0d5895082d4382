"""The calls of the day: told as they were, kept as they may be shown, and dialled again by two keys."""

import json
import os
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.control.desk import COLLEAGUE, Desk
from tests.screens.desk import canned
from tests.screens.desk.canned import AGENT, ScriptedPoster
from tests.screens.desk.conftest import Open
from tests.waiting import until
from tui.day_file import DayFile
from tui.demo.centre import talking
from tui.live.clock import FixedClock
from tui.live.operations.operator import Operator
from tui.live.reports.day_log import DayCall, DayKind, DayLog, place_to_ring_back
from tui.live.store.board import Board
from tui.live.store.journal import Journal
from tui.live.store.link import LinkState
from tui.live.store.privacy import OPEN, WALL
from tui.source.raw import Raw

PERSON = "(202) 555-0143"
AT = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def day(desk: Desk) -> Iterator[DayLog]:
    log = DayLog(desk.parts.board, desk.parts.operator, "DispositionCode", 12.0)
    yield log
    log.stop()


async def missed(desk: Desk, day: DayLog) -> None:
    """A caller rings, and goes."""
    before = len(day.calls)
    call_id = await desk.ringing()
    talking.clear(desk.simulator.centre, desk.agent().legs[call_id].conversation)
    await until(lambda: len(day.calls) > before)


async def test_a_missed_call_is_told_until_it_is_seen_and_dialled_again_once(
    desk: Desk, day: DayLog, seat: Open
) -> None:
    await missed(desk, day)
    async with seat((80, 24), day=day) as agent:
        await agent.see("1 missed")
        await agent.press("H")
        await agent.until(lambda: f"▸ {PERSON}" in agent.prompt and "missed" in agent.prompt, "listed")
        assert day.missed == 0
        ringing = await desk.ringing()
        await agent.until(lambda: "F2 answers" in agent.text, "another one rings")
        await agent.press("enter")
        await agent.see(f"dial {PERSON}?")
        await agent.press("n")
        await desk.do("reject", ringing)
        await agent.until(lambda: not desk.calls(), "none rings")
        assert "Dial" not in desk.sent, "Enter may have been meant for the call that rings"
        await agent.press("H", "enter")
        await agent.until(lambda: desk.sent.get("Dial") == 1, "dialled")
        await agent.until(lambda: desk.calls() and desk.calls()[0].dnis, "it is there")
        assert str(desk.calls()[0].dnis).endswith("2025550143")

        await missed(desk, day)
        await desk.ringing()
        await agent.until(lambda: "F2 answers" in agent.text, "yet another one rings")
        await agent.press("H", "enter")
        await agent.see(f"dial {PERSON}?")
        await agent.press("y")
        await agent.until(lambda: desk.sent.get("Dial") == 2, "dialled after the question")


async def test_what_was_answered_and_dialled_is_told_with_its_disposition(desk: Desk, day: DayLog, seat: Open) -> None:
    async with seat(day=day, dispositions=("Sold", "Callback")) as agent:
        await agent.press("H")
        await agent.see("no calls yet today")
        call_id = await desk.talking()
        await agent.select(call_id)
        await agent.press("H")
        await agent.see("no call has ended yet today")
        await agent.press("x", "x")
        await agent.until(lambda: "1 Sold" in agent.prompt and not desk.calls(), "asked")
        await agent.press("1")
        await agent.until(lambda: [one.disposition for one in day.calls] == ["Sold"], "known")
        await agent.press("n", *COLLEAGUE, "enter")
        await agent.until(desk.calls, "dialled")
        (called,) = desk.calls()
        talking.clear(desk.simulator.centre, desk.agent().legs[called.id].conversation)
        await agent.until(lambda: len(day.calls) == 2, "over")
        assert {one.kind for one in day.calls} == {DayKind.ANSWERED, DayKind.DIALLED}
        assert day.missed == 0


async def test_a_call_that_is_rejected_is_not_missed(desk: Desk, day: DayLog) -> None:
    await desk.do("reject", await desk.ringing())
    await until(lambda: day.calls)
    assert day.calls[0].kind is DayKind.REJECTED
    assert day.missed == 0


async def test_what_rang_while_the_link_went_is_not_called_missed(
    board: Board, journal: Journal, clock: FixedClock
) -> None:
    operator = Operator(board, journal, {AGENT: ScriptedPoster()})
    canned.go_live(board, canned.call("c1", "Ringing", "+12025550143", "Answer"))
    log = DayLog(board, operator, "DispositionCode", 12.0)
    board.set_link(AGENT, LinkState.STALE, "connection lost")
    clock.advance(30.0)
    canned.go_live(board)
    assert [one.kind for one in log.calls] == [DayKind.UNSEEN]
    clock.advance(12 * 3600.0)
    assert log.calls == ()
    log.stop()
    operator.close()


def test_who_dialled_within_the_centre_is_known_though_it_was_seen_only_when_it_was_answered(
    board: Board, journal: Journal
) -> None:
    operator = Operator(board, journal, {AGENT: ScriptedPoster()})
    canned.go_live(board)
    log = DayLog(board, operator, "DispositionCode", 12.0)
    for call_id, ani in (("dialled", "5001"), ("answered", "5012")):
        for state in ("Established", "Released"):
            canned.tell(board, canned.call(call_id, state, "5012", callType="Internal", ani=ani))
    assert sorted(one.kind for one in log.calls) == [DayKind.ANSWERED, DayKind.DIALLED]
    log.stop()
    operator.close()


def test_a_conference_was_with_who_called_also_where_they_leave_it_first(board: Board, journal: Journal) -> None:
    operator = Operator(board, journal, {AGENT: ScriptedPoster()})
    canned.go_live(board)
    log = DayLog(board, operator, "DispositionCode", 12.0)
    customer, colleague = canned.party("+12025550143"), canned.party("5012")
    for state, parties in (
        ("Ringing", [customer]),
        ("Established", [customer]),
        ("Established", [customer, colleague]),
        ("Established", [colleague]),
        ("Held", [colleague]),
        ("Released", []),
    ):
        canned.tell(board, canned.call("c1", state, "+12025550143", participants=parties))
    # Whom a colleague hands over takes their place: nobody has left.
    for parties in ([colleague], [customer]):
        canned.tell(board, canned.call("c2", "Established", "5012", participants=parties, callType="Internal"))
    canned.tell(board, canned.call("c2", "Released", "5012", callType="Internal"))
    assert [(one.party, one.number and one.number.text) for one in log.calls] == [(PERSON, "+12025550143")] * 2
    log.stop()
    operator.close()


def test_the_newest_missed_call_that_was_not_rung_back_is_suggested() -> None:
    def one(kind: DayKind, number: str) -> DayCall:
        return DayCall(AT, kind, AGENT, number[-4:], Raw(number) if "+" in number else None)

    newest = [
        one(DayKind.REJECTED, "+12025550107"),
        one(DayKind.DIALLED, "+12025550143"),
        one(DayKind.MISSED, "+12025550143"),
        one(DayKind.MISSED, "number not kept"),
        one(DayKind.MISSED, "+12025550144"),
        one(DayKind.ANSWERED, "+12025550144"),
    ]
    assert place_to_ring_back(newest) == 4, "not the newest call, not the one rung back, not one without a number"
    assert place_to_ring_back(newest[:4]) is None
    assert place_to_ring_back([one(DayKind.DIALLED, "+442025550144"), *newest[3:]]) == 2, "another number"


MISSED = DayCall(AT, DayKind.MISSED, AGENT, "•••• 0143", Raw("+12025550143"))


def test_it_is_kept_privately_and_holds_nothing_that_was_masked(tmp_path: Path) -> None:
    file = DayFile(tmp_path / "day", ["a"], WALL)
    file.keep((MISSED,))
    text = file.path.read_text()
    assert "2025550143" not in text
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    assert file.read() == (replace(MISSED, number=None),)


def test_what_another_policy_has_written_is_not_read(tmp_path: Path) -> None:
    shown = DayFile(tmp_path, ["a"], OPEN)
    shown.keep((replace(MISSED, party=PERSON, talked_s=3.0, seen=True),))
    assert shown.read() == (replace(MISSED, party=PERSON, talked_s=3.0, seen=True),)
    assert DayFile(tmp_path, ["a"], WALL).read() == ()
    assert DayFile(tmp_path, ["another"], OPEN).read() == ()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"policy": 1}', "[" * 5000, '{"policy": "%", "calls": [1, {}]}'])
def test_rubbish_in_its_place_is_no_day(tmp_path: Path, text: str) -> None:
    file = DayFile(tmp_path, ["a"], OPEN)
    file.path.write_text(text.replace("%", json.loads(json.dumps(repr(OPEN)))))
    assert file.read() == ()


def test_a_pipe_in_its_place_holds_up_nobody(tmp_path: Path) -> None:
    file = DayFile(tmp_path, ["a"], OPEN)
    os.mkfifo(file.path)
    assert file.read() == ()


def test_what_is_too_old_is_taken_out_of_the_file(board: Board, journal: Journal) -> None:
    operator, written = Operator(board, journal, {}), list[tuple[DayCall, ...]]()
    old = replace(MISSED, at=board.clock.wall() - timedelta(hours=13))
    log = DayLog(board, operator, "DispositionCode", 12.0, (old,), written.append)
    assert written == [()]
    log.stop()
    operator.close()
