from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board, Changes
from tui.live.store.card import CallKey
from tui.source.snapshot import Unreadable
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Order
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds

LIMITS = Thresholds(ringing_s=10, dialing_s=20, held_s=30, talking_s=60)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("tell"),
            st.sampled_from("abc"),
            st.sampled_from(["c1", "c2", "c3", "c4"]),
            st.sampled_from(["Ringing", "Established", "Held", "Released", "Parked"]),
        ),
        st.tuples(st.just("wait"), st.floats(0.5, 25.0)),
        st.tuples(st.just("lose"), st.sampled_from("abc")),
        st.tuples(st.just("back"), st.sampled_from("abc"), st.sets(st.sampled_from(["c1", "c2", "c5"]))),
        st.tuples(st.just("rewind"), st.integers(0, 40)),
    ),
    max_size=40,
)


def touched(board: Board, changes: Changes) -> set[CallKey]:
    keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
    return keys | {key for key in board.calls if key.source in changes.links}


@given(steps, st.sampled_from(Order), st.sampled_from(["", "held", "c", "5550143"]))
def test_looking_only_at_what_changed_comes_to_the_same_as_looking_at_all(
    history: list[tuple[object, ...]], order: Order, query: str
) -> None:
    clock = FixedClock()
    board = Board(clock, ended_for_s=5.0)
    for name in "abc":
        go_live(board, name, [])
    census = Census(board, LIMITS)
    arrangement = Arrangement(board, census, order)
    arrangement.rearrange(query=query)
    arrangement.work()

    def take(changes: Changes) -> None:
        keys = touched(board, changes)
        census.take(keys)
        arrangement.take(keys | census.take_due())
        arrangement.work()

    board.watch(take)
    places = []
    for step in history:
        places.append((clock.now_s(), board.remember()))
        if step[0] == "rewind":
            # As a recording that is played goes back.
            then_s, place = places[int(str(step[1])) % len(places)]
            clock.advance(then_s - clock.now_s())
            board.recall(place)
        else:
            act(board, clock, step)
        arrangement.take(census.take_due())
        arrangement.work()
        fresh = Census(board, LIMITS)
        fresh.take(board.calls)
        again = Arrangement(board, fresh, order)
        again.rearrange(query=query)
        again.work()
        assert census.alarmed == fresh.alarmed
        assert comparable(census, board) == comparable(fresh, board)
        assert arrangement.keys == again.keys


def act(board: Board, clock: FixedClock, step: tuple[object, ...]) -> None:
    acts: dict[object, Callable[..., None]] = {
        "tell": lambda name, call_id, state: tell(board, name, call(call_id, state)),
        "wait": lambda seconds: pass_time(board, clock, seconds),
        "lose": lambda name: lose(board, name),
        "back": lambda name, ids: go_live(board, name, [call(call_id) for call_id in sorted(ids)]),
    }
    acts[step[0]](*step[1:])


def pass_time(board: Board, clock: FixedClock, seconds: float) -> None:
    clock.advance(seconds)
    board.sweep()


def comparable(census: Census, board: Board) -> tuple[object, ...]:
    tally = census.tally()
    longest = board.calls[tally.longest].start_s if tally.longest else None
    return tally.calls, tally.states, tally.unreadable, tally.unsure, tally.alarmed, longest


def test_the_numbers_leave_out_what_has_ended(board: Board) -> None:
    go_live(board, "a", [call("c1"), call("c2", "Held"), call("c3")], unreadable=[Unreadable(id="c4", why="no state")])
    tell(board, "a", call("c3", "Released"))
    census = Census(board, LIMITS)
    census.take(board.calls)
    tally = census.tally()
    assert (tally.calls, dict(tally.states), tally.unreadable) == (3, {"Established": 1, "Held": 1}, 1)
    lose(board, "a")
    assert census.tally().unsure == 3


def test_a_call_asks_for_somebody_from_its_threshold_on(board: Board, clock: FixedClock) -> None:
    go_live(board, "a", [])
    tell(board, "a", call("c1", "Ringing"))
    census = Census(board, LIMITS)
    census.take(board.calls)
    clock.advance(9.0)
    assert census.take_due() == set()
    clock.advance(1.0)
    assert census.take_due() == {CallKey("a", "c1")}
    assert census.tally().alarmed == 1
    tell(board, "a", call("c1", "Established"))
    census.take(board.calls)
    assert census.tally().alarmed == 0


def test_where_a_recording_goes_back_a_call_asks_for_nobody_before_its_threshold(
    board: Board, clock: FixedClock
) -> None:
    go_live(board, "a", [])
    tell(board, "a", call("c1", "Ringing"))
    census = Census(board, LIMITS)
    census.take(board.calls)
    place = board.remember()
    clock.advance(15.0)
    assert census.take_due() == {CallKey("a", "c1")}
    clock.advance(-8.0)
    board.recall(place)
    census.take(board.calls)
    assert census.take_due() == {CallKey("a", "c1")}
    assert (census.alarmed, census.tally().alarmed) == (set(), 0)
    clock.advance(4.0)
    assert census.take_due() == {CallKey("a", "c1")}
    assert census.tally().alarmed == 1


def test_of_what_is_not_sure_no_alarm_is_claimed(board: Board, clock: FixedClock) -> None:
    go_live(board, "a", [])
    tell(board, "a", call("c1", "Ringing"))
    census = Census(board, LIMITS)
    lose(board, "a")
    census.take(board.calls)
    clock.advance(60.0)
    assert census.take_due() == set()
    assert census.alarmed == set()
