"""What each level of the policy leaves of numbers, names, attached data and free words."""

import pytest

from tui.live.store.privacy import MASK, OPEN, WALL, Privacy, Show

NUMBER = "+12025550143"


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (NUMBER, "•••• 0143"),
        ("(202) 555-0143", "•••• 0143"),
        ("5012", "•••• 5012"),
        ("anonymous", MASK),
        ("", ""),
    ],
)
def test_last4_leaves_four_digits(number: str, shown: str) -> None:
    assert WALL.number(number) == shown
    assert Privacy(numbers=Show.HIDE).number(number) == (MASK if number else "")
    assert OPEN.number(number) == number


def test_of_a_name_the_initials_stay() -> None:
    assert WALL.name("Agent Two") == "A. T."
    assert Privacy(names=Show.HIDE).name("Agent Two") == MASK
    assert OPEN.name("Agent Two") == "Agent Two"


def test_hidden_entries_are_counted_and_not_named() -> None:
    assert WALL.entries({"Account": "90017", f"WWE_PARTY_{NUMBER}": {"firstname": "Canary"}}) == {f"{MASK} hidden": "2"}


def test_the_first_pattern_that_fits_decides_on_a_key() -> None:
    privacy = Privacy(data=Show.HIDE, keys=(("Queue*", Show.SHOW), ("Acc*", Show.LAST4), ("*", Show.HIDE)))

    assert privacy.entries({"QueueName": "Billing", "Account": "900171234", "Pin": "1234"}) == {
        "QueueName": "Billing",
        "Account": f"{MASK} 1234",
        f"{MASK} hidden": "1",
    }


def test_of_a_short_value_nothing_is_left() -> None:
    assert Privacy(data=Show.LAST4).entries({"Pin": "123456"}) == {"Pin": MASK}


def test_numbers_of_the_parties_are_masked_in_data_that_is_shown() -> None:
    privacy = Privacy(numbers=Show.LAST4, names=Show.LAST4)
    data = {f"WWE_PARTY_{NUMBER}": {"firstname": "Canary", "phone": NUMBER}, "Callback": ["call 2025550143"], "Age": 7}

    assert privacy.entries(data, [NUMBER, ""]) == {
        "WWE_PARTY_•••• 0143": {"firstname": "C.", "phone": MASK},
        "Callback": ("call •••• 0143",),
        "Age": 7,
    }


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("StatusChange: Inbound Ringing (202) 555-0143  b4", "StatusChange: Inbound Ringing •••• 0143  b4"),
        ("Device '5550101' is not registered.", "Device '•••• 0101' is not registered."),
        ("recovered 7 calls and 8 devices in 0.18 s", "recovered 7 calls and 8 devices in 0.18 s"),
        ("5001 Not Ready", "5001 Not Ready"),
        ("0A1B2C3D4E5F6G7H8J9K0LAES00000A1", "0A1B2C3D4E5F6G7H8J9K0LAES00000A1"),
    ],
)
def test_numbers_are_found_in_free_words(words: str, shown: str) -> None:
    assert WALL.text(words) == shown
    assert OPEN.text(words) == words
