"""Which limit counts for which call."""

from typing import Any

import pytest

from tests.screens.centre import call, go_live
from tests.widgets.calls import NOW_S, board_call
from tui.live.store.board import Board
from tui.live.store.card import BoardCall, CallKey
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.views.attention.thresholds import Rule, Thresholds, Wait, alarm_at_s, is_warned, used_share


def passed(call: BoardCall, thresholds: Thresholds) -> list[Wait]:
    return [one.wait for one in thresholds.limits(call) if one.alarm_at_s is not None and one.alarm_at_s <= NOW_S]


def ringing(**fields: object) -> BoardCall:
    return board_call("Ringing", age_s=8.0, board_state_since_s=NOW_S - 8.0, **fields)


VIP = Rule(Wait.RINGING, 5.0, data=(("Segment", "VIP*"),))
INBOUND = Rule(Wait.RINGING, 10.0, 7.0, call_type="Inbound")


@pytest.mark.parametrize(
    ("rules", "fields", "limit_s"),
    [
        ((VIP, INBOUND), {"userData": {"Segment": "VIP 1"}}, 5.0),
        ((INBOUND, VIP), {"userData": {"Segment": "VIP 1"}}, 10.0),
        ((VIP, INBOUND), {"userData": {"Segment": "usual"}}, 10.0),
        ((VIP, INBOUND), {}, 10.0),
        ((VIP, INBOUND), {"callType": "Internal"}, 20.0),
        ((), {}, 20.0),
    ],
)
def test_the_first_rule_that_fits_counts(rules: tuple[Rule, ...], fields: dict[str, object], limit_s: float) -> None:
    assert alarm_at_s(ringing(**fields), Thresholds(rules=rules)) == NOW_S - 8.0 + limit_s


def test_a_rule_without_alarm_switches_it_off_and_may_still_warn() -> None:
    thresholds = Thresholds(rules=(Rule(Wait.RINGING, None, 4.0),))

    assert alarm_at_s(ringing(), thresholds) is None
    assert is_warned(ringing(), thresholds, NOW_S)
    assert used_share(ringing(), thresholds, NOW_S) == 0.99


def test_the_warning_comes_at_its_own_level_else_at_three_quarters() -> None:
    assert not is_warned(ringing(), Thresholds(ringing_s=12.0), NOW_S)
    assert is_warned(ringing(), Thresholds(ringing_s=10.0), NOW_S)
    assert is_warned(ringing(), Thresholds(rules=(INBOUND,)), NOW_S)


def test_several_waits_of_one_call_are_counted_beside_each_other() -> None:
    fields = {"recordingState": "Paused", "board_paused_since_s": NOW_S - 130, "board_state_since_s": NOW_S - 90}
    call = board_call("Held", age_s=900.0, **fields)

    assert passed(call, Thresholds()) == [Wait.PAUSED]
    assert set(passed(call, Thresholds(held_s=60.0))) == {Wait.PAUSED, Wait.HELD}


@pytest.mark.parametrize(("parties", "alone"), [(0, True), (1, True), (2, False)])
def test_a_supervisor_is_alone_with_at_most_one_party(parties: int, alone: bool) -> None:
    mine: dict[str, Any] = {
        "supervisorMonitoringState": {"state": "ListenIn"},
        "participants": ["5001", "5002"][:parties],
    }
    rules = (Rule(Wait.ALONE, 0.0),)

    assert bool(passed(board_call(**mine), Thresholds(rules=rules))) is alone
    assert not passed(board_call(participants=["5001"]), Thresholds(rules=rules))


def test_rules_see_what_is_not_shown(board: Board) -> None:
    go_live(board, "a", [call("c1", "Ringing", userData={"Segment": "VIP"})])
    thresholds, key, now_s = Thresholds(rules=(VIP,)), CallKey("a", "c1"), board.clock.now_s()
    shown = masked_board(board, WALL)

    assert "VIP" not in str(shown.calls[key].call.user_data)
    assert alarm_at_s(shown.bare.calls[key], thresholds) == now_s + 5.0
    with pytest.raises(LookupError):
        alarm_at_s(shown.calls[key], thresholds)
