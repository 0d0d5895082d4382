"""A login that another board knew, taken over in one step, as it was: nothing happens to its calls on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import examples
from tests.live.resources import call, device, device_message, held, message, released, ringing, snapshot, talking
from tui.live.clock import FixedClock
from tui.live.reports.health import HealthWatch
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey, Sight
from tui.live.store.link import Link, LinkState
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.source.snapshot import SnapshotScope, Unreadable
from tui.views.attention.alarms import Alarms
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds

ONE, TWO = "5001", "5002"
CONFERENCE = {"participants": [{"phoneNumber": "5551"}, {"phoneNumber": "5552"}]}
STEPS: tuple[Callable[[Board, str, str], object], ...] = (
    lambda board, name, id_: board.apply(name, [ringing(board.clock.now_s(), id_)]),
    lambda board, name, id_: board.apply(name, [talking(board.clock.now_s(), id_, 3)]),
    lambda board, name, id_: board.apply(name, [held(board.clock.now_s(), id_, 9)]),
    lambda board, name, id_: board.apply(name, [released(board.clock.now_s(), id_)]),
    lambda board, name, id_: board.apply(
        name, [message(board.clock.now_s(), call(id_, "Established", 5, **CONFERENCE), extensions={"k": id_})]
    ),
    lambda board, name, id_: board.apply(name, [device_message(board.clock.now_s(), device(id_, "Busy", f"555{id_}"))]),
    lambda board, name, _: board.replace(name, snapshot(), Sight(board.clock.now_s(), board.clock.now_s())),
    lambda board, name, id_: board.replace(
        name,
        snapshot(call(id_, "Established", 7), devices=(device("1"),), unreadable=(Unreadable(id="x", why="bad"),)),
        Sight(board.clock.now_s(), board.clock.now_s(), SnapshotScope.EVERYTHING),
    ),
    lambda board, name, _: board.set_link(name, LinkState.STALE, "cut"),
    lambda board, name, _: board.hear(name, board.clock.now_s()),
    lambda board, name, _: board.begin_look(name),
    lambda board, _, __: board.sweep(),
)
HISTORIES = st.lists(
    st.tuples(
        st.sampled_from(STEPS), st.sampled_from((ONE, TWO)), st.sampled_from("12"), st.sampled_from((0.0, 1.0, 7.0))
    ),
    max_size=25,
)


def lived(history: list[tuple[Callable[[Board, str, str], object], str, str, float]]) -> Board:
    """A board of two logins to which all of this has happened."""
    clock = FixedClock(1_000.0)
    board = Board(clock)
    board.add_source(ONE)
    board.add_source(TWO, encrypted=False)
    for step, name, id_, after_s in history:
        clock.advance(after_s)
        step(board, name, id_)
    return board


def known(board: Board) -> dict[str, object]:
    """Everything that a board knows, but for the numbers of its own steps."""
    memory = board.remember()
    calls = {key: (replace(one, revision=0), one.lead) for key, one in memory.calls.items()}
    weights = {name: (board.weight(name), board.going_on(name), set(board.keys_of(name))) for name in memory.sources}
    return {"calls": calls, "sources": memory.sources, "ledgers": memory.ledgers, "weights": weights}


def without_ended_leads(board: Board) -> dict[str, object]:
    """The same; who was outside a call that ended within a step depends on what was known at that moment."""
    calls = {key: (replace(one, revision=0), one.ended or one.lead) for key, one in board.remember().calls.items()}
    return {**known(board), "calls": calls}


@given(HISTORIES, HISTORIES, st.booleans())
def test_adopting_all_parts_of_a_board_makes_it_that_board(
    history: list[tuple[Callable[[Board, str, str], object], str, str, float]],
    before: list[tuple[Callable[[Board, str, str], object], str, str, float]],
    backwards: bool,
) -> None:
    theirs, ours = lived(history), lived(before)
    as_it_was = known(theirs)
    parts = dict(theirs.remember().parts())
    for name in (TWO, ONE) if backwards else (ONE, TWO):
        ours.adopt(name, parts[name])
    assert known(ours) == known(theirs) == as_it_was

    told: list[Changes] = []
    ours.watch(told.append)
    for name, part in ours.remember().parts().items():
        ours.adopt(name, part)
    assert told == []


@given(HISTORIES)
def test_what_was_adopted_goes_on_as_it_would_have(
    history: list[tuple[Callable[[Board, str, str], object], str, str, float]],
) -> None:
    theirs, ours = lived(history), Board(FixedClock(1_000.0))
    for name, part in theirs.remember().parts().items():
        ours.adopt(name, part)
    assert isinstance(theirs.clock, FixedClock)
    ours.clock = theirs.clock
    for step in STEPS:
        theirs.clock.advance(1.0)
        step(theirs, ONE, "1")
        step(ours, ONE, "1")
    assert known(ours) == known(theirs)


def test_it_is_one_step_that_says_what_differs() -> None:
    theirs, ours = lived([]), lived([])
    for board in (theirs, ours):
        sight = Sight(board.clock.now_s(), board.clock.now_s())
        board.replace(ONE, snapshot(call("same"), call("other"), call("gone")), sight)
    theirs.apply(ONE, [released(1_000.0, "gone"), talking(1_000.0, "other", 1), ringing(1_000.0, "new")])
    told: list[Changes] = []
    ours.watch(told.append)
    ours.adopt(ONE, theirs.remember().parts()[ONE])
    key = {name: CallKey(ONE, name) for name in ("new", "other", "gone")}
    assert told == [Changes(added=(key["new"],), changed=(key["other"],), ended=(key["gone"],))]

    theirs.apply(ONE, [device_message(1_000.0, device("d"))])
    theirs.set_link(ONE, LinkState.STALE, "cut")
    ours.adopt(ONE, theirs.remember().parts()[ONE])
    assert told[1:] == [Changes(devices=((ONE, "d"),), links=(ONE,))]


def test_a_part_of_another_login_is_refused() -> None:
    theirs, ours = lived([(STEPS[0], ONE, "1", 0.0)]), lived([])
    with pytest.raises(ValueError, match="not all of 5002"):
        ours.adopt(TWO, theirs.remember().parts()[ONE])
    assert not ours.calls


def test_a_link_can_carry_since_when_and_until_when_something_was_sure() -> None:
    board = lived([(STEPS[7], ONE, "1", 0.0)])
    board.set_link(ONE, LinkState.STALE, "cut", since_s=990.0, sure_until_s=985.0)
    assert board.sources[ONE].link == Link(LinkState.STALE, 990.0, "cut", 985.0, None)
    assert board.sure_until_s(ONE) == 985.0
    told: list[Changes] = []
    board.watch(told.append)
    board.set_link(ONE, LinkState.STALE, "cut", since_s=990.0, sure_until_s=985.0)
    assert told == []
    board.set_link(ONE, LinkState.STALE, "cut", sure_until_s=986.0)
    assert board.sources[ONE].link == Link(LinkState.STALE, 990.0, "cut", 986.0, None)
    board.set_link(ONE, LinkState.LIVE, since_s=995.0, sure_until_s=986.0)
    assert board.sources[ONE].link == Link(LinkState.LIVE, 995.0)


def test_a_source_is_removed_with_all_its_calls_in_one_step() -> None:
    board = lived([(STEPS[0], ONE, "1", 0.0), (STEPS[5], ONE, "1", 0.0), (STEPS[0], TWO, "1", 0.0)])
    shown, health, told = masked_board(board, WALL), HealthWatch(board, lambda: 0.0), list[Changes]()
    assert len(shown.sources) == 2
    board.watch(told.append)
    board.remove_source(ONE)
    board.remove_source(ONE)
    assert told == [Changes(removed=(CallKey(ONE, "1"),), devices=((ONE, "1"),), links=(ONE,))]
    assert (set(shown.sources), set(shown.calls), set(board.keys_of(ONE))) == ({TWO}, {CallKey(TWO, "1")}, set())
    assert health.look().sources == 1
    board.add_source(ONE)
    assert board.sources[ONE].link.state is LinkState.CONNECTING


def test_what_counts_calls_stands_a_source_that_was_removed_before_it_looked_again() -> None:
    board = lived([(STEPS[7], ONE, "1", 0.0)])
    census = Census(board, Thresholds())
    alarms = Alarms(board, census, Thresholds(), 0.0)
    census.take(board.calls)
    board.remove_source(ONE)
    assert census.tally().unsure == 2, "counted still, and sure no more"
    gone = {CallKey(ONE, "1"), CallKey(ONE, "x")}
    census.take(gone)
    alarms.take({*gone, CallKey(ONE, "")})
    alarms.look()
    assert not [key for key in alarms.now if key.source == ONE]
    assert census.tally().calls == 0


@settings(max_examples=examples(50))
@given(HISTORIES, HISTORIES)
def test_what_is_written_together_is_one_step_that_says_what_differs(
    before: list[tuple[Callable[[Board, str, str], object], str, str, float]],
    history: list[tuple[Callable[[Board, str, str], object], str, str, float]],
) -> None:
    apart, board = lived([*before, *history]), lived(before)
    clock, old = board.clock, board.remember()
    assert isinstance(clock, FixedClock)
    told: list[Changes] = []
    board.watch(told.append)
    with board.together():
        for step, name, id_, after_s in history:
            clock.advance(after_s)
            step(board, name, id_)
    assert without_ended_leads(board) == without_ended_leads(apart)
    assert board.revision == old.revision + len(told) <= old.revision + 1
    changes, new = told[0] if told else Changes(), board.remember()
    assert set(changes.added) - set(changes.ended) <= new.calls.keys()
    gone = old.calls.keys() - new.calls.keys()
    assert gone <= set(changes.removed)
    assert not set(changes.removed) & new.calls.keys()
    said = {*changes.added, *changes.changed, *changes.ended}
    assert {key for key, one in new.calls.items() if one != old.calls.get(key)} <= said


def test_whose_numbers_are_ours_is_looked_up_once_for_many_logins_together() -> None:
    board = lived([(STEPS[4], ONE, "1", 0.0)])
    assert board.shown_number(CallKey(ONE, "1")) == "5551"
    with board.together():
        board.apply(ONE, [device_message(1_000.0, device("1", number="5551"))])
        board.apply(TWO, [device_message(1_000.0, device("2", number="5558"))])
    assert board.shown_number(CallKey(ONE, "1")) == "5552"


def test_a_copy_that_nobody_else_has_is_numbered_as_it_is_and_any_other_stays_what_it_was() -> None:
    part = lived([(STEPS[1], ONE, "1", 0.0)]).part(ONE)
    (theirs,) = part.calls
    nobodys = replace(theirs, revision=0, lead=None)
    ours, others = Board(FixedClock(1_000.0)), Board(FixedClock(1_000.0))

    ours.adopt(ONE, replace(part, calls=(nobodys,)), fresh=True)
    assert ours.calls[nobodys.key] is nobodys
    assert nobodys.lead == theirs.lead

    others.adopt(ONE, replace(part, calls=(replace(theirs, revision=0),)))
    others.adopt(ONE, replace(part, calls=(changed := replace(theirs, held_s=9.0, revision=77),)), fresh=True)
    assert (others.calls[theirs.key], changed.revision) == (changed, 77)
    assert others.calls[theirs.key] is not changed
