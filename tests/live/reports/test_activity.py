"""What just happened is told in the sentences of `watch --format text`, and nothing that did not happen is."""

from __future__ import annotations

import pytest

from tests.screens.centre import call, device, go_live, tell
from tui.live.clock import FixedClock
from tui.live.reports.activity import LENGTH, Activity
from tui.live.store.board import Board
from tui.live.store.masked_board import MaskedBoard
from tui.live.store.privacy import OPEN, WALL
from tui.source.events import DeviceEvent
from tui.source.models import UserState

CALLER = "(202) 555-0143"


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock)
    go_live(board, "Billing", [call("c0")], ["5001"])
    return board


def words(activity: Activity) -> list[str]:
    return [sentence.words for sentence in activity.sentences]


def test_calls_and_agents_are_told_with_their_times_and_links_are_not(board: Board, clock: FixedClock) -> None:
    activity = Activity(board)
    tell(board, "Billing", call("c1", "Ringing"))
    clock.advance(31.0)
    tell(board, "Billing", call("c1", "Established", duration="31"))
    away = device("5001").model_copy(update={"user_state": UserState(state="NotReady", display_name="Lunch")})
    board.apply("Billing", [DeviceEvent(clock.now_s(), (away,))])
    go_live(board, "Support", [], ["5016"])
    assert words(activity) == [
        f"5001: ringing, a call from {CALLER}, Washington D.C.",
        f"5001: answered, talking with {CALLER}.",
        "5001: the agent is now Lunch.",
    ]
    assert [sentence.of_agent for sentence in activity.sentences] == [False, False, True]
    assert (activity.sentences[1].at - activity.sentences[0].at).total_seconds() == 31.0


def test_another_moment_or_another_mask_is_nothing_that_happened(board: Board) -> None:
    masked = MaskedBoard(board, OPEN)
    activity = Activity(masked)
    memory = board.remember()
    tell(board, "Billing", call("c0", "Held"))
    assert words(activity) == [f"5001: {CALLER} is on hold."]
    tell(board, "Billing", call("c2", "Held", participants=["+12025550143", "5016"]))
    assert words(activity)[1:] == ["5001: +1 202-555-0143 and 1 more are on hold."]
    masked.follow_policy(WALL)
    assert words(activity) == []
    tell(board, "Billing", call("c0", "Established"))
    assert words(activity) == ["5001: talking again with •••• 0143."]
    board.recall(memory)
    assert words(activity) == []


def test_it_ends_when_it_is_told_to_and_keeps_no_more_than_it_may(board: Board) -> None:
    activity = Activity(board)
    for number in range(2 * LENGTH):
        tell(board, "Billing", call("c0", "Held" if number % 2 else "Established", mute="On" if number % 3 else "Off"))
    assert len(activity.sentences) == LENGTH
    activity.stop()
    last = words(activity)
    tell(board, "Billing", call("c9", "Ringing"))
    assert words(activity) == last
