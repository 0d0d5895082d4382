from typing import Any

import pytest

from tests.screens.centre import LISTENED, call, device, go_live, lose, party, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.reports.spoken import spoken_duration
from tui.live.store.board import Board
from tui.live.store.masked_board import masked_board
from tui.live.store.privacy import WALL
from tui.source.events import DeviceEvent
from tui.source.models import UserState
from tui.source.snapshot import Unreadable

CALLER = "(202) 555-0143"


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock)
    go_live(board, "Billing", [], ["5001"])
    return board


def narrated(board: Board) -> list[str]:
    """Every sentence from now on."""
    said: list[str] = []
    narrator = Narrator(board)
    board.watch(lambda changes: said.extend(narrator.tell(changes)))
    return said


def test_the_life_of_a_call(board: Board, clock: FixedClock) -> None:
    said = narrated(board)
    for place, state in enumerate(("Ringing", "Established", "Held", "Established", "Released")):
        tell(board, "Billing", call("c1", state, duration=str(31 * place)))
        clock.advance(31.0)
    assert said == [
        f"5001: ringing, a call from {CALLER}, Washington D.C.",
        f"5001: answered, talking with {CALLER}.",
        f"5001: {CALLER} is on hold.",
        f"5001: talking again with {CALLER}.",
        f"5001: the call with {CALLER} has ended after 2 minutes 4 seconds.",
    ]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"recordingState": "Recording"}, "the call is being recorded, in the call with"),
        ({"recordingState": "Paused"}, "the recording is paused, in the call with"),
        ({"mute": "On"}, "muted, in the call with"),
        (LISTENED, "a supervisor listens in, in the call with"),
        ({"participants": [party("5042"), party("5043")]}, "the call is now with 5042 and 1 more."),
        ({"state": "Parked"}, f"the call with {CALLER} is Parked."),
    ],
)
def test_what_happens_in_a_call_is_one_sentence(board: Board, fields: dict[str, Any], told: str) -> None:
    tell(board, "Billing", call("c1", "Established"))
    said = narrated(board)
    tell(board, "Billing", call("c1", "Established", capabilities=["Hangup"]))
    said.clear()
    tell(board, "Billing", call("c1", **{"state": "Established", **fields}))
    assert len(said) == 1
    assert said[0].startswith(f"5001: {told}")


def test_what_is_switched_on_is_told_with_a_call_that_is_new_here(board: Board) -> None:
    said = narrated(board)
    tell(board, "Billing", call("c1", "established", recordingState="recording", mute="ON", **LISTENED))
    assert said == [
        f"5001: talking with {CALLER}, Washington D.C., the call is being recorded, muted, a supervisor listens in."
    ]
    tell(board, "Billing", call("c1", "released"))
    assert said[1:] == [f"5001: the call with {CALLER} has ended after 0 seconds."]


def test_what_nobody_needs_to_hear_is_not_said(board: Board) -> None:
    said = narrated(board)
    tell(board, "Billing", call("c1"))
    said.clear()
    tell(
        board, "Billing", call("c1", userData={"AccountNumber": "90017"}, capabilities=["Hold"]), "AttachedDataChanged"
    )
    assert said == []


def test_links_and_agents(board: Board) -> None:
    said = narrated(board)
    board.apply("Billing", [DeviceEvent(board.clock.now_s(), (device("5001"),))])
    away = device("5001").model_copy(update={"user_state": UserState(state="NotReady", display_name="Lunch")})
    board.apply("Billing", [DeviceEvent(board.clock.now_s(), (away,))])
    lose(board, "Billing", "no answer")
    go_live(board, "Billing", [], ["5001"])
    assert said == [
        "Billing: connection lost, what was said may no longer be so, because: no answer.",
        "Billing: connected.",
        "5001: the agent is now Ready.",
    ]


def test_what_ended_unheard_and_what_cannot_be_read(board: Board) -> None:
    tell(board, "Billing", call("c1"))
    said = narrated(board)
    lose(board, "Billing", "no answer")
    said.clear()
    go_live(board, "Billing", [], ["5001"], [Unreadable(id="c9", why="no usable state")])
    assert said[0] == "Billing: connected."
    assert any("has ended" in words and "while disconnected" in words for words in said)
    assert "Billing: a call could not be read." in said


def test_the_whole_state(board: Board, clock: FixedClock) -> None:
    go_live(board, "Support", [call("c2", "Ringing", own="5016"), call("c3", "Held", own="5016")], ["5016"])
    lose(board, "Billing")
    clock.advance(70.0)
    assert Narrator(board).whole() == [
        "2 calls now, 1 ringing, 1 of 2 sources not connected.",
        f"5016: ringing, a call from {CALLER}, Washington D.C.; the call has lasted 1 minute 10 seconds.",
        f"5016: {CALLER} is on hold; the call has lasted 1 minute 10 seconds.",
    ]


def test_nothing_is_said_that_must_not_be_shown(board: Board) -> None:
    said = narrated(masked_board(board, WALL))
    for state in ("Ringing", "Established", "Held", "Released"):
        tell(board, "Billing", call("c1", state, userData={"AccountNumber": "90017"}))
    words = " ".join(said)
    assert "0143" in words
    assert not any(secret in words for secret in ("202", "555", "90017"))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.9, "0 seconds"),
        (61.0, "1 minute 1 second"),
        (120.0, "2 minutes"),
        (3_600.0 + 180.0 + 59.0, "1 hour 3 minutes"),
        (3_605.0, "1 hour"),
        (2 * 86_400.0 + 3_600.0, "2 days 1 hour"),
    ],
)
def test_durations_as_they_are_spoken(seconds: float, words: str) -> None:
    assert spoken_duration(seconds) == words
