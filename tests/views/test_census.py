from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board, BoardMemory, Changes
from tui.live.store.card import CallKey
from tui.source.snapshot import Unreadable
from tui.views import slices
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Grouping, Order
from tui.views.attention.census import Census
from tui.views.attention.tally import Tally
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
        st.tuples(
            st.just("choose"),
            st.sampled_from(["", "held", "c", "5550143", "-c1", "held>5"]),
            st.sampled_from([None, *Grouping]),
            st.booleans(),
        ),
    ),
    max_size=40,
)


@pytest.fixture(autouse=True)
def _one_call_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slices, "STEP", 1)


def touched(board: Board, changes: Changes) -> set[CallKey]:
    keys = {*changes.added, *changes.changed, *changes.ended, *changes.removed}
    return keys | {key for key in board.calls if key.source in changes.links}


class Followed:
    """A board, and what is kept of it by looking only at what changed: all at once, and one call at a time."""

    def __init__(self, order: Order) -> None:
        self.clock = FixedClock()
        self.board = Board(self.clock, ended_for_s=5.0)
        for name in "abc":
            go_live(self.board, name, [])
        self.census = Census(self.board, LIMITS)
        self.quick, self.slow = (Arrangement(self.board, self.census, order) for _ in range(2))
        self._places: list[tuple[float, BoardMemory]] = []
        self.board.watch(self._take)

    def do(self, step: tuple[object, ...]) -> None:
        self._places.append((self.clock.now_s(), self.board.remember()))
        if step[0] == "rewind":
            self._go_back(int(str(step[1])))
        elif step[0] == "choose":
            _, query, grouping, together = step
            for one in (self.quick, self.slow):
                one.rearrange(query=query, grouping=grouping, together=together)  # type: ignore[arg-type]  # as drawn
        else:
            act(self.board, self.clock, step)
        self._look(set())

    def _go_back(self, place: int) -> None:
        """As a recording that is played."""
        then_s, memory = self._places[place % len(self._places)]
        self.clock.advance(then_s - self.clock.now_s())
        self.board.recall(memory)
        # What follows is not what followed then: the same number may not stand for another copy.
        self.board.revision += 1_000 * len(self._places)

    def _take(self, changes: Changes) -> None:
        keys = touched(self.board, changes)
        self._look(keys | set(self.census.take(keys)))

    def _look(self, keys: set[CallKey]) -> None:
        keys = keys | self.census.take_due()
        for one in (self.quick, self.slow):
            one.take(keys)
        self.quick.work()
        while self.quick.busy:
            self.quick.work()
        self.slow.work(iter([True, False, False, False]).__next__)


@given(steps, st.sampled_from(Order), st.sampled_from(["", "held", "c", "5550143"]))
def test_looking_only_at_what_changed_comes_to_the_same_as_looking_at_all(
    history: list[tuple[object, ...]], order: Order, query: str
) -> None:
    followed = Followed(order)
    board, census = followed.board, followed.census
    for step in (("choose", query, None, False), *history):
        followed.do(step)
        fresh = Census(board, LIMITS)
        fresh.take(board.calls)
        assert census.alarmed == fresh.alarmed
        assert numbers(board, census.tally()) == numbers(board, fresh.tally())
        for arrangement in (followed.quick, followed.slow):
            if not arrangement.busy:
                assert arranged(board, arrangement) == arranged_anew(board, fresh, arrangement)


def arranged(board: Board, arrangement: Arrangement) -> list[object]:
    groups = arrangement.groups
    headings = [group.heading and (group.heading.name, numbers(board, group.heading.tally())) for group in groups]
    return [arrangement.keys, [(group.key, group.calls) for group in groups], headings]


def arranged_anew(board: Board, census: Census, like: Arrangement) -> list[object]:
    anew, shown = Arrangement(board, census, like.shown.order), like.shown
    anew.rearrange(query=shown.query, grouping=shown.grouping, together=shown.together)
    anew.work()
    return arranged(board, anew)


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


def numbers(board: Board, tally: Tally) -> tuple[object, ...]:
    """All of them; of several that are the longest it may be any."""
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
