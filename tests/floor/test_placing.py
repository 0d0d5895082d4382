"""A login that is put on our clock keeps all that its publisher told."""

from dataclasses import MISSING, fields, replace
from types import MappingProxyType

from tests.live.resources import call
from tui.floor.placing import PlacedLogin
from tui.floor.values import LoginValue, Signature
from tui.live.store.board import Source, SourcePart
from tui.live.store.card import BoardCall, CallKey, Younger
from tui.live.store.link import Link, LinkState
from tui.source.models import User

OF_A_BOARD = {"lead", "country", "revision"}
"""What the board adds that adopts a call."""
TOLD = BoardCall(
    key=CallKey("5001", "c1"),
    call=call("c1"),
    start_s=1.0,
    state_since_s=2.0,
    state_seen_s=3.0,
    held_s=4.0,
    paused_since_s=5.0,
    paused_seen_s=6.0,
    answered_at_s=7.0,
    younger=Younger(8.0, 9.0),
    recounted_s=10.0,
    phone_number="5001",
    extensions={"a": 1},
    metrics={"b": 2},
    ended_at_s=11.0,
    end_seen_s=12.0,
    ended_how="released",
    unreadable="a digit where a word belongs",
)


def test_a_call_that_is_put_on_our_clock_keeps_all_but_its_times() -> None:
    told = {one.name for one in fields(BoardCall) if one.default is MISSING or getattr(TOLD, one.name) != one.default}
    assert told == {one.name for one in fields(BoardCall)} - OF_A_BOARD
    source = Source("5001", Link(LinkState.LIVE, 0.0), User(), MappingProxyType({}))
    (ours,) = PlacedLogin(LoginValue(Signature("c1", "s1", 1), 20.0, SourcePart(source, (TOLD,))), 100.0).calls

    times = {name: getattr(TOLD, name) + 100.0 for name in told if name.endswith("_s") and name != "held_s"}
    assert ours == replace(TOLD, younger=Younger(108.0, 109.0), **times)
