"""What is known of one call by having watched it: its start, its states, its pauses, its end."""

from __future__ import annotations

import pytest

from tests.live.resources import call
from tui.live.store.card import (
    DISCONNECTED,
    RELEASED,
    BoardCall,
    CallKey,
    Sight,
    end,
    first_sight,
    says_the_same,
    see_again,
)
from tui.source.models import Call

KEY = CallKey("agent.one", "a")


def seen_first(at_s: float, resource: Call) -> BoardCall:
    return first_sight(KEY, resource, Sight(at_s))


def watched(*copies: tuple[float, Call]) -> BoardCall:
    """The call after these messages, none missed."""
    known = seen_first(*copies[0])
    for at_s, resource in copies[1:]:
        known = see_again(known, resource, Sight(at_s), None)
    return known


def found(known: BoardCall, at_s: float, asked_s: float, resource: Call) -> BoardCall:
    """The call after a snapshot, everything since `known` perhaps missed."""
    return see_again(known, resource, Sight(at_s, asked_s), asked_s)


def test_the_earliest_start_wins() -> None:
    known = watched((100.9, call(duration=0)), (103.0, call(duration=3)), (106.8, call(duration=6)))
    assert known.start_s == 100.0


def test_a_late_message_does_not_make_a_call_younger() -> None:
    known = watched((100.0, call(duration=0)), (112.5, call(duration=10)))
    assert known.age_s(112.5) == 12.5


def test_two_messages_some_seconds_apart_make_a_call_younger() -> None:
    known = watched((100.0, call(duration=50)), (110.0, call(duration=20)))
    assert known.start_s == 50.0
    assert see_again(known, call(duration=23), Sight(113.0), None).start_s == 90.0


@pytest.mark.parametrize("later_s", [0.0, 1e-6, 0.01, 2.9])
def test_messages_that_come_one_upon_the_other_may_have_waited_together(later_s: float) -> None:
    known = watched((100.0, call(duration=50)), (110.0, call(duration=20)), (110.0 + later_s, call(duration=20)))
    assert known.start_s == 50.0
    assert see_again(known, call(duration=24), Sight(114.0), None).start_s == 90.0


def test_a_message_that_agrees_breaks_the_row() -> None:
    known = watched((100.0, call(duration=50)), (110.0, call(duration=20)), (111.0, call(duration=61)))
    assert see_again(known, call(duration=22), Sight(112.0), None).start_s == 50.0


def test_messages_that_waited_together_are_one_witness() -> None:
    known = watched((100.0, call(duration=0)), (3_700.0, call(duration=1)), (3_700.0, call(duration=2)))
    assert known.start_s == 100.0


def test_a_message_without_duration_changes_no_start() -> None:
    assert watched((100.0, call(duration=5)), (110.0, call(duration=None))).start_s == 95.0


def test_a_start_that_was_unknown_is_learnt() -> None:
    known = watched((100.0, call(duration=None)), (110.0, call(duration=4)))
    assert (seen_first(100.0, call(duration=None)).age_s(120.0), known.age_s(120.0)) == (None, 14.0)


@pytest.mark.parametrize(
    ("asked_s", "start_s"),
    [
        pytest.param(109.0, 105.0, id="a quick snapshot is believed"),
        pytest.param(99.1, 105.0, id="a slow one too, as long as the call must be younger"),
        pytest.param(99.0, 90.0, id="the answer waited so long that the call may be as old as it was"),
    ],
)
def test_a_snapshot_is_as_old_as_its_round_trip(asked_s: float, start_s: float) -> None:
    known = seen_first(100.0, call(duration=10))
    assert found(known, 110.0, asked_s, call(duration=5)).start_s == start_s


def test_a_snapshot_that_is_a_little_younger_changes_nothing() -> None:
    known = seen_first(100.0, call(duration=10))
    assert found(known, 110.0, 110.0, call(duration=17)).start_s == 90.0


@pytest.mark.parametrize("state", ["Established", "Held"])
@pytest.mark.parametrize("ids", [{}, {"call_uuid": "U1", "conn_id": "0071"}])
def test_a_call_that_is_the_same_cannot_become_younger(state: str, ids: dict[str, str]) -> None:
    known = seen_first(100.0, call(state=state, duration=50, **ids))
    after = found(known, 200.0, 199.9, call(state=state, duration=3, **ids))
    assert (after.start_s, after.recounted_s) == (50.0, 197.0)
    assert says_the_same(after, call(state=state, duration=63, **ids), Sight(260.0, 259.9))
    for at_s in (270.0, 280.0):
        after = see_again(after, call(state=state, duration=int(at_s) - 197, **ids), Sight(at_s), None)
    assert (after.start_s, after.recounted_s) == (50.0, 197.0)


def test_what_is_explained_by_a_new_count_makes_no_call_younger_in_another_state_either() -> None:
    known = found(seen_first(100.0, call(state="Established", duration=50)), 200.0, 199.9, call(state="Established"))
    on_hold = see_again(known, call(state="Held", duration=30), Sight(230.0), None)
    back = found(on_hold, 260.0, 259.9, call(state="Established", duration=60))
    assert (on_hold.start_s, back.start_s, back.recounted_s) == (50.0, 50.0, 200.0)


def test_a_count_that_is_right_again_is_no_new_one() -> None:
    known = found(seen_first(100.0, call(state="Held", duration=50)), 200.0, 199.9, call(state="Held", duration=3))
    assert found(known, 210.0, 209.9, call(state="Held", duration=160)).recounted_s is None


@pytest.mark.parametrize("later", [{"call_uuid": "U2"}, {"conn_id": "0072"}, {"state": "Held"}])
def test_a_call_that_differs_may_be_another_leg(later: dict[str, str]) -> None:
    first = {"state": "Established", "call_uuid": "U1", "conn_id": "0071"}
    known = seen_first(100.0, call(duration=50, **first))
    after = found(known, 200.0, 199.9, call(duration=3, **(first | later)))
    assert (after.start_s, after.recounted_s) == (197.0, None)


def test_a_late_message_of_the_same_call_is_no_new_count() -> None:
    known = seen_first(100.0, call(state="Established", duration=50))
    late = see_again(known, call(state="Established", duration=60), Sight(130.0), None)
    assert (late.start_s, late.younger, late.recounted_s) == (50.0, None, None)


def test_ringing_is_as_old_as_the_call() -> None:
    assert seen_first(100.0, call(state="Ringing", duration=7)).state_age_s(110.0) == 17.0


def test_how_long_a_state_lasted_before_it_was_seen_is_unknown() -> None:
    known = seen_first(100.0, call(state="Held", duration=70))
    assert (known.state_age_s(110.0), known.answered_at_s, known.paused_s(110.0)) == (None, None, None)
    again = see_again(known, call(state="Held", duration=90), Sight(120.0, 119.0), None)
    assert (known.state_seen_age_s(110.0), again.state_seen_age_s(130.0)) == (10.0, 30.0)


def test_a_call_that_begins_established_was_answered_then() -> None:
    known = seen_first(100.0, call(state="Established", duration=0))
    assert (known.answered_at_s, known.state_since_s) == (100.0, 100.0)


def test_the_answer_is_seen_once() -> None:
    known = watched(
        (100.0, call(state="Ringing")),
        (104.0, call(state="Established", duration=4)),
        (110.0, call(state="Held", duration=10)),
        (115.0, call(state="Established", duration=15)),
    )
    assert (known.answered_at_s, known.state_since_s, known.held_s) == (104.0, 115.0, 5.0)


def test_a_mute_is_no_new_state() -> None:
    known = watched(
        (104.0, call(state="Established", duration=0)), (110.0, call(state="Established", duration=6, mute="On"))
    )
    assert known.call.muted
    assert known.state_since_s == 104.0


def test_a_change_that_was_missed_has_no_time() -> None:
    known = watched((100.0, call(state="Ringing")))
    known = found(known, 160.0, 159.0, call(state="Established", duration=60, recording_state="Paused"))
    assert (known.state_since_s, known.answered_at_s, known.paused_since_s) == (None, None, None)
    assert (known.state_seen_s, known.paused_seen_s) == (160.0, 160.0)


def test_a_hold_whose_end_was_missed_counts_as_far_as_it_was_seen() -> None:
    known = watched((100.0, call(state="Established")), (110.0, call(state="Held", duration=10)))
    back = see_again(known, call(state="Established", duration=60), Sight(160.0, 159.0), 130.0)
    assert (back.held_s, back.held_total_s(170.0)) == (20.0, 20.0)


def test_hold_time_runs_while_it_is_held() -> None:
    known = watched((100.0, call(state="Established")), (110.0, call(state="Held", duration=10)))
    assert known.held_total_s(115.0) == 5.0


def test_a_hold_that_began_unseen_counts_for_at_least_as_long_as_it_was_seen() -> None:
    known = watched((100.0, call(state="Held", duration=60)))
    assert (known.held_total_s(115.0), known.is_held_exactly) == (15.0, False)
    back = see_again(known, call(state="Established", duration=80), Sight(120.0), None)
    assert (back.held_total_s(170.0), back.is_held_exactly) == (20.0, False)


def test_of_a_call_that_was_seen_to_ring_and_to_be_answered_no_hold_was_missed() -> None:
    rings = (100.0, call(state="Ringing"))
    answered = (104.0, call(state="Established", duration=4))
    held = (110.0, call(state="Held", duration=10))
    assert watched(rings).is_held_exactly
    assert watched(rings, answered).is_held_exactly
    assert watched(rings, answered, held).is_held_exactly
    assert not found(watched(rings, answered), 160.0, 159.0, call(state="Held", duration=60)).is_held_exactly


def test_a_pause_lasts_until_it_is_resumed() -> None:
    paused = watched(
        (100.0, call(state="Established", recording_state="Recording")),
        (110.0, call(state="Established", duration=10, recording_state="Paused")),
        (112.0, call(state="Held", duration=12, recording_state="Paused")),
    )
    resumed = see_again(paused, call(state="Held", duration=20, recording_state="Recording"), Sight(120.0), None)
    assert (paused.paused_s(120.0), resumed.paused_s(120.0)) == (10.0, None)


def test_what_an_unreadable_copy_hid_was_not_seen() -> None:
    known = watched((100.0, call(state="Ringing")))
    hidden = BoardCall(KEY, known.call, start_s=known.start_s, state_since_s=100.0, unreadable="no usable id")
    again = see_again(hidden, call(state="Held", duration=10), Sight(110.0), None)
    assert (again.unreadable, again.state_since_s, again.answered_at_s) == ("", None, None)


def test_an_ended_call_stands_still() -> None:
    known = watched((100.0, call(state="Established")), (110.0, call(state="Held", duration=10)))
    over = end(known, call(state="Released", duration=30), RELEASED, 130.0, 130.0)
    assert (over.ended, over.age_s(900.0), over.held_total_s(900.0)) == (True, 30.0, 20.0)


def test_a_call_that_ended_unseen_is_released_and_offers_nothing() -> None:
    known = watched((100.0, call(state="Established", capabilities=["Hold"])))
    over = end(known, None, DISCONNECTED, 200.0, 130.0)
    assert (over.call.state, over.call.capabilities, over.ended_how) == ("Released", frozenset(), DISCONNECTED)
    assert (over.age_s(300.0), over.state_since_s) == (30.0, None)


def test_an_age_is_never_negative() -> None:
    assert seen_first(100.0, call(duration=0)).age_s(99.0) == 0.0
