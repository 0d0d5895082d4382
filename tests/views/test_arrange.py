import pytest

from tests.screens.centre import call, go_live, lose, tell
from tui.live.clock import FixedClock
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.source.snapshot import Unreadable
from tui.views.arrangement.arrangement import Arrangement
from tui.views.arrangement.choices import Grouping, Order
from tui.views.attention.census import Census
from tui.views.attention.thresholds import Thresholds


@pytest.fixture
def census(board: Board) -> Census:
    return Census(board, Thresholds(ringing_s=20, held_s=100, dialing_s=None, talking_s=None))


def arranged(board: Board, census: Census, order: Order = Order.ATTENTION, query: str = "") -> list[str]:
    census.take(board.calls)
    arrangement = Arrangement(board, census, order)
    arrangement.rearrange(query=query)
    arrangement.work()
    return [key.id for key in arrangement.keys]


def mixed(board: Board, clock: FixedClock) -> None:
    calls = [
        call("old", duration="900", own="5002"),
        call("young", duration="30", own="5001"),
        call("hold1"),
        call("hold2"),
    ]
    go_live(board, "a", calls, ["5001", "5002"], [Unreadable(id="odd", why="no state")])
    tell(board, "a", call("hold1", "Held"))
    tell(board, "a", call("waits", "Ringing"))
    clock.advance(15.0)
    tell(board, "a", call("hold2", "Held"))
    tell(board, "a", call("rings1", "Ringing"))
    clock.advance(6.0)
    tell(board, "a", call("rings2", "Ringing"))


def test_attention_means_alarmed_then_ringing_then_held_then_doubtful_then_longest(
    board: Board, clock: FixedClock, census: Census
) -> None:
    mixed(board, clock)
    assert arranged(board, census) == ["waits", "rings1", "rings2", "hold1", "hold2", "odd", "old", "young"]


def test_what_is_not_sure_comes_before_what_is(board: Board, census: Census) -> None:
    go_live(board, "a", [call("sure", duration="900")])
    go_live(board, "b", [call("doubtful", duration="3")])
    lose(board, "b")
    assert arranged(board, census) == ["doubtful", "sure"]


def test_an_ended_call_stays_where_its_age_puts_it(board: Board, census: Census) -> None:
    go_live(board, "a", [call("one", duration="90"), call("two", duration="60"), call("three", duration="30")])
    tell(board, "a", call("two", "Released"))
    assert arranged(board, census) == ["one", "two", "three"]


def test_the_other_orders(board: Board, clock: FixedClock, census: Census) -> None:
    mixed(board, clock)
    assert arranged(board, census, Order.STATE)[:3] == ["waits", "rings1", "rings2"]
    assert arranged(board, census, Order.DURATION)[:2] == ["old", "young"]
    agents = arranged(board, census, Order.AGENT)
    assert agents.index("young") < agents.index("old")


def test_a_filter_leaves_what_it_finds_in_order(board: Board, clock: FixedClock, census: Census) -> None:
    mixed(board, clock)
    assert arranged(board, census, query="held") == ["hold1", "hold2"]
    assert arranged(board, census, query="held 5001") == ["hold1", "hold2"]
    assert arranged(board, census, query="held nothing") == []


def test_what_changes_nothing_in_the_order_moves_nothing(board: Board, clock: FixedClock, census: Census) -> None:
    mixed(board, clock)
    census.take(board.calls)
    arrangement = Arrangement(board, census, Order.ATTENTION)
    arrangement.rearrange()
    arrangement.work()
    before = arrangement.keys
    tell(board, "a", call("young", duration="51", mute="On", own="5001"))
    arrangement.take([CallKey("a", "young")])
    assert not arrangement.work()
    assert arrangement.keys is before
    tell(board, "a", call("young", "Held", duration="51", own="5001"))
    arrangement.take([CallKey("a", "young")])
    assert arrangement.work()
    assert arrangement.keys is not before


@pytest.mark.parametrize("grouping", [Grouping.NONE, Grouping.AGENT])
def test_a_change_that_leaves_every_call_in_its_place_moves_nothing(
    board: Board, census: Census, grouping: Grouping
) -> None:
    go_live(board, "a", [call("old", duration="900"), call("young", duration="30")])
    census.take(board.calls)
    arrangement = Arrangement(board, census, Order.ATTENTION, grouping)
    arrangement.rearrange()
    arrangement.work()
    keys = arrangement.keys

    tell(board, "a", call("old", duration="905"))
    arrangement.take([CallKey("a", "old")])
    assert not arrangement.work()
    assert arrangement.keys is keys

    tell(board, "a", call("young", duration="1000"))
    arrangement.take([CallKey("a", "young")])
    assert arrangement.work()
    assert [key.id for key in arrangement.keys] == ["young", "old"]
