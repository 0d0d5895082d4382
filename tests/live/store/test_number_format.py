"""Numbers that the server does not write are written by their country's rules: shown so, and never sent so."""

from __future__ import annotations

import subprocess
import sys

import phonenumbers
import pytest

from tests.screens.centre import call, go_live, tell
from tui.live.clock import FixedClock
from tui.live.operations.parties import outside_party
from tui.live.reports.sentences import Narrator
from tui.live.store.board import Board
from tui.live.store.card import CallKey
from tui.live.store.countries import COUNTRIES
from tui.live.store.masked_board import masked_board
from tui.live.store.number_format import formatted_number, formatted_party
from tui.live.store.privacy import WALL, Privacy, Show
from tui.source.models import Participant
from tui.source.raw import Raw
from tui.views.arrangement.plain_words import finds, words_of
from tui.views.arrangement.search import found_by
from tui.views.attention.ring import ring_values
from tui.views.words.call_words import who_of

SOURCE = "Billing"
GERMANY = {"name": "Germany", "code": "DE", "callingCode": "49"}


@pytest.mark.parametrize(
    ("number", "country", "written"),
    [
        ("+12025550143", "", "+1 202-555-0143"),
        ("+12025550143", "DE", "+1 202-555-0143"),
        ("+442079460123", "US", "+44 20 7946 0123"),
        ("2025550143", "US", "(202) 555-0143"),
        ("12025550143", "US", "1 202-555-0143"),
        ("02079460123", "GB", "020 7946 0123"),
        ("0012025550143", "DE", "00 1 202-555-0143"),
        # Without a country, or of none, nothing is guessed.
        ("2025550143", "", "2025550143"),
        ("2025550143", "ZZ", "2025550143"),
        # Extensions, services, codes of access, and numbers that cannot be.
        ("5001", "US", "5001"),
        ("5550102", "US", "5550102"),
        ("110", "DE", "110"),
        ("912025550143", "US", "912025550143"),
        ("*67", "US", "*67"),
        ("+15550180", "US", "+15550180"),
        ("+99912345678", "US", "+99912345678"),
        ("+" + "1" * 16, "US", "+" + "1" * 16),
        # Written by somebody already, an address, other digits, words, masks, nothing.
        ("(202) 555-0143", "US", "(202) 555-0143"),
        ("sip:+12025550143@example.com", "US", "sip:+12025550143@example.com"),
        ("٢٠٢٥٥٥٠١٤٣", "US", "٢٠٢٥٥٥٠١٤٣"),
        ("+12025550143\n", "US", "+12025550143\n"),
        ("anonymous", "US", "anonymous"),
        ("•••• 0143", "US", "•••• 0143"),
        ("", "US", ""),
    ],
)
def test_a_number_is_written_as_its_country_does_if_it_surely_is_one(number: str, country: str, written: str) -> None:
    assert formatted_number(number, country) == written


def test_in_no_country_a_digit_is_lost_or_a_mask_less_dense() -> None:
    last4 = Privacy(numbers=Show.LAST4)
    assert phonenumbers.SUPPORTED_REGIONS == COUNTRIES
    changed = 0
    for country in sorted(COUNTRIES)[::8]:
        example = phonenumbers.example_number(country)
        assert example is not None
        whole = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
        inside = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.NATIONAL)
        for number in (whole, "".join(filter(str.isdigit, inside))):
            written = formatted_number(number, country)
            assert "".join(one for one in written if one in "+0123456789") == number
            assert last4.number(written) == last4.number(number)
            assert last4.text(f"from {written}.") == last4.text(f"from {number}.")
            changed += written != number
    assert changed > 50


@pytest.mark.parametrize(
    ("party", "written"),
    [
        ({"phoneNumber": "+12025550143", "formattedPhoneNumber": "(202) 555-0143"}, "(202) 555-0143"),
        ({"phoneNumber": "+12025550143", "formattedPhoneNumber": "+12025550143"}, "+1 202-555-0143"),
        ({"phoneNumber": "+12025550143"}, "+1 202-555-0143"),
        ({"phoneNumber": "2025550143"}, "(202) 555-0143"),
        # An internal number, which the server writes as it is (API.md 5.3).
        ({"phoneNumber": "2025550143", "formattedPhoneNumber": "2025550143", "e164Number": ""}, "2025550143"),
        ({"phoneNumber": "030123456", "country": GERMANY}, "030 123456"),
        ({"phoneNumber": "030123456", "formattedPhoneNumber": "030123456", "country": GERMANY}, "030 123456"),
        ({"phoneNumber": "030123456", "country": {"name": "Nowhere", "code": "\x1b]8;"}}, "030123456"),
    ],
)
def test_what_the_server_writes_stands_and_the_country_of_the_party_comes_first(
    party: dict[str, object], written: str
) -> None:
    read = Participant.model_validate(party)
    assert formatted_party(read, "US") == written
    assert (
        formatted_party(read.model_copy(update={"formatted_phone_number": WALL.number(written)}))
        == "•••• " + ("".join(filter(str.isdigit, written))[-4:])
    )


def test_a_board_shows_it_everywhere_and_sends_what_came(clock: FixedClock) -> None:
    board, key = Board(clock, country="US"), CallKey(SOURCE, "c1")
    masked = masked_board(board, WALL)
    go_live(board, SOURCE, [], ["5001"])
    tell(board, SOURCE, call("c1", "Ringing", participants=["2025550143"]))

    known = board.calls[key]
    named = outside_party(board, key)
    assert named is not None
    assert (who_of(known), board.shown_number(key)) == ("(202) 555-0143", "(202) 555-0143")
    assert (named.raw_number, named.shown.number) == (Raw("2025550143"), "2025550143")
    values = ring_values(known, board.clock.wall())
    assert (values["who"], values["number"]) == ("(202) 555-0143", "2025550143")
    assert "a call from (202) 555-0143" in Narrator(board).whole()[1]
    assert all(finds(words_of(words), found_by(known, "5001", SOURCE)) for words in ("(202) 555-0143", "2025550143"))
    assert who_of(masked.calls[key]) == masked.shown_number(key) == "•••• 0143"

    other = Board(clock, country="GB")
    other.recall(board.remember())
    assert who_of(other.calls[key]) == "2025550143"


def test_who_needs_no_rules_does_not_wait_for_them() -> None:
    program = (
        "import sys\n"
        "from tui.config.settings import Settings\n"
        "from tui.live.store.number_format import formatted_number\n"
        "Settings(country='DE'); formatted_number('5001'); formatted_number('(202) 555-0143', 'US')\n"
        "assert 'phonenumbers' not in sys.modules\n"
        "formatted_number('+12025550143')\n"
        "assert 'phonenumbers' in sys.modules and 'phonenumbers.geocoder' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
