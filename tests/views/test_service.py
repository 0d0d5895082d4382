"""Figures of service: what each counts, by group, for how long, and that a recording tells the same."""

from __future__ import annotations

import random
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.recording.recorded_floor import open_floor
from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.commands.commands import BY_ID
from tui.live.store.board import Board
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import OPEN, WALL
from tui.recording.player import Player
from tui.views.arrangement.choices import GroupRules
from tui.views.service.figures import NOTHING, ServiceFigures
from tui.views.service.service_count import (
    EVERYBODY,
    MOST_QUEUES,
    OTHER_QUEUES,
    Counted,
    ServiceCount,
    ServiceGroup,
    ServiceKind,
)
from tui.views.service.service_words import service_object, service_rows

RULES = GroupRules("Queue")
WITHIN_S = 20.0


def counting(board: Board, *names: str) -> ServiceCount:
    for name in names or ("a",):
        go_live(board, name, [], ["5001"])
    return ServiceCount(board, RULES, WITHIN_S)


def data_of(queue: str) -> dict[str, Any]:
    return {"userData": {"Queue": queue}} if queue else {}


def ring(board: Board, clock: FixedClock, call_id: str, ring_s: float, source: str = "a", queue: str = "") -> None:
    tell(board, source, call(call_id, "Ringing", duration="0", **data_of(queue)))
    clock.advance(ring_s)


def talk(board: Board, clock: FixedClock, call_id: str, ring_s: int, talk_s: int, hold_s: int, **more: str) -> None:
    """One call that rings, is answered, held and over."""
    data, source = data_of(more.get("queue", "")), more.get("source", "a")
    ring(board, clock, call_id, ring_s, source, more.get("queue", ""))
    tell(board, source, call(call_id, "Established", duration=str(ring_s), **data))
    clock.advance(talk_s)
    tell(board, source, call(call_id, "Held", duration=str(ring_s + talk_s), **data))
    clock.advance(hold_s)
    tell(board, source, call(call_id, "Released", duration=str(ring_s + talk_s + hold_s), **data))


def of(counted: Counted, kind: ServiceKind, name: str) -> ServiceFigures:
    return counted.get(ServiceGroup(kind, name), NOTHING)


def test_what_each_figure_counts(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    talk(board, clock, "c1", 12, 60, 20)
    talk(board, clock, "c2", 21, 100, 0)
    ring(board, clock, "c3", 41.0)
    tell(board, "a", call("c3", "Released", duration="41"))
    tell(board, "a", call("c4", "Dialing", duration="0", callType="Outbound"))
    clock.advance(5.0)
    tell(board, "a", call("c4", "Released", duration="5", callType="Outbound"))

    assert count.seen[EVERYBODY] == ServiceFigures(3, 2, 1, 41.0, 2, 160.0, 20.0)
    assert count.seen[EVERYBODY].missed == 1
    assert (count.seen[EVERYBODY].average_talk_s, count.seen[EVERYBODY].average_hold_s) == (80.0, 10.0)


def test_a_call_that_is_dialled_rings_nowhere_and_is_talked(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    tell(board, "a", call("c1", "Dialing", duration="0", callType="Outbound"))
    clock.advance(5.0)
    tell(board, "a", call("c1", "Established", duration="5", callType="Outbound"))
    clock.advance(30.0)
    tell(board, "a", call("c1", "Released", duration="35", callType="Outbound"))

    assert count.seen[EVERYBODY] == ServiceFigures(handled=1, talk_s=30.0)


def test_what_was_not_seen_whole_is_in_no_other_figure(board: Board, clock: FixedClock) -> None:
    go_live(board, "a", [call("old", "Ringing", duration="500")])
    count = ServiceCount(board, RULES, WITHIN_S)
    tell(board, "a", call("old", "Released", duration="501"))
    tell(board, "a", call("c1", "Ringing", duration="0"))
    lose(board, "a")
    clock.advance(60.0)
    go_live(board, "a", [])

    assert count.seen[EVERYBODY] == ServiceFigures(unseen=2)


def test_a_supervisors_copy_counts_nowhere(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    copy: dict[str, Any] = {"supervisorMonitoringState": {"state": "ListenIn"}}
    tell(board, "a", call("c1", "Ringing", duration="0", **copy))
    tell(board, "a", call("c1", "Established", duration="0", **copy))
    clock.advance(30.0)
    tell(board, "a", call("c1", "Released", duration="30", **copy))

    assert count.seen == {}


def test_agents_and_queues_add_up_to_all(board: Board, clock: FixedClock) -> None:
    count, chance = counting(board, "a", "b"), random.Random(17)
    for number in range(40):
        more = {"queue": chance.choice(["Gold", "Silver"]), "source": chance.choice("ab")}
        talk(board, clock, f"c{number}", chance.randint(0, 60), chance.randint(0, 600), chance.randint(0, 60), **more)
    for kind in (ServiceKind.AGENT, ServiceKind.QUEUE):
        parts = [figures for group, figures in count.seen.items() if group.kind is kind]
        assert len(parts) == 2
        assert parts[0] + parts[1] == count.seen[EVERYBODY]


def test_the_last_hour_forgets_and_the_rest_does_not(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    talk(board, clock, "c1", 5, 10, 0)
    clock.advance(1_800.0)
    talk(board, clock, "c2", 30, 10, 0)

    assert count.hour[EVERYBODY] == count.seen[EVERYBODY] == ServiceFigures(2, 2, 1, 30.0, 2, 20.0, 0.0)
    clock.advance(1_800.0)
    assert count.hour[EVERYBODY] == ServiceFigures(1, 1, 0, 30.0, 1, 10.0, 0.0)
    clock.advance(3_600.0)
    assert count.hour == {}
    assert count.seen[EVERYBODY].rang == 2


def test_queues_are_what_may_be_shown_and_never_without_end(board: Board, clock: FixedClock) -> None:
    masked = masked_board(board, WALL)
    hidden, shown = ServiceCount(masked, RULES, WITHIN_S), counting(board)
    for number in range(MOST_QUEUES + 5):
        talk(board, clock, f"c{number}", 1, 1, 0, queue=f"secret {number}")

    queues = {group.name for group in shown.seen if group.kind is ServiceKind.QUEUE}
    assert len(queues) == MOST_QUEUES + 1
    assert of(shown.seen, ServiceKind.QUEUE, OTHER_QUEUES).rang == 5
    assert "secret" not in str(service_object(hidden))
    assert hidden.seen[EVERYBODY] == shown.seen[EVERYBODY]

    shown.follow(RULES)
    assert "secret" not in str(service_object(shown))
    assert shown.seen[EVERYBODY].rang == MOST_QUEUES + 5


def test_rows_say_what_they_leave_out(board: Board, clock: FixedClock) -> None:
    count = counting(board)
    for number in range(15):
        talk(board, clock, f"c{number}", 1, 1, 0, queue=f"q{number:02}")
    rows = service_rows(count.seen, count.within_s)

    assert rows[0].name == "all"
    assert rows[0].number == "15/15"
    assert sum(row.name.startswith("queue ") for row in rows) == 12
    assert "3 more queues" in [row.name for row in rows]


def over(count: ServiceCount, number: int) -> bool:
    return count.seen.get(EVERYBODY, NOTHING).rang >= number


@pytest.mark.parametrize("seed", range(3))
async def test_a_recording_of_the_same_run_tells_the_same(tmp_path: Path, seed: int) -> None:
    path, chance = tmp_path / "floor.callrec", random.Random(seed)
    async with open_floor(path, OPEN) as floor:
        parts, (user, *_) = floor.parts, floor.users
        source = next(iter(parts.board.sources))
        count = ServiceCount(parts.board, RULES, WITHIN_S)
        begun_s = floor.clock.now_s()
        await floor.written()
        floor.clock.advance(1.0)
        for number in range(5):
            id_ = await floor.ring(user, number="+12025550143", data={"Queue": chance.choice(["Gold", "Silver"])})
            floor.pass_time(chance.uniform(1, 40))
            if chance.random() < 0.7:
                await parts.operator.send(BY_ID["answer"], source, id_)
                floor.pass_time(chance.uniform(1, 400))
                await parts.operator.send(BY_ID["hangup"], source, id_)
            else:
                await parts.operator.send(BY_ID["reject"], source, id_)
            await floor.until(partial(over, count, number + 1), "over")
        await floor.written()

    player = Player.open(path, "")
    player.go_to(begun_s)
    recount = ServiceCount(player.board, RULES, WITHIN_S)
    player.go_to(player.contents.end_s)
    player.close()

    assert count.seen[EVERYBODY].rang == 5
    assert recount.seen == count.seen
