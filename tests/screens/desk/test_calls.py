"""Which call of a desk is selected when others come."""

from __future__ import annotations

import pytest

from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey, Sight
from tui.screens.desk.desk_calls import DeskCalls, arranged
from tui.source.events import CallEvent
from tui.source.models import Call, User
from tui.source.snapshot import Snapshot

SOURCE = "5001"
OLD = Call(id="old", state="Established", callType="Inbound", duration=60)


@pytest.fixture
def board(board: Board, clock: FixedClock) -> Board:
    board.add_source(SOURCE)
    show(board, clock, OLD)
    return board


def show(board: Board, clock: FixedClock, *calls: Call) -> None:
    board.replace(SOURCE, Snapshot(user=User(), calls=calls, devices=()), Sight(clock.now_s()))


def new(**fields: object) -> Call:
    return Call.model_validate({"id": "new", "duration": 0, **fields})


@pytest.mark.parametrize(
    ("call", "is_selected"),
    [
        (new(state="Dialing", callType="Outbound"), True),
        # What is dialled may have been answered before anything was heard of it.
        (new(state="Established", callType="Outbound"), True),
        (new(state="Established", callType="Consult", parentCallUri="http://gws.example/api/v2/me/calls/old"), True),
        # Somebody else's doing, also where the phone answers by itself.
        (new(state="Ringing", callType="Inbound"), False),
        (new(state="Established", callType="Inbound"), False),
        (new(state="Established", callType="Consult"), False),
        (new(state="Released", callType="Outbound"), False),
    ],
)
def test_a_call_that_the_agent_has_begun_is_selected(
    board: Board, clock: FixedClock, call: Call, is_selected: bool
) -> None:
    calls = DeskCalls(board)
    calls.take([CallKey(SOURCE, "old")])
    assert calls.selected == CallKey(SOURCE, "old")

    show(board, clock, OLD, call)
    calls.take([CallKey(SOURCE, "new")])
    assert calls.selected == CallKey(SOURCE, "new" if is_selected else "old")


def test_behind_a_consultation_comes_what_it_was_about_though_its_last_message_does_not_name_it(
    board: Board, clock: FixedClock
) -> None:
    about = Call(id="about", state="Held", callType="Inbound", duration=9)
    uri = "http://gws.example/api/v2/me/calls/about"
    consult = new(state="Established", callType="Consult", parentCallUri=uri)
    show(board, clock, OLD, about, consult)
    calls = DeskCalls(board)
    calls.take()
    calls.select(CallKey(SOURCE, "new"))
    calls.take()
    board.apply(SOURCE, [CallEvent(clock.now_s(), "StatusChange", new(state="Released", callType="Consult"))])
    calls.take()
    assert calls.selected == CallKey(SOURCE, "about"), "and not another call, which a second key would end"


def test_what_goes_on_stands_before_what_has_ended_and_keeps_its_consultations(board: Board, clock: FixedClock) -> None:
    uri = "http://gws.example/api/v2/me/calls/about"
    consult = new(state="Established", callType="Consult", parentCallUri=uri)
    about = Call(id="about", state="Released", callType="Inbound", duration=90)
    gone = [Call(id=f"gone{number}", state="Released", callType="Inbound", duration=70) for number in (1, 2)]
    rings = Call(id="rings", state="Ringing", callType="Inbound", duration=1)
    show(board, clock, *(call.model_copy(update={"state": "Held"}) for call in (*gone, about)), OLD, consult, rings)
    board.apply(SOURCE, [CallEvent(clock.now_s(), "StatusChange", call) for call in (*gone, about)])
    order = [(one.key.id, one.depth) for one in arranged(board)]
    assert order == [("rings", 0), ("old", 0), ("about", 0), ("new", 1), ("gone1", 0), ("gone2", 0)]
