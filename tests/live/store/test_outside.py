"""The party outside leads, a caller who withholds a number is nobody of ours, and masks change neither."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.screens.centre import call, device, go_live, party, tell
from tui.live.clock import FixedClock
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.masked_board import masked_board
from tui.live.store.outside import Who, lead_of, party_of
from tui.live.store.privacy import OPEN, WALL, Privacy, Show
from tui.source.events import DeviceEvent
from tui.source.models import Call
from tui.source.snapshot import read_call
from tui.views.words.call_words import where_of, who_of

SOURCE = "Billing"
CUSTOMER = "+12025550143"
WRITTEN = "+1 202-555-0143"
COLLEAGUE = {"phoneNumber": "5550102", "digits": "5550102", "e164Number": "5550102"}
"""An extension as older releases write it: repeated as E.164 (API.md 5.3)."""
NO_NUMBERS = (
    *("", "anonymous", "Anonymous", "sip:anonymous@anonymous.invalid", "restricted", None),
    *("Private Number", "private_number", "Blocked", "Number withheld", "tel:anonymous", "Anonymous caller"),
    *("<sip:anonymous@anonymous.invalid>", '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1', "withheld."),
)
OURS = (
    *("5550180", "+5550180", "555-0180", "555 01 80", "tel:5550180", "sip:5550180@gws.example.com", "5550180;ext=1"),
    *("<sip:5550180@gws.example.com>", "sip:+555-0180@gws.example.com;user=phone", "SIP:5550180@gws.example.com"),
)
"""One number of ours as switches and gateways write it."""


@pytest.fixture
def board(clock: FixedClock) -> Board:
    board = Board(clock)
    go_live(board, SOURCE, [], ["5001", "5007"])
    return board


def shown(board: Board, resource: Call, privacy: Privacy = OPEN) -> str:
    tell(board, SOURCE, resource)
    return who_of(masked_board(board, privacy).calls[CallKey(SOURCE, resource.id)])


@pytest.mark.parametrize(
    ("parties", "fields", "who"),
    [
        ([party("5007"), party(CUSTOMER)], {}, "(202) 555-0143 +1"),
        ([party(CUSTOMER), party("5007")], {}, "(202) 555-0143 +1"),
        ([COLLEAGUE, party(CUSTOMER)], {}, "(202) 555-0143 +1"),
        (["5007", "12025550143"], {}, "12025550143 +1"),
        (["5550102", "12025550143"], {"callType": "Consult"}, "12025550143 +1"),
        (["5550102", "5550143"], {"ani": "5550143"}, "5550143 +1"),
        (["5550102", "5550143"], {"callType": "Outbound", "dnis": "5550143"}, "5550143 +1"),
        (["5007", "5550143"], {"callType": "Consult"}, "5550143 +1"),
        ([COLLEAGUE, {"phoneNumber": "5550143", "location": "Here"}], {}, "5550143 +1"),
        (["5007", ""], {}, "number withheld +1"),
        (["5007", "5550102", "anonymous"], {}, "number withheld +2"),
        (["5007", ""], {"ani": CUSTOMER}, f"{WRITTEN} +1"),
        ([party(CUSTOMER), party(CUSTOMER)], {}, "(202) 555-0143 +1"),
        (["anonymous", "anonymous"], {}, "number withheld +1"),
        (["5007", "5002"], {"callType": "Internal"}, "5002 +1"),
    ],
)
def test_the_party_outside_leads_wherever_it_stands(
    board: Board, parties: list[Any], fields: dict[str, Any], who: str
) -> None:
    assert shown(board, call("c1", **{"participants": parties, **fields})) == who


@pytest.mark.parametrize("number", NO_NUMBERS)
@pytest.mark.parametrize("shape", ["party", "ani", "nobody"])
@pytest.mark.parametrize("state", ["Ringing", "Established"])
def test_a_caller_who_withholds_his_number_is_never_shown_under_ours(
    board: Board, number: str | None, shape: str, state: str
) -> None:
    parties: list[object] = [{"phoneNumber": number}] if shape == "party" else []
    narrator = Narrator(board)
    resource = call("c1", state, participants=parties, ani=number if shape == "ani" else None)
    assert shown(board, resource) == "number withheld"
    (sentence,) = narrator.whole()[1:]
    assert "a withheld number" in sentence
    assert "5550180" not in sentence


@pytest.mark.parametrize("number", OURS)
@pytest.mark.parametrize("name", ["phoneNumber", "digits", "ani"])
def test_our_number_is_nobodys_in_whatever_spelling(board: Board, number: str, name: str) -> None:
    parties = [] if name == "ani" else [{name: number}]
    told = {"ani": number, "dnis": "5550101"} if name == "ani" else {"ani": None}
    own = device("5550180") if name == "ani" else device("5001")
    board.apply(SOURCE, [DeviceEvent(board.clock.now_s(), (own,))])
    address = f"https://gws.example.com/api/v2/devices/{own.id}"
    assert shown(board, call("c1", participants=parties, deviceUri=address, **told)) == "number withheld"


@pytest.mark.parametrize("number", ["n/a", "-", "No number", "not available", "Unknown caller", "sip:unknown@x"])
def test_words_for_no_number_are_none(board: Board, number: str) -> None:
    assert shown(board, call("c1", participants=[number])) == "number unknown"


@pytest.mark.parametrize("number", ["Privat GmbH", "Anonymous Inc", "+15550180", "0005550180", "sip:nobody@x"])
def test_what_only_looks_like_it_is_shown(board: Board, number: str) -> None:
    assert shown(board, call("c1", participants=[number])) == number


@pytest.mark.parametrize("inside", ["sip:5007@gws.example.com", "50 07", "tel:5007"])
def test_a_colleague_is_inside_in_whatever_spelling(board: Board, inside: str) -> None:
    assert shown(board, call("c1", participants=[inside, "143"])) == "143 +1"


@pytest.mark.parametrize("privacy", [WALL, Privacy(Show.HIDE, Show.HIDE, Show.HIDE)])
def test_masks_change_neither_who_leads_nor_that_a_number_is_withheld(board: Board, privacy: Privacy) -> None:
    conference = call("c1", participants=["5007", CUSTOMER])
    assert shown(board, conference, privacy) == f"{privacy.number(CUSTOMER)} +1"
    assert shown(board, call("c2", participants=["anonymous"]), privacy) == "number withheld"


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"participants": [], "ani": CUSTOMER}, WRITTEN),
        ({"participants": [], "callType": "Outbound", "dnis": CUSTOMER, "ani": "5001"}, WRITTEN),
        ({"participants": [], "callType": "Outbound", "dnis": None, "ani": "5001"}, ""),
        ({"participants": [], "callType": "Internal", "dnis": "5001", "ani": "5007"}, "5007"),
        ({"participants": [], "callType": "Internal", "dnis": "5001"}, ""),
        ({"participants": ["5550180"]}, "number withheld"),
        ({"participants": ["5550180"], "ani": "5550180"}, "5550180"),
        ({"participants": ["null"]}, "number unknown"),
        ({"participants": [{}], "callType": "Internal", "dnis": "5001"}, "number unknown"),
        ({"participants": [], "callType": "", "state": "Ringing"}, ""),
        ({"participants": ["sip:alice@example.com"]}, "sip:alice@example.com"),
        ({"participants": ["*67+12025550143"]}, "*67+12025550143"),
    ],
)
def test_without_a_party_the_number_beside_it_is_shown_unless_it_is_ours(
    board: Board, fields: dict[str, Any], who: str
) -> None:
    assert shown(board, call("c1", **fields)) == who


def test_who_leads_follows_the_numbers_that_become_known(board: Board) -> None:
    resource = call("c1", callType="Consult", participants=["5550102", "5550143"])
    assert shown(board, resource) == "5550102 +1"
    told: list[CallKey] = []
    board.watch(lambda changes: told.extend(changes.changed))
    go_live(board, "Support", [], ["5550102"])
    key = CallKey(SOURCE, "c1")
    assert told == [key]
    assert who_of(board.calls[key]) == "5550143 +1"
    revision = board.calls[key].revision
    board.apply("Support", [DeviceEvent(board.clock.now_s(), (device("5550102"),))])
    assert board.calls[key].revision == revision
    memory = board.remember()
    again = Board(board.clock)
    again.recall(memory)
    assert who_of(again.calls[key]) == "5550143 +1"


def test_the_place_is_that_of_the_party_that_leads(board: Board) -> None:
    shown(board, call("c1", participants=[party("5007"), party(CUSTOMER)]))
    assert where_of(board.calls[CallKey(SOURCE, "c1")]) == "Washington D.C."


NUMBERS = st.sampled_from(
    ["", "anonymous", "null", "5001", "5007", "5550180", "5550102", CUSTOMER, "sip:a@example.com"]
)
PARTIES = st.lists(
    NUMBERS | st.fixed_dictionaries({"phoneNumber": NUMBERS}, optional={"e164Number": NUMBERS, "location": NUMBERS}),
    max_size=4,
)


@given(PARTIES, st.none() | NUMBERS, st.sampled_from(["Ringing", "Established", "Held"]))
def test_an_inbound_call_is_never_with_us(parties: list[object], ani: str | None, state: str) -> None:
    read = read_call(
        {"id": "a", "state": state, "callType": "Inbound", "participants": parties, "ani": ani, "dnis": "5550180"}
    )
    assert isinstance(read, Call)
    lead = lead_of(read, "5001", {"5001", "5007"})
    assert lead.who in (Who.PARTY, Who.CALLER, Who.WITHHELD, Who.UNKNOWN)
    chosen = party_of(read, lead)
    if lead.who is Who.PARTY:
        assert chosen is not None
        assert chosen.number not in {"5001", "5550180"} - {ani}
    if lead.who is Who.CALLER:
        assert ani is not None
        assert ani not in {"", "anonymous", "null", "5001"}


@given(PARTIES, st.sampled_from(["Inbound", "Outbound", "Internal", "Consult", "", "New"]), NUMBERS, NUMBERS)
def test_there_is_always_an_answer(parties: list[object], kind: str, ani: str, dnis: str) -> None:
    read = read_call({"id": "a", "callType": kind, "participants": parties, "ani": ani, "dnis": dnis})
    assert isinstance(read, Call)
    lead = lead_of(read, "5001", {"5007"})
    assert lead.place is None or lead.place < len(read.parties)
