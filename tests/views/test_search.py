import pytest

from tests.screens.centre import call
from tui.live.store.card import BoardCall, CallKey
from tui.views.arrangement.plain_words import finds, words_of
from tui.views.arrangement.search import found_by

DATA = {"AccountNumber": 90017, "Customer": {"Tier": "Gold"}, "Skills": ["Billing", None]}
HELD = BoardCall(
    CallKey("Retention", "c1"),
    call("c1", "Held", "+19165550104", callType="Inbound", mute="On", recordingState="Paused", userData=DATA),
)
TEXT = found_by(HELD, "5001", "Retention")


@pytest.mark.parametrize(
    "query",
    ["", "held", "HELD", "inbound", "5001", "retention", "muted", "rec paused", "accountnumber", "90017", "tier gold"],
)
def test_a_call_is_found_by_its_words(query: str) -> None:
    assert finds(words_of(query), TEXT)


@pytest.mark.parametrize(
    "query", ["(916) 555-0104", "916-555-0104", "9165550104", "+19165550104", "555-0104", "california"]
)
def test_a_number_is_found_however_it_is_written(query: str) -> None:
    assert finds(words_of(query), TEXT)


@pytest.mark.parametrize("query", ["ringing", "held ringing", "555-0199", "held 9999"])
def test_every_word_has_to_be_found(query: str) -> None:
    assert not finds(words_of(query), TEXT)


def test_how_a_call_ended_finds_it() -> None:
    ended = BoardCall(CallKey("a", "c"), call("c", "Released"), ended_at_s=1.0, ended_how="ended while disconnected")
    assert finds(words_of("ended disconnected"), found_by(ended, "", "a"))
